package org.aparte.zrtp.crypto;

/**
 * What is wrong with the peer's public value, public key or ciphertext. Each ends the exchange with
 * error 0x61 (RFC 6189 sections 4.4.1.2, 4.4.1.3, 5.9).
 */
public enum PublicValueFault {
  /** It has not the length of its type. */
  WRONG_LENGTH,
  /** Finite field: it is 0, 1 or p-1, or not less than p. */
  TRIVIAL_OR_OUT_OF_RANGE,
  /** Elliptic curve: a coordinate is not less than p, or the point is not on the curve. */
  NOT_ON_CURVE,
  /** X25519, X448: a point of low order, with which every secret gives the same result: zero. */
  LOW_ORDER,
  /** ML-KEM: the public key encodes a number that is not below q (FIPS 203 section 7.2). */
  NOT_REDUCED,
  /** The provider that computes refused it, for a reason of its own. */
  REFUSED_BY_PROVIDER
}
