package org.aparte.srtp.transform;

import org.aparte.srtp.SrtpAccelerator;
import org.aparte.srtp.packet.BigEndian;
import org.aparte.srtp.packet.RtpHeader;
import org.aparte.srtp.secret.SecretBytes;

/**
 * A block cipher in counter mode: AES-CM (RFC 3711 section 4.1.1, RFC 6188), and Twofish in its
 * place (RFC 6189 section 5.1.3). Here is the IV; the keystream is the accelerator's, or comes from
 * the JCA.
 */
final class CounterMode implements BodyCipher {

  private static final int SALT_OCTETS = 14;

  private final SrtpAccelerator.CounterMode cipher;
  private long saltHigh;
  private long saltLow;

  /**
   * Counter mode under a session key.
   *
   * @param algorithm the JCA name of the block cipher
   * @param salt at most 14 octets, extended by zeros on the right
   */
  CounterMode(Algorithms algorithms, String algorithm, SecretBytes key, SecretBytes salt) {
    cipher = algorithms.counterMode(algorithm, key);
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
    cipher.xor(high, low, data, from, to);
  }

  @Override
  public void close() {
    cipher.close();
    saltHigh = 0;
    saltLow = 0;
  }

  @Override
  public String toString() {
    return cipher.toString();
  }
}
