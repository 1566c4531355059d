package org.aparte.srtp.requirements;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.aparte.srtp.SrtpCipher;
import org.aparte.srtp.SrtpMasterKey;

/**
 * SRTP computed the slow and obvious way, from the formulas of the RFCs as they are printed: what
 * the packets of the library are compared with. It shares no code with the library.
 */
public final class Reference {

  private Reference() {}

  /** RFC 3711 sections 4.3.1 and 4.3.3; r is index DIV key_derivation_rate. */
  static byte[] derive(SrtpMasterKey master, int label, long r, int octets) {
    // RFC 7714's salts of 96 bits get 16 zero bits on the right
    BigInteger salt = number(master.salt().expose()).shiftLeft(112 - 8 * master.salt().length());
    BigInteger keyId = BigInteger.valueOf(label).shiftLeft(48).or(BigInteger.valueOf(r));
    BigInteger x = keyId.xor(salt);
    return keystream(master.key().expose(), x.shiftLeft(16), octets);
  }

  /** Session keys and salts by their labels 0 to 7. */
  static byte[][] sessionKeys(SrtpMasterKey master, long r) {
    SrtpCipher cipher = master.profile().cipher();
    int n = cipher.keyOctets();
    int a = master.profile().tag().keyOctets();
    int s = cipher.saltOctets();
    int[] octets = {n, a, s, n, a, s, n, s};
    byte[][] keys = new byte[octets.length][];
    for (int label = 0; label < keys.length; label++) {
      keys[label] = derive(master, label, r, octets[label]);
    }
    return keys;
  }

