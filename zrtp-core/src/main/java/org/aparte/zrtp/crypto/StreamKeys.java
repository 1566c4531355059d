package org.aparte.zrtp.crypto;

import java.util.EnumMap;
import java.util.Map;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.Role;

/**
 * The keys of one stream, per direction: for SRTP, for Confirm and for the MACs of ZRTP (RFC 6189
 * section 4.5.3). A key is named by the role of the one who sends under it.
 */
public final class StreamKeys implements AutoCloseable {

  private final Map<Role, SecretBytes> macKeys = new EnumMap<>(Role.class);
  private final Map<Role, SecretBytes> zrtpKeys = new EnumMap<>(Role.class);
  private final Map<Role, SrtpMasterKey> srtpKeys = new EnumMap<>(Role.class);

  private StreamKeys() {}

  static StreamKeys derive(
      ZrtpHash hash, SecretBytes s0, Octets context, CipherType cipher, AuthTagType authTag) {
    SrtpProfile profile = authTag.srtpProfile(cipher);
    StreamKeys keys = new StreamKeys();
    for (Role role : Role.values()) {
      String sender = role.label();
      // Z-4.5.3-11, Z-4.5.3-12
      keys.macKeys.put(
          role, ZrtpKdf.derive(hash, s0, sender + " HMAC key", context, hash.outputOctets()));
      // Z-4.5.3-13, Z-4.5.3-14
      keys.zrtpKeys.put(
          role, ZrtpKdf.derive(hash, s0, sender + " ZRTP key", context, cipher.keyOctets()));
      // Z-4.5.3-06 to Z-4.5.3-10: the salt has the 112 bits of the RFC, or the 96 of an AEAD
      try (SecretBytes key =
              ZrtpKdf.derive(hash, s0, sender + " SRTP master key", context, profile.keyOctets());
          SecretBytes salt =
              ZrtpKdf.derive(
                  hash, s0, sender + " SRTP master salt", context, profile.saltOctets())) {
        keys.srtpKeys.put(role, SrtpMasterKey.of(profile, key.expose(), salt.expose()));
      }
    }
    return keys;
  }

  /** mackeyi or mackeyr: authenticates Confirm, GoClear and SASrelay of that sender. */
  public SecretBytes macKey(Role sender) {
    return get(macKeys, sender);
  }

  /** zrtpkeyi or zrtpkeyr: encrypts Confirm and SASrelay of that sender. */
  public SecretBytes zrtpKey(Role sender) {
    return get(zrtpKeys, sender);
  }

  /**
   * srtpkeyi and srtpsalti, or srtpkeyr and srtpsaltr: protects the media of that sender
   * (Z-4.5.3-04, Z-4.5.3-05). Given away once: from then on the caller closes it.
   *
   * @throws IllegalStateException when it was taken before, or these keys were closed
   */
  public SrtpMasterKey takeSrtpKey(Role sender) {
    SrtpMasterKey key = srtpKeys.remove(sender);
    if (key == null) {
      throw new IllegalStateException(
          "the SRTP key of the "
              + sender.label()
              + " is gone: it is given out once, before close()");
    }
    return key;
  }

  /**
   * Wipes all but mackeyi and mackeyr, from which no other key can be had: after a GoClear on one
   * stream they authenticate one on another (Z-4.7.2.1-01, Z-4.7.2.1-06).
   */
  public void wipeAllButMacKeys() {
    zrtpKeys.values().forEach(SecretBytes::close);
    srtpKeys.values().forEach(SrtpMasterKey::close);
    zrtpKeys.clear();
    srtpKeys.clear();
  }

  private static SecretBytes get(Map<Role, SecretBytes> keys, Role sender) {
    SecretBytes key = keys.get(sender);
    if (key == null) {
      throw new IllegalStateException("these keys were wiped; take what is needed before close()");
    }
    return key;
  }

  /** Wipes all keys that were not taken (Z-4.7.2.1-04, Z-4.7.3-01). */
  @Override
  public void close() {
    macKeys.values().forEach(SecretBytes::close);
    macKeys.clear();
    wipeAllButMacKeys();
  }
}
