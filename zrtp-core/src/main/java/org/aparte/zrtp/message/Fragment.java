package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;
import org.jspecify.annotations.Nullable;

/**
 * One of the packets that a message is sent in when it is longer than the path takes: an extension
 * of today's Linphone, made for post-quantum keys; RFC 6189 has none.
 *
 * <p>In place of the message the packet holds four fields of 16 bits, then a part of the message:
 *
 * <pre>
 *   octet  0      0x11, where a whole message has 0x10
 *          1      0
 *          2      sequence number: each fragment has its own
 *          4      magic cookie
 *          8      SSRC
 *         12      message id: which fragments belong together
 *         14      length of the message in words
 *         16      offset of this part in words
 *         18      length of this part in words
 *         20      the part; then the CRC over all before it
 * </pre>
 *
 * <p>RFC 6189 lets the low four bits of the first octet and all of the second be anything (section
 * 5, Z-5-06). A packet marked as a fragment that can only be a whole message is read as one: its
 * type would have to be the offset, and no offset is that large.
 *
 * @param sequenceNumber 0 to 65535, as in {@link ZrtpPacket}
 * @param ssrc the SSRC of the RTP stream concerned
 * @param messageId 1 to 65535; the same whenever the message is sent again
 * @param totalWords length of the message, 3 to {@link ZrtpPacket#MAX_MESSAGE_OCTETS} / 4
 * @param offsetWords where the part begins, 0 or more; what stands at 0 is a preamble and this
 *     length
 * @param part whole words, 4 octets or more, none behind the end of the message
 */
public record Fragment(
    int sequenceNumber, int ssrc, int messageId, int totalWords, int offsetWords, Octets part)
    implements ParsedPacket {

  /** What a fragment has besides its part, in octets: header, four fields and CRC. */
  public static final int OVERHEAD_OCTETS = 24;

  private static final int MARK = 0x1100;
  private static final int FIELD_OCTETS = 8;
  private static final int MIN_TOTAL_WORDS = 3;
  private static final int MAX_TOTAL_WORDS = ZrtpPacket.MAX_MESSAGE_OCTETS / 4;
  private static final int PREAMBLE = 0x505a;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one of them is left
   */
  public Fragment {
    RefusedPacket fault = fault(messageId, totalWords, offsetWords, part);
    if (fault != null || sequenceNumber >>> 16 != 0 || part.length() % 4 != 0) {
      throw new IllegalArgumentException(
          "no fragment has id "
              + messageId
              + ", sequence number "
              + sequenceNumber
              + " and "
              + part.length()
              + " octets at word "
              + offsetWords
              + " of "
              + totalWords
              + (fault == null ? "" : ": " + fault));
    }
  }

  /**
   * Whether a packet is one, and no whole message with unused bits set.
   *
   * @param firstOctets the first two octets of the packet
   * @param body what stands between header and CRC, 12 octets or more
   */
  static boolean isMarked(int firstOctets, Octets body) {
    if (firstOctets != MARK) {
      return false;
    }
    // Z-5-06: a whole message says its own length, and its type stands where the offset would
    boolean whole = number(body, 0) == PREAMBLE && 4 * number(body, 2) == body.length();
    return !whole || number(body, 4) < number(body, 2);
  }

  /** Reads what stands between header and CRC of a marked packet, whole words of it. */
  static ParsedPacket parse(int sequenceNumber, int ssrc, Octets body) {
    Octets part = body.slice(FIELD_OCTETS, body.length());
    // The field and the packet must agree: what a peer writes into a field fills no memory
    if (4 * number(body, 6) != part.length()) {
      return RefusedPacket.FRAGMENT_LENGTH_MISMATCH;
    }
    int messageId = number(body, 0);
    int totalWords = number(body, 2);
    int offsetWords = number(body, 4);
    RefusedPacket fault = fault(messageId, totalWords, offsetWords, part);
    return fault != null
        ? fault
        : new Fragment(sequenceNumber, ssrc, messageId, totalWords, offsetWords, part);
  }

  private static @Nullable RefusedPacket fault(
      int messageId, int totalWords, int offsetWords, Octets part) {
    if (messageId <= 0 || messageId > 0xffff) {
      return RefusedPacket.FRAGMENT_WITHOUT_ID;
    }
    if (totalWords < MIN_TOTAL_WORDS || totalWords > MAX_TOTAL_WORDS) {
      return RefusedPacket.FRAGMENT_OF_NO_MESSAGE;
    }
    if (part.length() < 4 || offsetWords < 0 || offsetWords + part.length() / 4 > totalWords) {
      return RefusedPacket.FRAGMENT_BEYOND_MESSAGE;
    }
    // Z-5.2-01: how a message begins is known, so that what begins otherwise needs no room
    if (offsetWords == 0 && (number(part, 0) != PREAMBLE || number(part, 2) != totalWords)) {
      return RefusedPacket.FRAGMENT_OF_NO_MESSAGE;
    }
    return null;
  }

  /** The first word that this part does not reach. */
  int endWords() {
    return offsetWords + part.length() / 4;
  }

  /** Whether the other is this one sent again: all but sequence number and SSRC are the same. */
  boolean isSentAgain(Fragment other) {
    return isOfOneMessage(other) && offsetWords == other.offsetWords && part.equals(other.part);
  }

  /** Whether the two say that they belong together. */
  boolean isOfOneMessage(Fragment other) {
    return messageId == other.messageId && totalWords == other.totalWords;
  }

  /** The datagram, CRC included. */
  public Octets write() {
    byte[] body = new byte[FIELD_OCTETS + part.length()];
    int[] fields = {messageId, totalWords, offsetWords, part.length() / 4};
    for (int i = 0; i < fields.length; i++) {
      body[2 * i] = (byte) (fields[i] >>> 8);
      body[2 * i + 1] = (byte) fields[i];
    }
    part.copyTo(body, FIELD_OCTETS);
    return ZrtpPacket.write(MARK << 16 | sequenceNumber, ssrc, Octets.of(body));
  }

  private static int number(Octets octets, int index) {
    return octets.at(index) << 8 | octets.at(index + 1);
  }
}
