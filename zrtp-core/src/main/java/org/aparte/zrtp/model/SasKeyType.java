package org.aparte.zrtp.model;

import org.jspecify.annotations.Nullable;

/**
 * The keys that may sign a SAS hash (RFC 6189 sections 7.2, 7.2.1 and 7.2.2); a peer may use others
 * for OpenPGP.
 */
public enum SasKeyType {
  // Z-5.1.7-03, Z-7.2.1-05: prime-field curves only, and these three only
  /** ECDSA on P-224, in OpenPGP signatures only. */
  ECDSA_P224,
  /** ECDSA on P-256. */
  ECDSA_P256,
  /** ECDSA on P-384. */
  ECDSA_P384,
  /** DSA with 2048 to 3072 bits, in OpenPGP signatures only. */
  DSA;

  /** Whether this is ECDSA. */
  public boolean isEcdsa() {
    return this != DSA;
  }

  /** ECDSA with the strength of this key agreement, or {@code null} where section 7.2 has none. */
  static @Nullable SasKeyType ofSizeOf(KeyAgreementType agreement) {
    return switch (agreement) {
      case EC25, X255, E255, K255, MLK1, X1M1 -> ECDSA_P256;
      // P-521 is no curve for signatures: the next smaller one stands in
      case EC38, X448, EC52, K448, MLK2, MLK3, P1M2, X3M3, P3M3 -> ECDSA_P384;
      case DH2K, DH3K, PRSH, MULT -> null;
    };
  }
}
