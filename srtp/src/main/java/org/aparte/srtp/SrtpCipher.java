package org.aparte.srtp;

/**
 * The ciphers of SRTP, each with the sizes of its key and salt in octets.
 *
 * <p>Sources: RFC 3711 sections 4.1.1 to 4.1.3, RFC 6188, RFC 7714, RFC 6189 section 5.1.3 (Twofish
 * in the place of AES).
 */
public enum SrtpCipher {
  // S3711-5.1-04: mandatory to implement
  /** No encryption; the key and salt still feed the key derivation (RFC 3711 section 4.1.3). */
  NULL(16, 14),
  // S3711-5.1-01, -02, -03; S3711-5.3-01, -02: the default, n_e = 128 and n_s = 112 bits
  /** AES with 128-bit keys in counter mode. */
  AES_CM_128(16, 14),
  /** AES with 192-bit keys in counter mode. */
  AES_CM_192(24, 14),
  /** AES with 256-bit keys in counter mode. */
  AES_CM_256(32, 14),
  // S3711-4.1.2-01: key and salt have the sizes of counter mode
  /** AES with 128-bit keys in f8 mode (RFC 3711 section 4.1.2). */
  AES_F8_128(16, 14),
  /** Twofish with 128-bit keys in counter mode, {@code 2FS1} of ZRTP. */
  TWOFISH_CM_128(16, 14),
  /** Twofish with 192-bit keys in counter mode, {@code 2FS2} of ZRTP. */
  TWOFISH_CM_192(24, 14),
  /** Twofish with 256-bit keys in counter mode, {@code 2FS3} of ZRTP. */
  TWOFISH_CM_256(32, 14),
  /** AES-GCM with 128-bit keys (RFC 7714). */
  AES_GCM_128(16, 12),
  /** AES-GCM with 256-bit keys (RFC 7714). */
  AES_GCM_256(32, 12);

  private final int keyOctets;
  private final int saltOctets;

  SrtpCipher(int keyOctets, int saltOctets) {
    this.keyOctets = keyOctets;
    this.saltOctets = saltOctets;
  }

  // S7714-3-02, S6188-3.1-02, -04: so no session key is longer than the master key behind it
  /** Octets of the master key, and of the session encryption key. */
  public int keyOctets() {
    return keyOctets;
  }

  /** Octets of the master salt, and of the session salt. */
  public int saltOctets() {
    return saltOctets;
  }

  /** Whether the cipher authenticates by itself (RFC 7714). */
  public boolean isAead() {
    return this == AES_GCM_128 || this == AES_GCM_256;
  }

  /** Whether the cipher is Twofish, which the JDK lacks: a provider must be named. */
  public boolean isTwofish() {
    return this == TWOFISH_CM_128 || this == TWOFISH_CM_192 || this == TWOFISH_CM_256;
  }
}
