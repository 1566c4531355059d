package org.aparte.srtp.transform;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import org.aparte.srtp.packet.BigEndian;
import org.aparte.srtp.packet.RtpHeader;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;

/**
 * A block cipher in counter mode: AES-CM (RFC 3711 section 4.1.1, RFC 6188), and Twofish in its
 * place (RFC 6189 section 5.1.3).
 *
 * <p>The counter blocks of a packet go through one ECB call and are XORed in words: half the time
 * of the JDK's own CTR mode, which wants a new IV object for each packet and copies.
 */
final class CounterMode implements BodyCipher {

  /** Octets in one call: what a datagram on an Ethernet link needs at most, in whole blocks. */
  private static final int CHUNK_OCTETS = 1536;

  private static final int SALT_OCTETS = 14;

  private final Cipher blockCipher;
  private final byte[] counters = new byte[CHUNK_OCTETS];
  private final byte[] keystream = new byte[CHUNK_OCTETS];
  private long saltHigh;
  private long saltLow;

  /**
   * Counter mode under a session key.
   *
   * @param algorithm the JCA name of the block cipher
   * @param salt at most 14 octets, extended by zeros on the right
   */
  CounterMode(Algorithms algorithms, String algorithm, SecretBytes key, SecretBytes salt) {
    blockCipher = algorithms.blockCipher(algorithm, key.expose(), key.length());
    byte[] octets = salt.expose();
    for (int i = 0; i < SALT_OCTETS; i++) {
      long octet = i < octets.length ? octets[i] & 0xff : 0;
      if (i < 8) {
        saltHigh |= octet << (56 - 8 * i);
      } else {
        saltLow |= octet << (56 - 8 * (i - 8));
      }
    }
  }

  @Override
  public void xorRtp(byte[] packet, int header, long index, byte[] data, int from, int to) {
    xor(RtpHeader.ssrc(packet, header), index, data, from, to);
  }

  @Override
  public void xorRtcp(byte[] packet, int header, int word, int from, int to) {
    // S3711-4.1.1-04, -05: the SSRC of the first header; the 31-bit index, without the E flag
    int ssrc = BigEndian.int32(packet, header + 4);
    xor(ssrc, word & 0x7fffffffL, packet, from, to);
  }

  private void xor(int ssrc, long index, byte[] data, int from, int to) {
    // S3711-4.1.1-03: IV = (k_s * 2^16) XOR (SSRC * 2^64) XOR (i * 2^16)
    long high = saltHigh ^ (ssrc & 0xffffffffL);
    long low = saltLow ^ (index << 16);
    // S3711-4.1.1-02: IV, IV + 1 and so on. S3711-4.2.1-01, S3711-5.2-04: from the first octet on
    int block = 0;
    for (int at = from; at < to; at += CHUNK_OCTETS, block += CHUNK_OCTETS / 16) {
      int octets = Math.min(to - at, CHUNK_OCTETS);
      keystream(high, low + block, (octets + 15) >> 4);
      WideXor.xor(data, at, keystream, octets);
    }
  }

  private void keystream(long high, long low, int blocks) {
    WideXor.counterBlocks(counters, high, low, blocks);
    try {
      blockCipher.update(counters, 0, 16 * blocks, keystream, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ECB mode refused whole blocks", e);
    }
  }

  @Override
  public void close() {
    Wipe.octets(counters);
    Wipe.octets(keystream);
    saltHigh = 0;
    saltLow = 0;
  }
}
