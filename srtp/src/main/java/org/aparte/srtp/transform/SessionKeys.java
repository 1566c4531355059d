package org.aparte.srtp.transform;

import org.aparte.srtp.SrtpCipher;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpTag;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;

/**
 * The ciphers and MACs behind one set of session keys (RFC 3711 section 4.3): for SRTP, for SRTCP
 * and for header extensions, which never share a key (S3711-3.2.1-23).
 *
 * <p>The key octets themselves live no longer than the construction.
 */
public final class SessionKeys implements AutoCloseable {

  private final PacketTransform packets;
  private final BodyCipher header;

  private SessionKeys(PacketTransform packets, BodyCipher header) {
    this.packets = packets;
    this.header = header;
  }

  /**
   * Derives all session keys of a master key.
   *
   * @param r index DIV key_derivation_rate, 0 when the rate is 0
   * @param encryptRtp false for UNENCRYPTED_SRTP (RFC 4568 section 6.3.2)
   */
  public static SessionKeys derive(
      Algorithms algorithms,
      SrtpProfile profile,
      SecretBytes masterKey,
      SecretBytes masterSalt,
      long r,
      boolean encryptRtp) {
    SrtpCipher cipher = profile.cipher();
    int keyOctets = cipher.keyOctets();
    int macOctets = profile.tag().keyOctets();
    int[] octets = {
      keyOctets,
      macOctets,
      cipher.saltOctets(),
      keyOctets,
      macOctets,
      cipher.saltOctets(),
      keyOctets,
      cipher.saltOctets() // S6904-3-02: n_s of the payload, for GCM too, as libsrtp2 has it
    };
    SecretBytes[] keys = new SecretBytes[octets.length];
    try {
      // S3711-4.3.1-01, S3711-4.3.2-01: whatever the transform, and SRTCP of the same master key
      for (int label = 0; label < keys.length; label++) {
        keys[label] =
            KeyDerivation.derive(algorithms, masterKey, masterSalt, label, r, octets[label]);
      }
      return of(algorithms, profile, keys, encryptRtp);
    } finally {
      for (SecretBytes key : keys) {
        Wipe.secret(key);
      }
    }
  }

  /**
   * Takes session keys that are given, as in the vectors of RFC 7714.
   *
   * @param keys eight secrets in the order of the labels of {@link KeyDerivation}; they stay the
   *     caller's to close
   */
  public static SessionKeys of(
      Algorithms algorithms, SrtpProfile profile, SecretBytes[] keys, boolean encryptRtp) {
    SrtpCipher cipher = profile.cipher();
    SrtpTag tag = profile.tag();
    // S6904-3.2-01: the transform of the payload, under k_he and k_hs
    BodyCipher header =
        encryptRtp ? bodyCipher(algorithms, cipher, keys[6], keys[7]) : BodyCipher.NULL;
    if (cipher.isAead()) {
      return new SessionKeys(new AeadGcm(algorithms, keys[0], keys[2], keys[3], keys[5]), header);
    }
    PacketTransform packets =
        new CipherAndMac(
            encryptRtp ? bodyCipher(algorithms, cipher, keys[0], keys[2]) : BodyCipher.NULL,
            // S3711-3.4-13, -17: SRTCP has the transforms of SRTP
            bodyCipher(algorithms, cipher, keys[3], keys[5]),
            mac(algorithms, tag, keys[1], tag.rtpOctets()),
            mac(algorithms, tag, keys[4], tag.rtcpOctets()),
            tag.rtcpOctets());
    return new SessionKeys(packets, header);
  }

  /** What seals and opens packets. */
  public PacketTransform packets() {
    return packets;
  }

  /** XORs the RFC 6904 keystream of a packet on octets 0 to {@code octets} of {@code data}. */
  public void xorHeaderKeystream(byte[] packet, int offset, long index, byte[] data, int octets) {
    header.xorRtp(packet, offset, index, data, 0, octets);
  }

  private static BodyCipher bodyCipher(
      Algorithms algorithms, SrtpCipher cipher, SecretBytes key, SecretBytes salt) {
    return switch (cipher) {
      case NULL -> BodyCipher.NULL;
      case AES_F8_128 -> new F8Mode(algorithms, key, salt);
      case TWOFISH_CM_128, TWOFISH_CM_192, TWOFISH_CM_256 ->
          new CounterMode(algorithms, "Twofish", key, salt);
      // S7714-8.3-01, -02: for GCM the header keystream too is AES-CM of the same key size
      case AES_CM_128, AES_CM_192, AES_CM_256, AES_GCM_128, AES_GCM_256 ->
          new CounterMode(algorithms, "AES", key, salt);
    };
  }

  private static TagMac mac(Algorithms algorithms, SrtpTag tag, SecretBytes key, int octets) {
    return tag.isSkein() ? TagMac.skein(algorithms, key, octets) : TagMac.hmacSha1(algorithms, key);
  }

  @Override
  public void close() {
    packets.close();
    header.close();
  }
}
