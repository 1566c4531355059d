package org.aparte.zrtp.message;

import java.util.Objects;
import org.aparte.srtp.secret.Octets;

/**
 * A ZRTP packet: a header, one message, a CRC (RFC 6189 section 5, Figure 2).
 *
 * <p>Header and CRC enter no hash and no MAC. The sequence number is not authenticated, so it may
 * serve to estimate loss, but must never decide what is accepted.
 *
 * <p>The message is carried, not judged: whether it is as long as it says is the first thing that
 * {@link MessageParser} looks at, since a packet with a good CRC and a bad structure is a fault
 * with a name of its own (Table 8, 0x10).
 *
 * @param sequenceNumber 0 to 65535, random at first, one more for each packet sent, whether its
 *     message is new or repeated
 * @param ssrc the SSRC of the RTP stream concerned, all 32 bits of it (Z-5-04)
 * @param message whole words, 12 to {@value #MAX_MESSAGE_OCTETS} octets
 */
public record ZrtpPacket(int sequenceNumber, int ssrc, Octets message) implements ParsedPacket {

  /**
   * The longest message of RFC 6189, in octets: a Confirm or SASrelay of 19 words with a signature
   * of 511 words (sections 5.7 and 5.13).
   */
  public static final int MAX_MESSAGE_OCTETS = 4 * (19 + 511);

  /** The longest packet that is read or written, in octets. */
  public static final int MAX_OCTETS = MAX_MESSAGE_OCTETS + 16;

  /** What a packet has besides its message, in octets: header and CRC. */
  static final int OVERHEAD_OCTETS = 12 + 4;

  private static final int HEADER_OCTETS = 12;
  private static final int CRC_OCTETS = 4;
  private static final int MIN_MESSAGE_OCTETS = 12;
  private static final int COOKIE = 0x5a525450;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when the sequence number has more than 16 bits, or the message
   *     is not whole words within the limits
   */
  public ZrtpPacket {
    if (sequenceNumber >>> 16 != 0) {
      throw new IllegalArgumentException(
          "a sequence number has 16 bits, not " + sequenceNumber + "; let it wrap to 0");
    }
    int octets = message.length();
    if (octets < MIN_MESSAGE_OCTETS || octets > MAX_MESSAGE_OCTETS || octets % 4 != 0) {
      throw new IllegalArgumentException("no ZRTP message has " + octets + " octets");
    }
  }

  /**
   * Takes a datagram apart.
   *
   * @param datagram read from {@code offset} on; not kept
   * @param length all octets of the datagram, nothing before or after
   * @return the packet, a {@link Fragment} of a message, or the reason why there is neither
   * @throws IndexOutOfBoundsException when the range is not inside the array
   */
  public static ParsedPacket parse(byte[] datagram, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, datagram.length);
    if (length < HEADER_OCTETS + MIN_MESSAGE_OCTETS + CRC_OCTETS) {
      return RefusedPacket.TOO_SHORT;
    }
    // Z-5-02, Z-5-06: four bits tell ZRTP from the rest; the 12 bits that follow are ignored
    if ((datagram[offset] & 0xf0) != 0x10) {
      return RefusedPacket.NOT_ZRTP;
    }
    if (word(datagram, offset + 4) != COOKIE) {
      return RefusedPacket.WRONG_COOKIE;
    }
    if (length > MAX_OCTETS) {
      return RefusedPacket.TOO_LONG;
    }
    if (length % 4 != 0) {
      return RefusedPacket.NOT_WHOLE_WORDS;
    }
    // Z-5-08, Z-5-09: over header and message; before anything of the message is looked at
    int crcOffset = offset + length - CRC_OCTETS;
    int received = Integer.reverseBytes(word(datagram, crcOffset));
    if (Crc32c.of(datagram, offset, length - CRC_OCTETS) != received) {
      return RefusedPacket.WRONG_CRC;
    }
    int marksAndNumber = word(datagram, offset);
    int sequenceNumber = marksAndNumber & 0xffff;
    int ssrc = word(datagram, offset + 8);
    Octets body = Octets.of(datagram, offset + HEADER_OCTETS, length - HEADER_OCTETS - CRC_OCTETS);
    return Fragment.isMarked(marksAndNumber >>> 16, body)
        ? Fragment.parse(sequenceNumber, ssrc, body)
        : new ZrtpPacket(sequenceNumber, ssrc, body);
  }

  /** The datagram, CRC included. */
  public Octets write() {
    // Z-5-02, Z-5-06: the 12 unused bits are sent as zero
    return write(0x10000000 | sequenceNumber, ssrc, message);
  }

  /** Puts header and CRC around what a packet holds. */
  static Octets write(int marksAndNumber, int ssrc, Octets body) {
    byte[] datagram = new byte[HEADER_OCTETS + body.length() + CRC_OCTETS];
    putWord(datagram, 0, marksAndNumber);
    putWord(datagram, 4, COOKIE);
    putWord(datagram, 8, ssrc);
    body.copyTo(datagram, HEADER_OCTETS);
    int crcOffset = datagram.length - CRC_OCTETS;
    // Z-5-07: least significant octet first
    putWord(datagram, crcOffset, Integer.reverseBytes(Crc32c.of(datagram, 0, crcOffset)));
    return Octets.of(datagram);
  }

  private static int word(byte[] array, int offset) {
    return (array[offset] << 24)
        | ((array[offset + 1] & 0xff) << 16)
        | ((array[offset + 2] & 0xff) << 8)
        | (array[offset + 3] & 0xff);
  }

  private static void putWord(byte[] array, int offset, int word) {
    array[offset] = (byte) (word >>> 24);
    array[offset + 1] = (byte) (word >>> 16);
    array[offset + 2] = (byte) (word >>> 8);
    array[offset + 3] = (byte) word;
  }
}
