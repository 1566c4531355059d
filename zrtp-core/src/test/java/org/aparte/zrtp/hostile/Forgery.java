package org.aparte.zrtp.hostile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.message.ZrtpMessage;
import org.aparte.zrtp.message.ZrtpPacket;

/**
 * What anybody on the path can make of packets: everything but a MAC under a key that is secret.
 */
final class Forgery {

  static final int STRANGERS_SSRC = 0x51515151;
  private static final int HEADER = 12;
  private static final int CRC = 4;

  private Forgery() {}

  /** A message of a stranger's, in a packet with a CRC that is right. */
  static byte[] packet(ZrtpMessage message) {
    return packet(message.write());
  }

  static byte[] packet(Octets message) {
    return new ZrtpPacket(7, STRANGERS_SSRC, message).write().toArray();
  }

  /** The octets of a datagram that an engine sent. */
  static byte[] datagram(ByteBuffer buffer) {
    byte[] octets = new byte[buffer.remaining()];
    buffer.duplicate().get(octets);
    return octets;
  }

  /** The message in a packet. */
  static Octets message(byte[] datagram) {
    return Octets.of(datagram).slice(HEADER, datagram.length - CRC);
  }

  /** The type block of the message in a packet. */
  static String type(byte[] datagram) {
    return datagram.length < 24 ? "" : new String(datagram, 16, 8, StandardCharsets.US_ASCII);
  }

  /** The same datagram with the CRC that goes with it. */
  static byte[] withCrc(byte[] datagram) {
    CRC32C crc = new CRC32C();
    crc.update(datagram, 0, datagram.length - CRC);
    ByteBuffer.wrap(datagram)
        .putInt(datagram.length - CRC, Integer.reverseBytes((int) crc.getValue()));
    return datagram;
  }

  /** The same packet with one bit of its message changed, and the CRC that goes with it. */
  static byte[] withBit(byte[] datagram, int octet, int bit) {
    byte[] message = message(datagram).toArray();
    message[octet] ^= (byte) (1 << bit);
    return withMessage(datagram, Octets.of(message));
  }

  /** The same packet with another message, and the CRC that goes with it. */
  static byte[] withMessage(byte[] datagram, Octets message) {
    ByteBuffer header = ByteBuffer.wrap(datagram);
    return new ZrtpPacket(header.getShort(2) & 0xffff, header.getInt(8), message).write().toArray();
  }
}
