package org.aparte.srtp.testing;

import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.aparte.srtp.SrtpCipher;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpTag;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Profiles and master keys for tests. */
public final class Keys {

  private static final Provider TWOFISH = new BouncyCastleProvider();
  private static final Provider SKEIN = new SkeinForTests();

  private Keys() {}

  /** Every named profile, and Twofish, Skein and both in the pairs that differ in their sizes. */
  public static List<SrtpProfile> profiles() {
    List<SrtpProfile> profiles = new ArrayList<>(SrtpProfile.named());
    profiles.add(SrtpProfile.of(SrtpCipher.TWOFISH_CM_128, SrtpTag.HMAC_SHA1_80));
    profiles.add(SrtpProfile.of(SrtpCipher.TWOFISH_CM_192, SrtpTag.SKEIN_32));
    profiles.add(SrtpProfile.of(SrtpCipher.TWOFISH_CM_256, SrtpTag.SKEIN_64));
    profiles.add(SrtpProfile.of(SrtpCipher.AES_CM_256, SrtpTag.SKEIN_32));
    profiles.add(SrtpProfile.of(SrtpCipher.NULL, SrtpTag.SKEIN_64));
    return profiles;
  }

  /** Options that can serve every one of {@link #profiles}. */
  public static SrtpOptions.Builder options() {
    return SrtpOptions.builder().fallbackProvider(TWOFISH).fallbackProvider(SKEIN);
  }

  /** The key that a number names: always a new object, with a claim of its own. */
  public static SrtpMasterKey key(SrtpProfile profile, long number) {
    byte[] octets = new byte[profile.keyOctets() + profile.saltOctets()];
    new Random(number).nextBytes(octets);
    return SrtpMasterKey.ofConcatenated(profile, octets);
  }
}
