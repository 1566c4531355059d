package org.aparte.zrtp.message;

/**
 * The word of signature length and flags in the encrypted parts of Confirm and SASrelay: 15 unused
 * bits, 9 bits of length, 8 of flags.
 */
final class SealedFlags {

  /** The flag octet is E * 8 + V * 4 + A * 2 + D (Z-4.6-01). */
  static final int E = 8;

  static final int V = 4;
  static final int A = 2;
  static final int D = 1;

  private SealedFlags() {}

  /** In words, 0 to 511. */
  static int signatureWords(int word) {
    // Z-5.7-05, Z-5.13-08: the 15 bits above are ignored
    return (word >>> 8) & 0x1ff;
  }

  static int word(int signatureWords, int flags) {
    // Z-5.7-04, Z-5.13-07: the 15 bits above, and undefined flags (Z-5.7-08), are sent as zero
    return (signatureWords << 8) | flags;
  }
}
