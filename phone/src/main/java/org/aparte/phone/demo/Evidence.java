package org.aparte.phone.demo;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aparte.phone.Audio;
import org.aparte.srtp.PacketKind;

/**
 * What a recording of the wire says of the speech: whether any of it can be found there. Two looks
 * at it, for one alone would miss something. No datagram of any kind may hold {@value #RUN} octets
 * in a row that stand in the speech of either side, at any place. And no octet of media may be more
 * often the octet that was said at that moment than chance makes it, which finds encryption with
 * holes.
 *
 * @param agreement datagrams of the key agreement
 * @param media packets of SRTP
 * @param mediaOctets octets of sound in them
 * @param plainRuns how many datagrams hold a run of the speech
 * @param sameOctets octets of sound that are what was said; chance makes 1 in 256 so
 */
record Evidence(int agreement, int media, long mediaOctets, int plainRuns, long sameOctets) {

  /** Chance alone finds a run of this length in a call once in a billion calls. */
  static final int RUN = 8;

  private static final int RTP_HEADER = 12;

  /** Looks through a recording for what was said, PCMU of each side. */
  static Evidence of(List<Capture.Packet> packets, Map<Side, byte[]> said) {
    Set<Long> runs = new HashSet<>();
    said.values().forEach(speech -> runs(speech, runs));
    int agreement = 0;
    int media = 0;
    int plainRuns = 0;
    long mediaOctets = 0;
    long same = 0;
    Map<Side, Integer> first = new EnumMap<>(Side.class);
    for (Capture.Packet packet : packets) {
      byte[] octets = packet.octets().toArray();
      plainRuns += holdsOneOf(octets, runs) ? 1 : 0;
      PacketKind kind = PacketKind.of(octets, 0, octets.length);
      agreement += kind == PacketKind.ZRTP ? 1 : 0;
      if (kind != PacketKind.RTP) {
        continue;
      }
      media++;
      int sequence = (octets[2] & 0xff) << 8 | octets[3] & 0xff;
      int before = first.computeIfAbsent(packet.from(), side -> sequence);
      byte[] speech = said.getOrDefault(packet.from(), new byte[0]);
      int at = (sequence - before & 0xffff) * Audio.FRAME;
      for (int i = 0; i < Audio.FRAME && RTP_HEADER + i < octets.length; i++) {
        mediaOctets++;
        same += at + i < speech.length && octets[RTP_HEADER + i] == speech[at + i] ? 1 : 0;
      }
    }
    return new Evidence(agreement, media, mediaOctets, plainRuns, same);
  }

  /**
   * Whether no datagram holds a run of the speech; something was recorded, or it proves nothing.
   */
  boolean hasNoRun() {
    return media > 0 && plainRuns == 0;
  }

  /**
   * Whether media is as unlike the speech as chance makes it: under 1 in 100, where 1 in 256 is
   * due.
   */
  boolean looksRandom() {
    return mediaOctets > 0 && sameOctets * 100 <= mediaOctets;
  }

  private static boolean holdsOneOf(byte[] octets, Set<Long> runs) {
    Set<Long> found = new HashSet<>();
    runs(octets, found);
    found.retainAll(runs);
    return !found.isEmpty();
  }

  /** Adds every run of octets, each as a number. */
  private static void runs(byte[] octets, Set<Long> runs) {
    long run = 0;
    for (int i = 0; i < octets.length; i++) {
      run = run << 8 | octets[i] & 0xff;
      if (i >= RUN - 1) {
        runs.add(run);
      }
    }
  }
}