  /** The AES-CM keystream of section 4.1.1: E(k, IV), E(k, IV + 1 mod 2^128) and so on. */
  static byte[] keystream(byte[] key, BigInteger iv, int octets) {
    try {
      Cipher ctr = Cipher.getInstance("AES/CTR/NoPadding");
      ctr.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(octets(iv, 16)));
      return ctr.doFinal(new byte[octets]);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** IV = (k_s * 2^16) XOR (SSRC * 2^64) XOR (i * 2^16). */
  static BigInteger counterIv(byte[] salt, int ssrc, long index) {
    BigInteger k = number(salt).shiftLeft(8 * (14 - salt.length));
    return k.shiftLeft(16)
        .xor(BigInteger.valueOf(ssrc & 0xffffffffL).shiftLeft(64))
        .xor(BigInteger.valueOf(index).shiftLeft(16));
  }

  /** The f8 keystream of section 4.1.2.1, block by block. */
  static byte[] f8Keystream(byte[] key, byte[] salt, byte[] iv, int octets) {
    byte[] m = new byte[key.length];
    Arrays.fill(m, (byte) 0x55);
    System.arraycopy(salt, 0, m, 0, salt.length);
    byte[] iv1 = aes(xor(key, m), iv);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    byte[] s = new byte[16];
    for (int j = 0; stream.size() < octets; j++) {
      s = aes(key, xor(xor(iv1, octets(BigInteger.valueOf(j), 16)), s));
      stream.writeBytes(s);
    }
    return Arrays.copyOf(stream.toByteArray(), octets);
  }

  private static byte[] aes(byte[] key, byte[] block) {
    try {
      Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
      aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
      return aes.doFinal(block);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] hmacSha1(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** AES-GCM with a 16-octet tag behind the ciphertext. */
  static byte[] gcm(byte[] key, byte[] iv, byte[] associated, byte[] plaintext) {
    try {
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
      gcm.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
      gcm.updateAAD(associated);
      return gcm.doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The keystream of an SRTP packet for the ciphers of RFC 3711 and RFC 6188. */
  static byte[] rtpKeystream(
      SrtpCipher cipher, byte[] key, byte[] salt, byte[] packet, long index, int octets) {
    switch (cipher) {
      case NULL:
        return new byte[octets];
      case AES_F8_128:
        byte[] iv = Arrays.copyOf(packet, 16);
        iv[0] = 0;
        ByteBuffer.wrap(iv).putInt(12, (int) (index >>> 16));
        return f8Keystream(key, salt, iv, octets);
      default:
        return keystream(key, counterIv(salt, ssrc(packet, 8), index), octets);
    }
  }

  /**
   * The SRTP packet of an RTP packet whose header, up to its payload, has {@code header} octets.
   */
  public static byte[] srtp(SrtpMasterKey master, byte[] rtp, int header, long index) {
    byte[][] keys = sessionKeys(master, 0);
    SrtpCipher cipher = master.profile().cipher();
    byte[] mki = master.mki().toArray();
    byte[] head = Arrays.copyOf(rtp, header);
    byte[] payload = Arrays.copyOfRange(rtp, header, rtp.length);
    if (cipher.isAead()) {
      byte[] iv = xor(octets(gcmRtpIv(ssrc(rtp, 8), index), 12), keys[2]);
      return join(head, gcm(keys[0], iv, head, payload), mki);
    }
    byte[] stream = rtpKeystream(cipher, keys[0], keys[2], rtp, index, payload.length);
    byte[] authenticated = join(head, xor(payload, stream));
    byte[] roc = octets(BigInteger.valueOf(index >>> 16), 4);
    byte[] tag = hmacSha1(keys[1], join(authenticated, roc));
    return join(authenticated, mki, Arrays.copyOf(tag, master.profile().tag().rtpOctets()));
  }

  /** The SRTCP packet of an RTCP packet. */
  public static byte[] srtcp(SrtpMasterKey master, byte[] rtcp, long index, boolean encrypt) {
    byte[][] keys = sessionKeys(master, 0);
    SrtpCipher cipher = master.profile().cipher();
    byte[] mki = master.mki().toArray();
    byte[] word = octets(BigInteger.valueOf(index | (encrypt ? 0x80000000L : 0)), 4);
    byte[] head = Arrays.copyOf(rtcp, 8);
    byte[] body = Arrays.copyOfRange(rtcp, 8, rtcp.length);
    if (cipher.isAead()) {
      byte[] iv = xor(octets(gcmRtcpIv(ssrc(rtcp, 4), index), 12), keys[5]);
      return encrypt
          ? join(head, gcm(keys[3], iv, join(head, word), body), word, mki)
          : join(rtcp, gcm(keys[3], iv, join(rtcp, word), new byte[0]), word, mki);
    }
    if (encrypt) {
      body = xor(body, rtcpKeystream(cipher, keys, rtcp, word, index, body.length));
    }
    byte[] authenticated = join(head, body, word);
    byte[] tag = hmacSha1(keys[4], authenticated);
    return join(authenticated, mki, Arrays.copyOf(tag, master.profile().tag().rtcpOctets()));
  }

  private static byte[] rtcpKeystream(
      SrtpCipher cipher, byte[][] keys, byte[] rtcp, byte[] word, long index, int octets) {
    switch (cipher) {
      case NULL:
        return new byte[octets];
      case AES_F8_128:
        byte[] iv = join(new byte[4], word, Arrays.copyOf(rtcp, 8));
        return f8Keystream(keys[3], keys[5], iv, octets);
      default:
        return keystream(keys[3], counterIv(keys[5], ssrc(rtcp, 4), index), octets);
    }
  }

  /** RFC 7714 section 8.1 before the salt: 00 00, SSRC, ROC, SEQ. */
  private static BigInteger gcmRtpIv(int ssrc, long index) {
    return BigInteger.valueOf(ssrc & 0xffffffffL).shiftLeft(48).or(BigInteger.valueOf(index));
  }

  /** RFC 7714 section 9.1 before the salt: 00 00, SSRC, 00 00, 0 and the 31-bit index. */
  private static BigInteger gcmRtcpIv(int ssrc, long index) {
    return BigInteger.valueOf(ssrc & 0xffffffffL).shiftLeft(48).or(BigInteger.valueOf(index));
  }

  private static int ssrc(byte[] packet, int at) {
    return ByteBuffer.wrap(packet).getInt(at);
  }

  static byte[] xor(byte[] a, byte[] b) {
    byte[] result = a.clone();
    for (int i = 0; i < a.length; i++) {
      result[i] ^= b[i];
    }
    return result;
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static BigInteger number(byte[] octets) {
    return new BigInteger(1, octets);
  }

  /** A number as so many octets, its highest bits dropped if it has more. */
  static byte[] octets(BigInteger number, int octets) {
    byte[] all = number.mod(BigInteger.ONE.shiftLeft(8 * octets)).toByteArray();
    byte[] result = new byte[octets];
    int from = Math.max(0, all.length - octets);
    System.arraycopy(all, from, result, octets - (all.length - from), all.length - from);
    return result;
  }
}
