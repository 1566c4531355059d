package org.aparte.zrtp.model;

import java.util.Optional;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpTag;

/** The authentication tag of SRTP packets (RFC 6189 section 5.1.4, Table 4). */
public enum AuthTagType implements AlgorithmType {
  /** HMAC-SHA1 cut to 32 bits, which every endpoint has (Z-5.1.4-01). */
  HS32("HS32", SrtpTag.HMAC_SHA1_32),
  /** HMAC-SHA1 cut to 80 bits, which every endpoint has (Z-5.1.4-01). */
  HS80("HS80", SrtpTag.HMAC_SHA1_80),
  /** Skein-512-MAC of 32 bits. */
  SK32("SK32", SrtpTag.SKEIN_32),
  /** Skein-512-MAC of 64 bits. */
  SK64("SK64", SrtpTag.SKEIN_64),
  /**
   * The tag of AES-GCM (RFC 7714), which takes the place of counter mode; outside the RFC, of
   * Linphone. For AES-128 and AES-256 only.
   */
  GCM("GCM ", SrtpTag.AEAD);

  private final String code;
  private final SrtpTag srtpTag;

  AuthTagType(String code, SrtpTag srtpTag) {
    this.code = code;
    this.srtpTag = srtpTag;
  }

  /** The tag type with this code, or nothing. */
  public static Optional<AuthTagType> ofCode(String code) {
    return AlgorithmCodes.find(values(), code);
  }

  @Override
  public String code() {
    return code;
  }

  /** The tag, as SRTP has it. */
  public SrtpTag srtpTag() {
    return srtpTag;
  }

  /** Whether there is an SRTP profile of this tag and a cipher. */
  public boolean goesWith(CipherType cipher) {
    return this != GCM || cipher == CipherType.AES1 || cipher == CipherType.AES3;
  }

  /**
   * The SRTP profile that this tag and a cipher make together (section 4.5.3).
   *
   * @throws IllegalArgumentException when they do not {@linkplain #goesWith go together}
   */
  public SrtpProfile srtpProfile(CipherType cipher) {
    if (!goesWith(cipher)) {
      throw new IllegalArgumentException(this + " goes with AES1 and AES3, not with " + cipher);
    }
    if (this != GCM) {
      return SrtpProfile.of(cipher.srtpCipher(), srtpTag);
    }
    return cipher == CipherType.AES1 ? SrtpProfile.AEAD_AES_128_GCM : SrtpProfile.AEAD_AES_256_GCM;
  }
}
