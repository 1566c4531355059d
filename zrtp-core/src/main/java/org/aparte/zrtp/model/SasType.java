package org.aparte.zrtp.model;

import java.util.Optional;

/** How the short authentication string is rendered (RFC 6189 section 5.1.6, Table 6). */
public enum SasType implements AlgorithmType {
  /** Four characters of base32, which every endpoint has (Z-5.1.6-01). */
  B32("B32 "),
  /** Two words of the PGP word list. */
  B256("B256"),
  /** Four emoji; outside the RFC, of GNU ZRTP. */
  B32E("B32E"),
  /** Six decimal digits; outside the RFC, of GNU ZRTP. */
  B10D("B10D");

  private final String code;

  SasType(String code) {
    this.code = code;
  }

  /** The SAS type with this code, or nothing. */
  public static Optional<SasType> ofCode(String code) {
    return AlgorithmCodes.find(values(), code);
  }

  @Override
  public String code() {
    return code;
  }
}
