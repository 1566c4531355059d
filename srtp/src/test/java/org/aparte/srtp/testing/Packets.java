package org.aparte.srtp.testing;

import java.nio.ByteBuffer;

/** Packets in the clear. */
public final class Packets {

  private Packets() {}

  /** An RTP packet without CSRCs and extension. */
  public static byte[] rtp(int ssrc, int sequence, byte[] payload) {
    return rtp(ssrc, sequence, 0, -1, new byte[0], payload);
  }

  /**
   * An RTP packet.
   *
   * @param csrcs 0 to 15
   * @param extensionFormat the "defined by profile" field, or -1 for a packet without extension
   * @param extension a multiple of four octets
   */
  public static byte[] rtp(
      int ssrc, int sequence, int csrcs, int extensionFormat, byte[] extension, byte[] payload) {
    boolean extended = extensionFormat >= 0;
    int header = 12 + 4 * csrcs + (extended ? 4 + extension.length : 0);
    ByteBuffer packet = ByteBuffer.allocate(header + payload.length);
    packet.put((byte) (0x80 | (extended ? 0x10 : 0) | csrcs));
    packet.put((byte) 96).putShort((short) sequence).putInt(160 * sequence).putInt(ssrc);
    for (int i = 0; i < csrcs; i++) {
      packet.putInt(0xc5c00000 + i);
    }
    if (extended) {
      packet.putShort((short) extensionFormat).putShort((short) (extension.length / 4));
      packet.put(extension);
    }
    return packet.put(payload).array();
  }

  /** A receiver report with this many octets behind the SSRC. */
  public static byte[] rtcp(int ssrc, int octets) {
    ByteBuffer packet = ByteBuffer.allocate(8 + octets);
    packet.put((byte) 0x80).put((byte) 201).putShort((short) ((8 + octets) / 4 - 1)).putInt(ssrc);
    for (int i = 0; i < octets; i++) {
      packet.put((byte) i);
    }
    return packet.array();
  }
}
