package org.aparte.srtp.packet;

import static org.aparte.srtp.SrtpResult.MALFORMED_HEADER;
import static org.aparte.srtp.SrtpResult.MALFORMED_TOO_SHORT;
import static org.aparte.srtp.SrtpResult.MALFORMED_VERSION;

/**
 * The RTP header where it stands in a packet (RFC 3550 section 5.1): nothing is copied out of it.
 *
 * <p>An attacker chooses these octets. {@link #check} reads none beyond the length it is given, and
 * every other method needs its success.
 */
public final class RtpHeader {

  /** Octets of the header without CSRCs and extension. */
  public static final int FIXED_OCTETS = 12;

  private RtpHeader() {}

  /**
   * The octets of the header with CSRC list and extension, or a negative result code.
   *
   * @param length octets of the packet, trailer included
   */
  public static int check(byte[] b, int offset, int length) {
    if (length < FIXED_OCTETS) {
      return MALFORMED_TOO_SHORT.code();
    }
    int first = b[offset];
    // RFC 3550 5.1, RFC 7983: anything but version 2 is not RTP, and on a shared port not ours
    if ((first & 0xc0) != 0x80) {
      return MALFORMED_VERSION.code();
    }
    int header = FIXED_OCTETS + 4 * (first & 0x0f);
    if ((first & 0x10) == 0) {
      return header <= length ? header : MALFORMED_HEADER.code();
    }
    if (header + 4 > length) {
      return MALFORMED_HEADER.code();
    }
    header += 4 + 4 * BigEndian.unsigned16(b, offset + header + 2);
    return header <= length ? header : MALFORMED_HEADER.code();
  }

  /** The SSRC. */
  public static int ssrc(byte[] b, int offset) {
    return BigEndian.int32(b, offset + 8);
  }

  /** SEQ, 0 to 65535. */
  public static int sequence(byte[] b, int offset) {
    return BigEndian.unsigned16(b, offset + 2);
  }

  /** Whether the X bit is set. */
  public static boolean hasExtension(byte[] b, int offset) {
    return (b[offset] & 0x10) != 0;
  }

  /** The number of CSRCs, 0 to 15. */
  public static int csrcCount(byte[] b, int offset) {
    return b[offset] & 0x0f;
  }

  /** Where the extension's "defined by profile" field stands, given that the X bit is set. */
  public static int extensionOffset(byte[] b, int offset) {
    return offset + FIXED_OCTETS + 4 * csrcCount(b, offset);
  }
}
