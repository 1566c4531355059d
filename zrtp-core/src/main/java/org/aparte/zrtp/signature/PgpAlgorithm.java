package org.aparte.zrtp.signature;

import org.jspecify.annotations.Nullable;

/** The public-key algorithms of OpenPGP signatures here (RFC 4880 section 9.1, RFC 6637). */
enum PgpAlgorithm {
  /** Z-7.2.1-03: verified, never made; 3 is the old number of a key that only signs. */
  RSA(1, 3, 2, 1),
  DSA(17, 17, 4, 2),
  ECDSA(19, 19, 1, 2);

  private final int number;
  private final int otherNumber;
  private final int keyNumbers;
  private final int signatureNumbers;

  PgpAlgorithm(int number, int otherNumber, int keyNumbers, int signatureNumbers) {
    this.number = number;
    this.otherNumber = otherNumber;
    this.keyNumbers = keyNumbers;
    this.signatureNumbers = signatureNumbers;
  }

  static @Nullable PgpAlgorithm ofNumber(int number) {
    for (PgpAlgorithm algorithm : values()) {
      if (algorithm.number == number || algorithm.otherNumber == number) {
        return algorithm;
      }
    }
    return null;
  }

  int number() {
    return number;
  }

  /** How many multiprecision integers a public key has. */
  int keyNumbers() {
    return keyNumbers;
  }

  /** How many a signature has. */
  int signatureNumbers() {
    return signatureNumbers;
  }
}
