package org.aparte.zrtp.model;

import java.util.Optional;

/**
 * The key agreement of a Commit (RFC 6189 section 5.1.5, Table 5), in the order of speed by which
 * two endpoints settle on one (section 4.1.2): fastest first, and the two that agree without
 * Diffie-Hellman last.
 *
 * <p>{@code X255}, {@code X448} and {@code E255} are not in the RFC; they are what Linphone and GNU
 * ZRTP speak. {@code X255} and {@code E255} are two codes for the same octets.
 *
 * <p>Nor are the key encapsulation mechanisms, which Linphone speaks: the initiator's public key
 * travels in Commit, the ciphertext to it in DHPart1, and DHPart2 carries a nonce. Their places in
 * the order of speed are Linphone's. {@code p1M2} and {@code p3M3} are for private use between two
 * endpoints of this library, until the field has codes for what they stand for.
 */
public enum KeyAgreementType implements AlgorithmType {
  /** The 2048-bit MODP group of RFC 3526 section 3. */
  DH2K("DH2k", Family.FINITE_FIELD, 256, 256),
  /** X25519 (RFC 7748) under the code of Linphone. */
  X255("X255", Family.MONTGOMERY, 32, 32),
  /** X25519 (RFC 7748) under the code of GNU ZRTP. */
  E255("E255", Family.MONTGOMERY, 32, 32),
  /** The ECDH-KEM on X25519; not post-quantum. */
  K255("K255", 32, 32, 32),
  /** The curve P-256. */
  EC25("EC25", Family.ELLIPTIC_CURVE, 64, 32),
  /** X448 (RFC 7748) under the code of Linphone. */
  X448("X448", Family.MONTGOMERY, 56, 56),
  /** The ECDH-KEM on X448; not post-quantum. */
  K448("K448", 56, 56, 56),
  /** The 3072-bit MODP group of RFC 3526 section 4, which every endpoint has (Z-5.1.5-01). */
  DH3K("DH3k", Family.FINITE_FIELD, 384, 384),
  /** The curve P-384. */
  EC38("EC38", Family.ELLIPTIC_CURVE, 96, 48),
  /** The curve P-521, which the RFC advises against (Z-5.1.5-21). */
  EC52("EC52", Family.ELLIPTIC_CURVE, 132, 66),
  /** ML-KEM-512 (FIPS 203). */
  MLK1("MLK1", 800, 768, 32),
  /** ML-KEM-768 (FIPS 203). */
  MLK2("MLK2", 1184, 1088, 32),
  /** ML-KEM-1024 (FIPS 203). */
  MLK3("MLK3", 1568, 1568, 32),
  /** The hybrid of K255 and ML-KEM-512. */
  X1M1("X1M1", 832, 800),
  /** The hybrid of K255 and ML-KEM-768; a private code. */
  P1M2("p1M2", 1216, 1120),
  /** The hybrid of K448 and ML-KEM-1024. */
  X3M3("X3M3", 1624, 1624),
  /** The hybrid of an ECDH-KEM on P-384 and ML-KEM-1024; a private code. */
  P3M3("p3M3", 1664, 1664),
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
    /** Key encapsulation: one side draws the secret and sends it to the other's public key. */
    KEM,
    /** No exchange: a retained secret is used (section 4.4.2). */
    PRESHARED,
    /** No exchange: ZRTPSess is used (section 4.4.3). */
    MULTISTREAM
  }

  /** Octets of the nonce that stands for pvi in the DHPart2 of KEM mode. */
  public static final int KEM_NONCE_OCTETS = 16;

  /** Words of a DHPart message without its public value (Figures 8 and 9). */
  private static final int DH_PART_WORDS_AROUND_PV = 21;

  /** Stands for the length of the negotiated hash. */
  private static final int HASH_LENGTH = -1;

  private final String code;
  private final Family family;
  private final int publicValueOctets;
  private final int publicKeyOctets;
  private final int ciphertextOctets;
  private final int resultOctets;

  KeyAgreementType(String code, Family family, int publicValueOctets, int resultOctets) {
    this.code = code;
    this.family = family;
    this.publicValueOctets = publicValueOctets;
    this.publicKeyOctets = 0;
    this.ciphertextOctets = 0;
    this.resultOctets = resultOctets;
  }

  /** A hybrid. */
  KeyAgreementType(String code, int publicKeyOctets, int ciphertextOctets) {
    this(code, publicKeyOctets, ciphertextOctets, HASH_LENGTH);
  }

  KeyAgreementType(String code, int publicKeyOctets, int ciphertextOctets, int resultOctets) {
    this.code = code;
    this.family = Family.KEM;
    this.publicValueOctets = 0;
    this.publicKeyOctets = publicKeyOctets;
    this.ciphertextOctets = ciphertextOctets;
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

  /** Whether this is DH mode: two public values, one in each DHPart. */
  public boolean isDh() {
    return family == Family.FINITE_FIELD
        || family == Family.ELLIPTIC_CURVE
        || family == Family.MONTGOMERY;
  }

  /** Whether this is KEM mode: a public key in Commit, a ciphertext in DHPart1. */
  public boolean isKem() {
    return family == Family.KEM;
  }

  /**
   * Whether a quantum computer is no help against it, as far as is known: ML-KEM, alone or in a
   * hybrid. An ECDH-KEM alone is as weak in this as Diffie-Hellman.
   */
  public boolean isPostQuantum() {
    return isKem() && this != K255 && this != K448;
  }

  /** Whether DHPart messages are exchanged: all but Preshared and Multistream. */
  public boolean hasDhParts() {
    return isDh() || isKem();
  }

  /** Octets of pvi and pvr in DH mode; 0 in every other. */
  public int publicValueOctets() {
    return publicValueOctets;
  }

  /** Words of pvi and pvr in DH mode (Z-5.1.5-22); 0 in every other. */
  public int publicValueWords() {
    return publicValueOctets / 4;
  }

  /** Words of DHPart1 and of DHPart2 in DH mode (Z-5.1.5-23); 0 in every other. */
  public int dhPartWords() {
    return isDh() ? DH_PART_WORDS_AROUND_PV + publicValueWords() : 0;
  }

  /** Octets of the initiator's public key in the Commit of KEM mode, whole words; else 0. */
  public int publicKeyOctets() {
    return publicKeyOctets;
  }

  /** Octets of the ciphertext in the DHPart1 of KEM mode, whole words; 0 in every other. */
  public int ciphertextOctets() {
    return ciphertextOctets;
  }

  /**
   * Octets of DHResult (Z-4.4.1.4-04); 0 where there is none.
   *
   * @param negotiated decides the length of a hybrid's, no other's
   */
  public int resultOctets(HashType negotiated) {
    return resultOctets == HASH_LENGTH ? negotiated.outputOctets() : resultOctets;
  }
}
