package org.aparte.srtp.packet;

/**
 * The index of an SRTP packet, i = 2^16 * ROC + SEQ, in 48 bits (RFC 3711 section 3.3.1 and
 * Appendix A).
 *
 * <p>Indices are {@code long}s from 0 to 2^48 - 1, so no unsigned 32-bit ROC is ever sign-extended.
 */
public final class PacketIndex {

  /** The first number that is no index any more: 2^48. */
  public static final long LIMIT = 1L << 48;

  private PacketIndex() {}

  /** The index of a ROC (32 bits, unsigned) and a SEQ (0 to 65535). */
  public static long of(long roc, int sequence) {
    return (roc << 16) | sequence;
  }

  /** The ROC of an index, as the 32 bits that stand in a packet. */
  public static int roc(long index) {
    return (int) (index >>> 16);
  }

  /**
   * The likeliest index of a packet: the one nearest to the highest index so far.
   *
   * <p>At ROC 0 there is no round before, so a SEQ that looks like the past is taken for the
   * future; the tag decides. May return {@link #LIMIT} and more when the ROC would wrap.
   *
   * @param highest the highest authenticated index, 2^16 * ROC + s_l, or -1 when there is none
   */
  public static long estimate(long highest, int sequence) {
    if (highest < 0) {
      return sequence; // S3711-3.3.1-01, -03, S4568-6.4-03: ROC starts at 0. S3711-3.3.1-05: s_l at
      // SEQ
    }
    long roc = highest >>> 16;
    int sL = (int) highest & 0xffff;
    // S3711-3.3.1-06: v is ROC-1, ROC or ROC+1, whichever brings the index nearest to ROC||s_l
    if (sL < 0x8000) {
      if (sequence - sL > 0x8000 && roc > 0) {
        roc--;
      }
    } else if (sL - 0x8000 > sequence) {
      roc++;
    }
    return of(roc, sequence);
  }
}
