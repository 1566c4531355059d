package org.aparte.conformance;

import java.security.Provider;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.aparte.srtp.SrtpAccelerator;
import org.aparte.srtp.SrtpCipher;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpTag;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.transform.Algorithms;
import org.aparte.srtp.transform.KeyDerivation;
import org.aparte.srtp.transform.SessionKeys;
import org.aparte.zrtp.crypto.SkeinProvider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Profiles by all names that files use, and session keys that are given instead of derived. */
final class Profiles {

  private static final int LABELS = 8;

  private Profiles() {}

  /**
   * For Twofish and Skein, which the JDK lacks; made when first needed, since that takes a while.
   */
  private static final class Lacking {
    static final List<Provider> PROVIDERS =
        List.of(new BouncyCastleProvider(), new SkeinProvider());
  }

  /** The providers that a profile needs besides those of the JDK. */
  static List<Provider> providersFor(SrtpProfile profile) {
    boolean lacking = profile.cipher().isTwofish() || profile.tag().isSkein();
    return lacking ? Lacking.PROVIDERS : List.of();
  }

  /**
   * The profile of this name: ours, the one of SDES, or the one of DTLS-SRTP.
   *
   * @throws Unsupported when there is none
   */
  static SrtpProfile byName(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    Optional<SrtpProfile> profile = SrtpProfile.byName(upper);
    if (profile.isEmpty() && upper.startsWith("SRTP_")) {
      String short_ = upper.substring("SRTP_".length());
      profile = SrtpProfile.byName(short_.replaceAll("AES(128|256)_CM", "AES_CM_$1"));
    }
    return profile.orElseThrow(() -> new Unsupported("profile " + name));
  }

  /** The counter mode or GCM profile whose keys have this many octets. */
  static SrtpProfile forKey(int keyOctets, boolean aead) {
    for (SrtpProfile profile : SrtpProfile.named()) {
      SrtpCipher cipher = profile.cipher();
      boolean counterMode = cipher.name().startsWith("AES_CM");
      if (cipher.keyOctets() == keyOctets && (aead ? cipher.isAead() : counterMode)) {
        return profile;
      }
    }
    throw new Unsupported((aead ? "AES-GCM" : "AES-CM") + " with keys of " + keyOctets + " octets");
  }

  /** Session keys for RTP, RTCP and header extensions alike, as vectors give them. */
  static SessionKeys sessionKeys(SrtpProfile profile, byte[] key, byte[] macKey, byte[] salt) {
    SecretBytes[] keys = new SecretBytes[LABELS];
    for (int label = 0; label < LABELS; label++) {
      keys[label] =
          SecretBytes.copyOf(
              switch (label) {
                case KeyDerivation.LABEL_RTP_ENCRYPTION,
                    KeyDerivation.LABEL_RTCP_ENCRYPTION,
                    KeyDerivation.LABEL_HEADER_ENCRYPTION ->
                    key;
                case KeyDerivation.LABEL_RTP_AUTHENTICATION,
                    KeyDerivation.LABEL_RTCP_AUTHENTICATION ->
                    macKey;
                default -> salt;
              });
    }
    Algorithms algorithms = new Algorithms(List.of(), providersFor(profile), SrtpAccelerator.NONE);
    return SessionKeys.of(algorithms, profile, keys, true);
  }

  /** The same where only the cipher matters. */
  static SessionKeys cipherKeys(SrtpProfile profile, byte[] key, byte[] salt) {
    int macOctets = Math.max(1, profile.tag().keyOctets());
    return sessionKeys(profile, key, new byte[macOctets], salt);
  }

  /** The same where only the tag matters. */
  static SessionKeys tagKeys(SrtpTag tag, byte[] macKey) {
    return sessionKeys(SrtpProfile.of(SrtpCipher.NULL, tag), new byte[16], macKey, new byte[14]);
  }
}
