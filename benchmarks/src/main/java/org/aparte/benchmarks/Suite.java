package org.aparte.benchmarks;

import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpProfile;
import org.jitsi.srtp.SrtpPolicy;

/** The profiles that are compared. */
@SuppressWarnings(
    "ImmutableEnumChecker") // a profile is immutable, but carries no annotation for it
public enum Suite {
  /** AES_CM_128_HMAC_SHA1_80. */
  CM128(SrtpProfile.AES_CM_128_HMAC_SHA1_80, SrtpPolicy.AESCM_ENCRYPTION, 20, 10),
  /** AES_CM_256_HMAC_SHA1_80. */
  CM256(SrtpProfile.AES_CM_256_HMAC_SHA1_80, SrtpPolicy.AESCM_ENCRYPTION, 20, 10),
  /** AEAD_AES_128_GCM. */
  GCM128(SrtpProfile.AEAD_AES_128_GCM, SrtpPolicy.AESGCM_ENCRYPTION, 0, 16);

  private final SrtpProfile profile;
  private final int jitsiCipher;
  private final int macKeyOctets;
  private final int tagOctets;

  Suite(SrtpProfile profile, int jitsiCipher, int macKeyOctets, int tagOctets) {
    this.profile = profile;
    this.jitsiCipher = jitsiCipher;
    this.macKeyOctets = macKeyOctets;
    this.tagOctets = tagOctets;
  }

  byte[] key() {
    return counting(profile.keyOctets(), 1);
  }

  byte[] salt() {
    return counting(profile.saltOctets(), 101);
  }

  SrtpMasterKey masterKey() {
    return SrtpMasterKey.of(profile, key(), salt());
  }

  int tagOctets() {
    return tagOctets;
  }

  SrtpPolicy jitsiPolicy() {
    int authentication =
        macKeyOctets == 0 ? SrtpPolicy.NULL_AUTHENTICATION : SrtpPolicy.HMACSHA1_AUTHENTICATION;
    return new SrtpPolicy(
        jitsiCipher,
        profile.keyOctets(),
        authentication,
        macKeyOctets,
        tagOctets,
        profile.saltOctets());
  }

  private static byte[] counting(int octets, int from) {
    byte[] key = new byte[octets];
    for (int i = 0; i < octets; i++) {
      key[i] = (byte) (from + i);
    }
    return key;
  }
}
