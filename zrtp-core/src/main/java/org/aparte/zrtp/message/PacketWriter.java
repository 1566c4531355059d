package org.aparte.zrtp.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aparte.srtp.secret.Octets;

/**
 * Puts the messages of a stream into packets: one each, or {@linkplain Fragment fragments} when a
 * message with header and CRC is longer than the path takes. RFC 6189 knows no fragments, so
 * whatever fits goes in one piece, to whomever.
 *
 * <p>A message that is sent again has the id, offsets and lengths that it had, so that a receiver
 * can complete it from fragments of several transmissions; sequence numbers and CRCs are new.
 */
public final class PacketWriter {

  /** More messages than one end repeats at a time: what it forgets gets a new id, no more. */
  private static final int REMEMBERED = 8;

  private final int ssrc;
  private final int mtuOctets;
  private Map<Octets, Integer> idsOfFragmented = new LinkedHashMap<>();
  private int sequenceNumber;
  private int nextMessageId;

  /**
   * A stream that has sent nothing.
   *
   * @param mtuOctets the longest packet, without the headers of UDP and IP: a multiple of 4
   * @param firstSequenceNumber 0 to 65535
   */
  public PacketWriter(int ssrc, int mtuOctets, int firstSequenceNumber) {
    if (mtuOctets % 4 != 0 || mtuOctets <= Fragment.OVERHEAD_OCTETS) {
      throw new IllegalArgumentException(
          "fragments consist of words: the MTU is a multiple of 4 above "
              + Fragment.OVERHEAD_OCTETS
              + ", not "
              + mtuOctets);
    }
    this.ssrc = ssrc;
    this.mtuOctets = mtuOctets;
    this.sequenceNumber = firstSequenceNumber;
    // The engine that made the extension begins so. From there ids rise, for it drops what is lower
    // than what it waits for, and does not know that 1 comes after 65535
    this.nextMessageId = Math.max(1, firstSequenceNumber - 1);
  }

  /**
   * The packets of a message, in the order in which they are to be sent.
   *
   * @param message whole words, 12 to {@link ZrtpPacket#MAX_MESSAGE_OCTETS} octets
   */
  public List<Octets> write(Octets message) {
    if (message.length() + ZrtpPacket.OVERHEAD_OCTETS <= mtuOctets) {
      return List.of(new ZrtpPacket(nextSequenceNumber(), ssrc, message).write());
    }
    int messageId = idOf(message);
    int room = mtuOctets - Fragment.OVERHEAD_OCTETS;
    List<Octets> packets = new ArrayList<>();
    for (int from = 0; from < message.length(); from += room) {
      Octets part = message.slice(from, Math.min(from + room, message.length()));
      packets.add(
          new Fragment(nextSequenceNumber(), ssrc, messageId, message.length() / 4, from / 4, part)
              .write());
    }
    return packets;
  }

  private int idOf(Octets message) {
    Integer known = idsOfFragmented.get(message);
    if (known != null) {
      return known;
    }
    if (idsOfFragmented.size() == REMEMBERED) {
      idsOfFragmented.remove(idsOfFragmented.keySet().iterator().next());
    }
    int messageId = nextMessageId;
    nextMessageId = messageId == 0xffff ? 1 : messageId + 1;
    idsOfFragmented.put(message, messageId);
    return messageId;
  }

  /** Z-5-05: each packet has the next number, whether its message is new or repeated. */
  private int nextSequenceNumber() {
    int number = sequenceNumber;
    sequenceNumber = (number + 1) & 0xffff;
    return number;
  }

  /** Nothing that was sent so far needs to be sent again. */
  public void forget() {
    idsOfFragmented = new LinkedHashMap<>(); // cleared it would keep its table
  }
}
