package org.aparte.trace;

/**
 * One requirement, as a row of a catalogue states it.
 *
 * @param id for instance {@code S3711-3.3.1-07}: document, section, running number
 * @param section the section of the RFC
 * @param level how strong the RFC's word is
 * @param appliesTo who has to meet it
 * @param summary what is required, in our own words
 */
record CatalogueRow(String id, String section, Level level, String appliesTo, String summary) {

  /** MUST stands for SHALL and REQUIRED too; FACT is what the RFC states without a keyword. */
  enum Level {
    MUST,
    SHOULD,
    MAY,
    FACT
  }

  /** The document that the id names, for instance {@code RFC 3711}. */
  String document() {
    return id.startsWith("Z-") ? "RFC 6189" : "RFC " + id.substring(1, id.indexOf('-'));
  }
}
