package org.aparte.srtp;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * What a datagram on a shared media port is, told from its first octets: the demultiplexer of RFC
 * 7983 section 7, with RTP and RTCP told apart by RFC 5761 section 4.
 *
 * <table>
 *   <caption>First octet, and what is asked besides</caption>
 *   <tr><th>first octet</th><th>kind</th><th>shortest, in octets</th></tr>
 *   <tr><td>0 to 3</td><td>{@link #STUN}</td><td>20, its header</td></tr>
 *   <tr><td>16 to 19</td><td>{@link #ZRTP} when octets 4 to 7 are the magic cookie
 *       0x5A525450</td><td>12, the packet header</td></tr>
 *   <tr><td>20 to 63</td><td>{@link #DTLS}</td><td>13, a record header</td></tr>
 *   <tr><td>64 to 79</td><td>{@link #TURN_CHANNEL}</td><td>4, its header</td></tr>
 *   <tr><td>128 to 191</td><td>{@link #RTCP} when the second octet is 192 to 223</td><td>8</td></tr>
 *   <tr><td>128 to 191</td><td>{@link #RTP} otherwise</td><td>12, the fixed header</td></tr>
 * </table>
 *
 * <p>Everything else, shorter datagrams included, is {@link #UNKNOWN}.
 *
 * <p>What is exact, and what is not. The first octet decides between the protocols; STUN's own
 * magic cookie (RFC 5389 section 6) is not looked at, because RFC 7983 does not and because STUN of
 * RFC 3489 has none. Between RTP and RTCP the second octet is the RTCP packet type, or marker bit
 * and payload type of RTP: an RTP packet with the marker set and a payload type of 64 to 95 looks
 * like RTCP and is called so, which is why RFC 5761 forbids those payload types on a shared port
 * (S5761-4-03); without the marker they are called RTP. The answer is a guess until the packet is
 * authenticated. QUIC (RFC 9443) is not known here: it would reclaim 64 to 127 and 192 to 255.
 */
public enum PacketKind {
  /** An RTP or SRTP packet. */
  RTP,
  /** An RTCP or SRTCP packet. */
  RTCP,
  /** A ZRTP packet (RFC 6189 section 5). */
  ZRTP,
  /** A STUN message (RFC 5389). */
  STUN,
  /** One or more DTLS records. */
  DTLS,
  /** A ChannelData message of TURN (RFC 5766 section 11.4). */
  TURN_CHANNEL,
  /** None of these: to be dropped. */
  UNKNOWN;

  private static final int SHORTEST_OCTETS = 4;
  private static final int ZRTP_HEADER_OCTETS = 12;
  private static final int ZRTP_COOKIE = 0x5A525450;

  /**
   * The kind of the datagram in part of an array.
   *
   * @param length in octets, 0 or more
   * @throws IndexOutOfBoundsException when the range is not inside the array
   */
  public static PacketKind of(byte[] array, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    if (length < SHORTEST_OCTETS) {
      return UNKNOWN;
    }
    int cookie =
        length < ZRTP_HEADER_OCTETS
            ? 0
            : word(array[offset + 4], array[offset + 5], array[offset + 6], array[offset + 7]);
    return of(length, array[offset] & 0xff, array[offset + 1] & 0xff, cookie);
  }

  /** The kind of the datagram between position and limit; neither is changed. */
  public static PacketKind of(ByteBuffer packet) {
    int length = packet.remaining();
    if (length < SHORTEST_OCTETS) {
      return UNKNOWN;
    }
    int at = packet.position();
    int cookie =
        length < ZRTP_HEADER_OCTETS
            ? 0
            : word(packet.get(at + 4), packet.get(at + 5), packet.get(at + 6), packet.get(at + 7));
    return of(length, packet.get(at) & 0xff, packet.get(at + 1) & 0xff, cookie);
  }

  private static PacketKind of(int length, int first, int second, int cookie) {
    // S7983-7-01: the ranges of the first octet; S5764-5.1.2-01 is their older form
    if (first <= 3) {
      return length >= 20 ? STUN : UNKNOWN;
    }
    if (first >= 16 && first <= 19) {
      // Z-5-02: the cookie keeps away what merely begins like ZRTP
      return cookie == ZRTP_COOKIE ? ZRTP : UNKNOWN;
    }
    if (first >= 20 && first <= 63) {
      return length >= 13 ? DTLS : UNKNOWN;
    }
    if (first >= 64 && first <= 79) {
      return TURN_CHANNEL;
    }
    if (first >= 128 && first <= 191) {
      // S5761-4-01: RTCP packet types are 192 to 223
      // S5761-7-01, S5761-5.1.1-05: both octets are in the clear, so SRTP and SRTCP are told apart
      // before any of their processing
      boolean rtcp = second >= 192 && second <= 223;
      return length >= (rtcp ? 8 : 12) ? (rtcp ? RTCP : RTP) : UNKNOWN;
    }
    // S7983-7-02: what is in no known range is dropped
    return UNKNOWN;
  }

  private static int word(byte b0, byte b1, byte b2, byte b3) {
    return (b0 & 0xff) << 24 | (b1 & 0xff) << 16 | (b2 & 0xff) << 8 | (b3 & 0xff);
  }
}
