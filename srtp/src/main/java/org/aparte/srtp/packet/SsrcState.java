package org.aparte.srtp.packet;

/**
 * What must be remembered of one SSRC in one direction: ROC and s_l, the replay lists of RTP and
 * RTCP, the next SRTCP index (RFC 3711 section 3.2.1). Nothing of it depends on the key, so a
 * re-key leaves it alone.
 */
public final class SsrcState {

  /** The first number that is no SRTCP index any more: 2^31. */
  public static final long RTCP_LIMIT = 1L << 31;

  /** The result of {@link #estimate} when the index space is used up. */
  public static final long EXHAUSTED = -1;

  private static final long NOT_GIVEN = -1;

  private final int ssrc;
  // S3711-3.2.1-25: the index, 2^16 * ROC + s_l, is the highest of this SSRC's own list
  private final IndexSpace rtp;
  private final IndexSpace rtcp; // its own: S3711-3.2.1-24
  private long givenRoc = NOT_GIVEN;
  private long nextRtcp;

  /**
   * The state of an SSRC of which no packet was seen.
   *
   * @param windowPackets a power of two, 64 or more
   */
  public SsrcState(int ssrc, int windowPackets) {
    this.ssrc = ssrc;
    this.rtp = new IndexSpace(PacketIndex.LIMIT, windowPackets);
    this.rtcp = new IndexSpace(RTCP_LIMIT, windowPackets);
  }

  /** The SSRC. */
  public int ssrc() {
    return ssrc;
  }

  /** The ROC in force, 0 to 2^32 - 1: the given one, else that of the highest index, else 0. */
  public long roc() {
    if (givenRoc != NOT_GIVEN) {
      return givenRoc;
    }
    return rtp.isEmpty() ? 0 : rtp.highest() >>> 16;
  }

  /**
   * Sets the ROC of the next packet (S3711-3.3.1-04: a late joiner is told the ROC).
   *
   * @return false, and nothing changes, when the index would fall behind what was seen, or behind
   *     the end of what the key has left
   */
  public boolean giveRoc(long roc) {
    boolean behind = !rtp.isEmpty() && roc < rtp.highest() >>> 16;
    if (behind || PacketIndex.of(roc, 0) >= rtp.end()) {
      return false;
    }
    givenRoc = roc;
    return true;
  }

  /** The index a packet most likely has, or {@link #EXHAUSTED}. */
  public long estimate(int sequence) {
    long index = likeliest(sequence);
    if (index >= PacketIndex.LIMIT && rtp.mayBeginAnew()) {
      // S3711-3.3.1-02: the ROC counts modulo 2^32.
      // S7714-8.4-01, S7714-13.1-07, -08: but only a new key may begin anew
      return sequence;
    }
    return index < rtp.end() ? index : EXHAUSTED;
  }

  private long likeliest(int sequence) {
    if (givenRoc != NOT_GIVEN) {
      return PacketIndex.of(givenRoc, sequence);
    }
    // S3711-3.3.1-01, -03, S4568-6.4-03: ROC starts at zero. S3711-3.3.1-05: s_l at SEQ
    return rtp.isEmpty() ? sequence : PacketIndex.estimate(rtp.highest(), sequence);
  }

  /** Whether this index would be below the window; an index that begins anew never is. */
  public boolean isTooOld(long index) {
    return rtp.isTooOld(index);
  }

  /** Whether an index that is not too old was accepted before. */
  public boolean isReplayed(long index) {
    return rtp.isReplayed(index);
  }

  /**
   * Records an authenticated SRTP packet, ROC and s_l with it.
   *
   * @return whether the index space began anew
   */
  public boolean acceptRtp(long index) {
    givenRoc = NOT_GIVEN;
    // S3711-3.3.1-07: a higher index raises ROC||s_l, a lower one (a late packet) changes neither
    return rtp.accept(index);
  }

  /** Whether an SRTP packet under the key before the newest can have this index. */
  public boolean mayBeOfPreviousKey(long index) {
    return rtp.mayBeOfPreviousKey(index);
  }

  /** The SRTCP index of the next packet to send, {@link #RTCP_LIMIT} when there is none left. */
  public long nextRtcpIndex() {
    return nextRtcp;
  }

  /** Moves on to the following SRTCP index. */
  public void countRtcpSent() {
    nextRtcp++; // S3711-3.4-09
  }

  /**
   * Sets the SRTCP index of the next packet to send.
   *
   * @return false, and nothing changes, when that index may have been used
   */
  public boolean giveRtcpIndex(long next) {
    if (next < nextRtcp) {
      return false;
    }
    nextRtcp = next;
    return true;
  }

  /** Whether this SRTCP index would be below the window. */
  public boolean isRtcpTooOld(long index) {
    return rtcp.isTooOld(index);
  }

  /** Whether an SRTCP index that is not too old was accepted before. */
  public boolean isRtcpReplayed(long index) {
    return rtcp.isReplayed(index);
  }

  /**
   * Records an authenticated SRTCP packet.
   *
   * @return whether the index space began anew
   */
  public boolean acceptRtcp(long index) {
    return rtcp.accept(index);
  }

  /** As {@link #mayBeOfPreviousKey}, for SRTCP. */
  public boolean rtcpMayBeOfPreviousKey(long index) {
    return rtcp.mayBeOfPreviousKey(index);
  }

  /**
   * Tells that a new master key is in use. ROC, indices and replay lists stay (S3711-3.3.1-08,
   * S3711-3.4-10, S7714-13.1-06), but an index space that is nearly used up may begin anew once.
   */
  public void keyChanged() {
    rtp.keyChanged();
    rtcp.keyChanged();
    if (nextRtcp >= RTCP_LIMIT) {
      nextRtcp = 0; // S3711-3.4-09: modulo 2^31
    }
  }
}
