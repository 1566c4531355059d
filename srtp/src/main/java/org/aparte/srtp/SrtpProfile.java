package org.aparte.srtp;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A cipher and a message authentication that go together, with the names that signalling knows them
 * by: DTLS-SRTP ids (RFC 5764 section 4.1.2, RFC 7714 section 14.2) and SDES crypto suites (RFC
 * 4568 section 6.2, RFC 6188 section 4, RFC 7714 section 14.1).
 *
 * <p>The usual ones are constants; {@link #of} makes the combinations that ZRTP can negotiate
 * besides (Twofish, Skein).
 */
public final class SrtpProfile {

  /** The default of RFC 3711. */
  public static final SrtpProfile AES_CM_128_HMAC_SHA1_80 =
      named(SrtpCipher.AES_CM_128, SrtpTag.HMAC_SHA1_80, 0x0001, "AES_CM_128_HMAC_SHA1_80");

  /** As the default with 32-bit RTP tags: forgeable one time in four thousand million. */
  public static final SrtpProfile AES_CM_128_HMAC_SHA1_32 =
      named(SrtpCipher.AES_CM_128, SrtpTag.HMAC_SHA1_32, 0x0002, "AES_CM_128_HMAC_SHA1_32");

  /** 192-bit keys, RFC 6188. */
  public static final SrtpProfile AES_CM_192_HMAC_SHA1_80 =
      named(SrtpCipher.AES_CM_192, SrtpTag.HMAC_SHA1_80, -1, "AES_192_CM_HMAC_SHA1_80");

  /** 192-bit keys and 32-bit RTP tags, RFC 6188. */
  public static final SrtpProfile AES_CM_192_HMAC_SHA1_32 =
      named(SrtpCipher.AES_CM_192, SrtpTag.HMAC_SHA1_32, -1, "AES_192_CM_HMAC_SHA1_32");

  /** 256-bit keys, RFC 6188. */
  public static final SrtpProfile AES_CM_256_HMAC_SHA1_80 =
      named(SrtpCipher.AES_CM_256, SrtpTag.HMAC_SHA1_80, -1, "AES_256_CM_HMAC_SHA1_80");

  /** 256-bit keys and 32-bit RTP tags, RFC 6188. */
  public static final SrtpProfile AES_CM_256_HMAC_SHA1_32 =
      named(SrtpCipher.AES_CM_256, SrtpTag.HMAC_SHA1_32, -1, "AES_256_CM_HMAC_SHA1_32");

  /** AES in f8 mode, RFC 3711 section 4.1.2. */
  public static final SrtpProfile F8_128_HMAC_SHA1_80 =
      named(SrtpCipher.AES_F8_128, SrtpTag.HMAC_SHA1_80, -1, "F8_128_HMAC_SHA1_80");

  /** Authentication alone. */
  public static final SrtpProfile NULL_HMAC_SHA1_80 =
      named(SrtpCipher.NULL, SrtpTag.HMAC_SHA1_80, 0x0005, null);

  /** Authentication alone, with 32-bit RTP tags. */
  public static final SrtpProfile NULL_HMAC_SHA1_32 =
      named(SrtpCipher.NULL, SrtpTag.HMAC_SHA1_32, 0x0006, null);

  // S7714-12-01: who has one of the two has both
  /** AES-GCM with 128-bit keys, RFC 7714. */
  public static final SrtpProfile AEAD_AES_128_GCM =
      named(SrtpCipher.AES_GCM_128, SrtpTag.AEAD, 0x0007, "AEAD_AES_128_GCM");

  /** AES-GCM with 256-bit keys, RFC 7714. */
  public static final SrtpProfile AEAD_AES_256_GCM =
      named(SrtpCipher.AES_GCM_256, SrtpTag.AEAD, 0x0008, "AEAD_AES_256_GCM");

  private static final List<SrtpProfile> NAMED =
      List.of(
          AES_CM_128_HMAC_SHA1_80,
          AES_CM_128_HMAC_SHA1_32,
          AES_CM_192_HMAC_SHA1_80,
          AES_CM_192_HMAC_SHA1_32,
          AES_CM_256_HMAC_SHA1_80,
          AES_CM_256_HMAC_SHA1_32,
          F8_128_HMAC_SHA1_80,
          NULL_HMAC_SHA1_80,
          NULL_HMAC_SHA1_32,
          AEAD_AES_128_GCM,
          AEAD_AES_256_GCM);

  // S3711-4.2-03: a key has one profile, and a profile one n_a and one n_tag, for good
  private final SrtpCipher cipher;
  private final SrtpTag tag;
  private final int dtlsId;
  private final @Nullable String sdesName;

  private SrtpProfile(SrtpCipher cipher, SrtpTag tag, int dtlsId, @Nullable String sdesName) {
    this.cipher = cipher;
    this.tag = tag;
    this.dtlsId = dtlsId;
    this.sdesName = sdesName;
  }

  private static SrtpProfile named(
      SrtpCipher cipher, SrtpTag tag, int dtlsId, @Nullable String sdesName) {
    return new SrtpProfile(cipher, tag, dtlsId, sdesName);
  }

  /** The constants of this class, all of which the JDK alone can serve. */
  public static List<SrtpProfile> named() {
    return NAMED;
  }

  /**
   * The profile of a cipher with a tag; one of the constants where there is one.
   *
   * @throws IllegalArgumentException when one is AEAD and the other is not, or f8 meets a tag that
   *     no document pairs it with
   */
  public static SrtpProfile of(SrtpCipher cipher, SrtpTag tag) {
    if (cipher.isAead() != (tag == SrtpTag.AEAD)) {
      throw new IllegalArgumentException(
          cipher + " with " + tag + ": the AEAD tag goes with AES_GCM ciphers, and only with them");
    }
    for (SrtpProfile profile : NAMED) {
      if (profile.cipher == cipher && profile.tag == tag) {
        return profile;
      }
    }
    if (cipher == SrtpCipher.AES_F8_128) {
      throw new IllegalArgumentException("f8 is defined with HMAC_SHA1_80 only, not with " + tag);
    }
    return new SrtpProfile(cipher, tag, -1, null);
  }

  /**
   * The profile with this {@link #name} or this SDES name, or nothing; names of combinations made
   * by {@link #of} included.
   */
  public static Optional<SrtpProfile> byName(String name) {
    for (SrtpProfile profile : NAMED) {
      if (profile.name().equals(name) || name.equals(profile.sdesName)) {
        return Optional.of(profile);
      }
    }
    for (SrtpCipher cipher : SrtpCipher.values()) {
      for (SrtpTag tag : SrtpTag.values()) {
        boolean possible =
            !cipher.isAead() && tag != SrtpTag.AEAD && cipher != SrtpCipher.AES_F8_128;
        if (possible && name.equals(cipher.name() + "_" + tag.name())) {
          return Optional.of(of(cipher, tag));
        }
      }
    }
    return Optional.empty();
  }

  /** The profile with this DTLS-SRTP protection profile id, or nothing. */
  public static Optional<SrtpProfile> byDtlsId(int id) {
    for (SrtpProfile profile : NAMED) {
      if (profile.dtlsId == id && id >= 0) {
        return Optional.of(profile);
      }
    }
    return Optional.empty();
  }

  /** The cipher. */
  public SrtpCipher cipher() {
    return cipher;
  }

  /** The message authentication. */
  public SrtpTag tag() {
    return tag;
  }

  /** Our name: as the constant, for instance {@code AES_CM_192_HMAC_SHA1_80}. */
  public String name() {
    if (tag == SrtpTag.AEAD) {
      return cipher == SrtpCipher.AES_GCM_128 ? "AEAD_AES_128_GCM" : "AEAD_AES_256_GCM";
    }
    String cipherName = cipher == SrtpCipher.AES_F8_128 ? "F8_128" : cipher.name();
    return cipherName + "_" + tag.name();
  }

  /** The crypto suite of {@code a=crypto}, where one is registered. */
  public Optional<String> sdesName() {
    return Optional.ofNullable(sdesName);
  }

  /** The two octets of the DTLS-SRTP protection profile as a number, where one is registered. */
  public OptionalInt dtlsId() {
    return dtlsId < 0 ? OptionalInt.empty() : OptionalInt.of(dtlsId);
  }

  /** Octets of the master key: 16, 24 or 32. */
  public int keyOctets() {
    return cipher.keyOctets();
  }

  /** Octets of the master salt: 14, or 12 for AEAD. */
  public int saltOctets() {
    return cipher.saltOctets();
  }

  /** Two profiles are equal when cipher and tag are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SrtpProfile that && cipher == that.cipher && tag == that.tag;
  }

  @Override
  public int hashCode() {
    return 31 * cipher.hashCode() + tag.hashCode();
  }

  /** The {@link #name}. */
  @Override
  public String toString() {
    return name();
  }
}
