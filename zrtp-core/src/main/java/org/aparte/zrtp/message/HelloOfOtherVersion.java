package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.ZrtpVersion;

/**
 * A Hello whose version does not match 1.10: only where the version stands is known.
 *
 * <p>HelloACK is due for it all the same (Z-5.3-01), and the two sides settle on a version by it
 * (section 4.1.1). Another version may place every other field elsewhere (a ZID of 128 bits has
 * been proposed), so a rule of this version's layout must not make such a Hello malformed.
 *
 * @param version the sender's version
 * @param uninterpreted whatever follows the version, whole words
 */
public record HelloOfOtherVersion(ZrtpVersion version, Octets uninterpreted)
    implements ZrtpMessage {

  private static final int WORDS_BEFORE = WordReader.HEADER_WORDS + 1;

  /**
   * Checks the version.
   *
   * @throws IllegalArgumentException when it matches 1.10, or the rest is not whole words
   */
  public HelloOfOtherVersion {
    if (version.matches(ZrtpVersion.V1_10)) {
      throw new IllegalArgumentException("a Hello of version " + version + " has a known layout");
    }
    FieldLengths.requireWords(
        "the rest of a Hello", uninterpreted, 0, MessageParser.MAX_WORDS - WORDS_BEFORE);
  }

  static HelloOfOtherVersion read(WordReader in) {
    return new HelloOfOtherVersion(in.version(), in.allButLast(0));
  }

  @Override
  public MessageType type() {
    return MessageType.HELLO;
  }

  @Override
  public Octets write() {
    return WordWriter.message(type(), WORDS_BEFORE + uninterpreted.length() / 4)
        .word(version.word())
        .octets(uninterpreted)
        .finish();
  }
}
