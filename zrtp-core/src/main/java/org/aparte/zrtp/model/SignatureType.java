package org.aparte.zrtp.model;

import java.util.Optional;

/** The kind of signature over the SAS hash (RFC 6189 section 5.1.7, Table 7). */
public enum SignatureType implements AlgorithmType {
  /** An OpenPGP signature packet (section 7.2.1). */
  PGP("PGP "),
  /** An X.509v3 certificate and an ECDSA signature (section 7.2.2). */
  X509("X509");

  private final String code;

  SignatureType(String code) {
    this.code = code;
  }

  /** The signature type with this code, or nothing. */
  public static Optional<SignatureType> ofCode(String code) {
    return AlgorithmCodes.find(values(), code);
  }

  @Override
  public String code() {
    return code;
  }
}
