package org.aparte.srtp.transform;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import org.aparte.srtp.packet.BigEndian;
import org.aparte.srtp.packet.PacketIndex;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;

/**
 * AES in f8 mode (RFC 3711 section 4.1.2): output feedback with a masked second key for the IV.
 *
 * <p>Each block waits for the one before, so this is several times slower than counter mode.
 */
public final class F8Mode implements BodyCipher {

  private final Cipher aes;
  private final Cipher maskedAes;
  private final byte[] iv = new byte[16];
  private final byte[] input = new byte[16];
  private final byte[] block = new byte[16];

  /**
   * f8 under a session key.
   *
   * @param key 16 octets
   * @param salt at most as long as the key
   */
  public F8Mode(Algorithms algorithms, SecretBytes key, SecretBytes salt) {
    byte[] masked = key.expose().clone();
    try {
      byte[] saltOctets = salt.expose();
      for (int i = 0; i < masked.length; i++) {
        // S3711-4.1.2.1-03: m = k_s || 0x555..5
        masked[i] ^= i < saltOctets.length ? saltOctets[i] : 0x55;
      }
      aes = algorithms.blockCipher("AES", key.expose(), key.length());
      maskedAes = algorithms.blockCipher("AES", masked, masked.length);
    } finally {
      Wipe.octets(masked);
    }
  }

  @Override
  public void xorRtp(byte[] packet, int header, long index, byte[] data, int from, int to) {
    // S3711-4.1.2.1-01, S3711-4.1.2.2-01, -02: IV = 0x00 || M || PT || SEQ || TS || SSRC || ROC
    System.arraycopy(packet, header, iv, 0, 12);
    iv[0] = 0;
    BigEndian.put32(iv, 12, PacketIndex.roc(index));
    xor(data, from, to);
  }

  @Override
  public void xorRtcp(byte[] packet, int header, int word, int from, int to) {
    // S3711-4.1.2.1-01, S3711-4.1.2.3-01, -02:
    // IV = 0..0 || E || SRTCP index || V .. SSRC of the first RTCP header
    BigEndian.put32(iv, 0, 0);
    BigEndian.put32(iv, 4, word);
    System.arraycopy(packet, header, iv, 8, 8);
    xor(packet, from, to);
  }

  private void xor(byte[] data, int from, int to) {
    try {
      maskedAes.update(iv, 0, 16, block, 0);
      System.arraycopy(block, 0, iv, 0, 16); // IV' = E(k_e XOR m, IV)
      Wipe.octets(block); // S(-1) = 0
      for (int at = from, j = 0; at < to; at += 16, j++) {
        // S3711-4.1.2.1-02: S(j) = E(k_e, IV' XOR j XOR S(j-1))
        System.arraycopy(iv, 0, input, 0, 16);
        WideXor.xor(input, 0, block, 16);
        input[13] ^= (byte) (j >> 16);
        input[14] ^= (byte) (j >> 8);
        input[15] ^= (byte) j;
        aes.update(input, 0, 16, block, 0); // from one array to another: the JDK copies otherwise
        WideXor.xor(data, at, block, Math.min(16, to - at));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES in ECB mode refused a whole block", e);
    }
  }

  @Override
  public String toString() {
    return aes.getAlgorithm() + " by " + aes.getProvider().getName();
  }

  @Override
  public void close() {
    Wipe.octets(iv);
    Wipe.octets(input);
    Wipe.octets(block);
  }
}
