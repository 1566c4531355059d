package org.aparte.phone;

import java.nio.ByteBuffer;
import java.util.Random;

/** Makes RTP packets of PCMU, one for each 20 milliseconds (RFC 3550, RFC 3551). */
final class RtpOut {

  private static final int VERSION_2 = 0x80;
  private static final int PCMU = 0;

  private final int ssrc;
  private final byte[] pcmu;
  private int sequence;
  private int timestamp;
  private int position;

  /**
   * A stream of sound that begins again at its end.
   *
   * @param pcmu at least a frame
   */
  RtpOut(int ssrc, byte[] pcmu, Random random) {
    this.ssrc = ssrc;
    this.pcmu = pcmu;
    this.sequence = random.nextInt(1 << 15); // RFC 3711 3.3.1: far from the first wrap
    this.timestamp = random.nextInt();
  }

  /** Writes the next packet from the position on, and flips the buffer. */
  void next(ByteBuffer packet) {
    packet.clear();
    packet.put((byte) VERSION_2).put((byte) PCMU).putShort((short) sequence++);
    packet.putInt(timestamp).putInt(ssrc);
    timestamp += Audio.FRAME;
    for (int i = 0; i < Audio.FRAME; i++) {
      packet.put(pcmu[position]);
      position = (position + 1) % pcmu.length;
    }
    packet.flip();
  }
}
