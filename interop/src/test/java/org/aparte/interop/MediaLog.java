package org.aparte.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** All media of a call with PCMU, as a server between the phones had them. */
record MediaLog(List<Packet> packets) {

  private static final int HEADER = 12;
  private static final int PLAIN_OCTETS = HEADER + 160;

  /**
   * A datagram.
   *
   * @param byTarget whether the one who was called sent it
   */
  record Packet(boolean byTarget, byte[] octets) {

    boolean isZrtp() {
      return octets.length > 0 && (octets[0] & 0xf0) == 0x10;
    }

    /** RTP or SRTP: RFC 5761 tells RTCP from it. */
    boolean isRtp() {
      int type = octets.length < HEADER ? 0 : octets[1] & 0x7f;
      return octets.length >= HEADER && (octets[0] & 0xc0) == 0x80 && (type < 64 || type > 95);
    }

    /**
     * Whether an RTP packet is not encrypted, told in three ways: it has no room for a tag; a tone
     * is in it; it is too regular. Of 160 random octets about 119 are different.
     */
    boolean isPlain() {
      if (!isRtp() || octets.length <= PLAIN_OCTETS) {
        return isRtp();
      }
      double[] samples = new double[PLAIN_OCTETS - HEADER];
      boolean[] seen = new boolean[256];
      int different = 0;
      for (int i = 0; i < samples.length; i++) {
        byte octet = octets[HEADER + i];
        samples[i] = Tone.decode(octet);
        different += seen[octet & 0xff] ? 0 : 1;
        seen[octet & 0xff] = true;
      }
      return different < 80
          || Tone.share(SipLab.OUR_TONE, samples) > 0.3
          || Tone.share(SipLab.THEIR_TONE, samples) > 0.3;
    }
  }

  static MediaLog of(Path file) throws IOException {
    return new MediaLog(
        Files.readAllLines(file).stream()
            .map(line -> line.split(" "))
            .filter(parts -> parts.length == 2)
            .map(parts -> new Packet(parts[0].equals("target"), HexFormat.of().parseHex(parts[1])))
            .toList());
  }

  long plain() {
    return packets.stream().filter(Packet::isPlain).count();
  }

  long rtpBy(boolean target) {
    return packets.stream().filter(packet -> packet.byTarget() == target && packet.isRtp()).count();
  }
}
