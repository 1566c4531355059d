package org.aparte.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.aparte.conformance.RecordedChannel.Packet;
import org.aparte.conformance.RecordedChannel.Sent;
import org.aparte.srtp.secret.Octets;
import org.jspecify.annotations.Nullable;

/**
 * One fragment of a message as it stands in a packet, read by its places alone: what the library
 * makes of it is another check.
 */
record RecordedFragment(
    Packet packet, int seq, int messageId, int totalWords, int offsetWords, int lengthWords) {

  private static final int MARK = 0x11;
  private static final int HEADER_OCTETS = 12;
  private static final int PART_OFFSET = 20;
  private static final int CRC_OCTETS = 4;
  private static final int MIN_PACKET_OCTETS = 28;

  /** The fragment in a packet, or null where that holds a whole message. */
  static @Nullable RecordedFragment of(Packet packet) {
    Octets datagram = packet.datagram();
    if (datagram.length() < MIN_PACKET_OCTETS || datagram.at(0) != MARK || datagram.at(1) != 0) {
      return null;
    }
    return new RecordedFragment(
        packet,
        number(datagram, 2),
        number(datagram, HEADER_OCTETS),
        number(datagram, HEADER_OCTETS + 2),
        number(datagram, HEADER_OCTETS + 4),
        number(datagram, HEADER_OCTETS + 6));
  }

  private static int number(Octets datagram, int at) {
    return datagram.at(at) << 8 | datagram.at(at + 1);
  }

  /** What the packet has of the message. */
  Octets part() {
    Octets datagram = packet.datagram();
    return datagram.slice(PART_OFFSET, datagram.length() - CRC_OCTETS);
  }

  /**
   * The messages in packets, those in fragments where the last part of them came. A message that is
   * complete is forgotten, and so a whole repetition makes it again.
   */
  static List<Sent> messages(List<Packet> packets) {
    List<Sent> messages = new ArrayList<>();
    Map<String, TreeMap<Integer, Octets>> parts = new HashMap<>();
    for (Packet packet : packets) {
      RecordedFragment fragment = of(packet);
      Octets whole = null;
      if (fragment == null) {
        whole = wholeMessageOf(packet);
      } else {
        String key = packet.from() + " " + fragment.messageId;
        TreeMap<Integer, Octets> held = parts.computeIfAbsent(key, id -> new TreeMap<>());
        held.putIfAbsent(fragment.offsetWords, fragment.part());
        whole = joined(held, fragment.totalWords);
        if (whole != null) {
          parts.remove(key);
        }
      }
      if (whole != null) {
        messages.add(new Sent(packet.index(), packet.from(), whole));
      }
    }
    return messages;
  }

  private static @Nullable Octets joined(TreeMap<Integer, Octets> parts, int totalWords) {
    int words = 0;
    for (Map.Entry<Integer, Octets> part : parts.entrySet()) {
      if (part.getKey() != words) {
        return null;
      }
      words += part.getValue().length() / 4;
    }
    return words == totalWords ? KemScheme.join(List.copyOf(parts.values())) : null;
  }

  /** What stands between header and CRC; empty when that is nothing. */
  private static Octets wholeMessageOf(Packet packet) {
    int octets = packet.datagram().length();
    return octets < MIN_PACKET_OCTETS
        ? Octets.EMPTY
        : packet.datagram().slice(HEADER_OCTETS, octets - CRC_OCTETS);
  }
}
