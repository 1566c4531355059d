package org.aparte.srtp.transform;

import static org.aparte.srtp.SrtpResult.MALFORMED_EXTENSION;

import org.aparte.srtp.packet.BigEndian;
import org.aparte.srtp.packet.RtpHeader;

/**
 * Cryptex (RFC 9335): CSRCs and header extensions encrypted together with the payload.
 *
 * <p>To make header and plaintext contiguous the four octets of the extension's own header move in
 * front of the CSRCs while the packet is encrypted or decrypted (section 6.2, figure 2), and back.
 */
public final class Cryptex {

  /** Octets in front of the encrypted portion of a packet that cryptex protects. */
  public static final int CLEAR_OCTETS = RtpHeader.FIXED_OCTETS + 4;

  private static final int ONE_BYTE = 0xbede;
  private static final int TWO_BYTE = 0x1000;
  private static final int ENCRYPTED_ONE_BYTE = 0xc0de;
  private static final int ENCRYPTED_TWO_BYTE = 0xc2de;

  private Cryptex() {}

  /** Whether a packet in the clear has something that cryptex would hide. */
  public static boolean appliesTo(byte[] b, int offset) {
    if (!RtpHeader.hasExtension(b, offset)) {
      return RtpHeader.csrcCount(b, offset) > 0;
    }
    // S9335-5.1-01: not with extensions of another kind than RFC 8285's
    int format = BigEndian.unsigned16(b, RtpHeader.extensionOffset(b, offset));
    return format == ONE_BYTE || (format & 0xfff0) == TWO_BYTE;
  }

  /** Octets that {@link #mark} inserts: 4 when there are CSRCs and no extension, else 0. */
  public static int insertedOctets(byte[] b, int offset) {
    return RtpHeader.hasExtension(b, offset) ? 0 : 4;
  }

  /** The code of a packet that cryptex applies to but cannot protect, else 0. */
  public static int check(byte[] b, int offset) {
    if (!RtpHeader.hasExtension(b, offset)) {
      return 0;
    }
    int format = BigEndian.unsigned16(b, RtpHeader.extensionOffset(b, offset));
    // S9335-5-02: 0xC2DE has no room for appbits
    boolean appbits = format != ONE_BYTE && format != TWO_BYTE;
    return appbits ? MALFORMED_EXTENSION.code() : 0;
  }

  /**
   * Marks a packet as protected by cryptex, with an empty extension where it has none.
   *
   * @return the new end of the packet
   */
  public static int mark(byte[] b, int offset, int end) {
    int extension = RtpHeader.extensionOffset(b, offset);
    if (!RtpHeader.hasExtension(b, offset)) {
      // S9335-5.1-04, -05: an empty block 0xC0DE, and the X bit to announce it
      System.arraycopy(b, extension, b, extension + 4, end - extension);
      BigEndian.put32(b, extension, ENCRYPTED_ONE_BYTE << 16);
      b[offset] |= 0x10;
      return end + 4;
    }
    boolean oneByte = BigEndian.unsigned16(b, extension) == ONE_BYTE;
    // S9335-5.1-02, -03
    BigEndian.put16(b, extension, oneByte ? ENCRYPTED_ONE_BYTE : ENCRYPTED_TWO_BYTE);
    return end;
  }

  /** Whether a packet is marked as protected by cryptex (S9335-5.2-01). */
  public static boolean isMarked(byte[] b, int offset) {
    if (!RtpHeader.hasExtension(b, offset)) {
      return false;
    }
    int format = BigEndian.unsigned16(b, RtpHeader.extensionOffset(b, offset));
    return format == ENCRYPTED_ONE_BYTE || format == ENCRYPTED_TWO_BYTE;
  }

  /** Gives the extension of a decrypted packet the number of its plain form. */
  public static void unmark(byte[] b, int offset) {
    int extension = RtpHeader.extensionOffset(b, offset);
    boolean oneByte = BigEndian.unsigned16(b, extension) == ENCRYPTED_ONE_BYTE;
    BigEndian.put16(b, extension, oneByte ? ONE_BYTE : TWO_BYTE);
  }

  /** Moves the extension's header in front of the CSRCs. */
  public static void gather(byte[] b, int offset) {
    int extension = RtpHeader.extensionOffset(b, offset);
    int csrcs = offset + RtpHeader.FIXED_OCTETS;
    int header = BigEndian.int32(b, extension);
    System.arraycopy(b, csrcs, b, csrcs + 4, extension - csrcs);
    BigEndian.put32(b, csrcs, header);
  }

  /** Moves the extension's header back behind the CSRCs. */
  public static void scatter(byte[] b, int offset) {
    int extension = RtpHeader.extensionOffset(b, offset);
    int csrcs = offset + RtpHeader.FIXED_OCTETS;
    int header = BigEndian.int32(b, csrcs);
    System.arraycopy(b, csrcs + 4, b, csrcs, extension - csrcs);
    BigEndian.put32(b, extension, header);
  }
}
