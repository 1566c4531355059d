package org.aparte.phone;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reports of one stream, as compound packets (RFC 3550 section 6). */
final class Rtcp {

  private static final long NTP_OFFSET_SECONDS = 2_208_988_800L;

  private final int ssrc;
  private final byte[] name;
  private int peerSsrc;
  private long received;
  private int first;
  private int highest;
  private int cycles;

  /**
   * Reports from us.
   *
   * @param name CNAME
   */
  Rtcp(int ssrc, String name) {
    this.ssrc = ssrc;
    this.name = name.getBytes(StandardCharsets.US_ASCII);
  }

  /** An authentic RTP packet came. */
  void received(byte[] packet) {
    ByteBuffer header = ByteBuffer.wrap(packet);
    int sequence = header.getShort(2) & 0xffff;
    int from = header.getInt(8);
    if (received == 0 || from != peerSsrc) {
      peerSsrc = from;
      first = sequence;
      highest = sequence;
      cycles = 0;
      received = 0;
    }
    received++;
    if ((short) (sequence - highest) > 0) {
      if (sequence < highest) {
        cycles++;
      }
      highest = sequence;
    }
  }

  /**
   * Writes SR, or RR when nothing was sent, and SDES with CNAME, from the start of the buffer.
   *
   * @param sent RTP packets so far
   * @param octets of their payload
   */
  void report(ByteBuffer packet, long millis, int timestamp, long sent, long octets) {
    packet.clear();
    int blocks = received > 0 ? 1 : 0;
    boolean sender = sent > 0;
    packet.put((byte) (0x80 | blocks)).put((byte) (sender ? 200 : 201));
    packet.putShort((short) ((sender ? 6 : 1) + 6 * blocks)).putInt(ssrc);
    if (sender) {
      packet.putInt((int) (millis / 1000 + NTP_OFFSET_SECONDS));
      packet.putInt((int) ((millis % 1000 << 32) / 1000));
      packet.putInt(timestamp).putInt((int) sent).putInt((int) octets);
    }
    if (blocks == 1) {
      long expected = 65_536L * cycles + highest - first + 1;
      long lost = Math.max(0, Math.min(0x7f_ffff, expected - received));
      packet.putInt(peerSsrc).putInt((int) lost).putInt(cycles << 16 | highest);
      packet.putInt(0).putInt(0).putInt(0); // jitter and the last SR are not measured
    }
    int items = 4 + 2 + name.length + 1;
    int words = (items + 3) / 4;
    packet.put((byte) 0x81).put((byte) 202).putShort((short) words).putInt(ssrc);
    packet.put((byte) 1).put((byte) name.length).put(name);
    for (int i = 2 + name.length; i < 4 * words - 4; i++) {
      packet.put((byte) 0);
    }
    packet.flip();
  }
}
