package org.aparte.zrtp.model;

import java.util.Optional;

/**
 * The key agreement of a Commit (RFC 6189 section 5.1.5, Table 5), in the order of speed by which
 * two endpoints settle on one (section 4.1.2): fastest first, and the two that agree without
 * Diffie-Hellman last.
 *
 * <p>{@code X255}, {@code X448} and {@code E255} are not in the RFC; they are what Linphone and GNU
 * ZRTP speak. {@code X255} and {@code E255} are two codes for the same octets.
 */
public enum KeyAgreementType implements AlgorithmType {
  /** The 2048-bit MODP group of RFC 3526 section 3. */
  DH2K("DH2k", Family.FINITE_FIELD, 256, 256),
  /** X25519 (RFC 7748) under the code of Linphone. */
  X255("X255", Family.MONTGOMERY, 32, 32),
  /** X25519 (RFC 7748) under the code of GNU ZRTP. */
  E255("E255", Family.MONTGOMERY, 32, 32),
  /** The curve P-256. */
  EC25("EC25", Family.ELLIPTIC_CURVE, 64, 32),
  /** X448 (RFC 7748) under the code of Linphone. */
  X448("X448", Family.MONTGOMERY, 56, 56),
  /** The 3072-bit MODP group of RFC 3526 section 4, which every endpoint has (Z-5.1.5-01). */
  DH3K("DH3k", Family.FINITE_FIELD, 384, 384),
  /** The curve P-384. */
  EC38("EC38", Family.ELLIPTIC_CURVE, 96, 48),
  /** The curve P-521, which the RFC advises against (Z-5.1.5-21). */
  EC52("EC52", Family.ELLIPTIC_CURVE, 132, 66),
  /** Preshared mode (section 4.4.2). */
  PRSH("Prsh", Family.PRESHARED, 0, 0),
  /** Multistream mode (section 4.4.3). */
  MULT("Mult", Family.MULTISTREAM, 0, 0);

  /** How a secret comes about. */
  public enum Family {
    /** Diffie-Hellman modulo a prime. */
    FINITE_FIELD,
    /** Diffie-Hellman on a NIST curve; the public value is X followed by Y. */
    ELLIPTIC_CURVE,
    /** Diffie-Hellman by RFC 7748; public value and result are little-endian. */
    MONTGOMERY,
    /** No exchange: a retained secret is used (section 4.4.2). */
    PRESHARED,
    /** No exchange: ZRTPSess is used (section 4.4.3). */
    MULTISTREAM
  }

  /** Words of a DHPart message without its public value (Figures 8 and 9). */
  private static final int DH_PART_WORDS_AROUND_PV = 21;

  private final String code;
  private final Family family;
  private final int publicValueOctets;
  private final int resultOctets;

  KeyAgreementType(String code, Family family, int publicValueOctets, int resultOctets) {
    this.code = code;
    this.family = family;
    this.publicValueOctets = publicValueOctets;
    this.resultOctets = resultOctets;
  }

  /** The key agreement type with this code, or nothing. */
  public static Optional<KeyAgreementType> ofCode(String code) {
    return AlgorithmCodes.find(values(), code);
  }

  @Override
  public String code() {
    return code;
  }

  /** How the secret comes about. */
  public Family family() {
    return family;
  }

  /** Whether DHPart messages are exchanged: all but Preshared and Multistream. */
  public boolean isDh() {
    return family != Family.PRESHARED && family != Family.MULTISTREAM;
  }

  /** Octets of pvi and pvr; 0 where there are none. */
  public int publicValueOctets() {
    return publicValueOctets;
  }

  /** Words of pvi and pvr (Z-5.1.5-22); 0 where there are none. */
  public int publicValueWords() {
    return publicValueOctets / 4;
  }

  /** Words of DHPart1 and of DHPart2 (Z-5.1.5-23); 0 where there are none. */
  public int dhPartWords() {
    return isDh() ? DH_PART_WORDS_AROUND_PV + publicValueWords() : 0;
  }

  /** Octets of DHResult (Z-4.4.1.4-04); 0 where there is none. */
  public int resultOctets() {
    return resultOctets;
  }
}
