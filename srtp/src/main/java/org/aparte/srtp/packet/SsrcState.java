package org.aparte.srtp.packet;

/**
 * What is seldom asked for of one SSRC in one direction: its SRTCP indices, and what a re-key or a
 * given ROC leaves behind (RFC 3711 section 3.2.1). What each SRTP packet needs stands in {@link
 * SsrcTable}. Nothing of it depends on the key, so a re-key leaves it alone.
 */
final class SsrcState {

  private static final long NOT_GIVEN = -1;

  private final IndexSpace rtp;
  private final IndexSpace rtcp; // its own: S3711-3.2.1-24
  private final long[] rtcpList;
  private long givenRoc = NOT_GIVEN;
  private long nextRtcp;

  SsrcState(ReplayWindow window) {
    rtp = new IndexSpace(PacketIndex.LIMIT, window);
    rtcp = new IndexSpace(SsrcTable.RTCP_LIMIT, window);
    rtcpList = new long[window.longs()];
    window.clear(rtcpList, 0);
  }

  /** Whether SRTP packets have to ask here. */
  boolean concernsRtp() {
    return givenRoc != NOT_GIVEN || !rtp.isAsNew();
  }

  /** The indices of SRTP; their replay list is the table's. */
  IndexSpace rtp() {
    return rtp;
  }

  /** The ROC in force, 0 to 2^32 - 1: the given one, else that of the highest index, else 0. */
  long roc(long highest) {
    if (givenRoc != NOT_GIVEN) {
      return givenRoc;
    }
    return highest < 0 ? 0 : highest >>> 16;
  }

  /** See {@link SsrcTable#giveRoc}. */
  boolean giveRoc(long roc, long highest) {
    boolean behind = highest >= 0 && roc < highest >>> 16;
    if (behind || PacketIndex.of(roc, 0) >= rtp.end()) {
      return false;
    }
    givenRoc = roc;
    return true;
  }

  /** A packet was accepted: from now on ROC and s_l come from it. */
  void forgetGivenRoc() {
    givenRoc = NOT_GIVEN;
  }

  /** See {@link SsrcTable#estimate}. */
  long estimate(long highest, int sequence) {
    long index = likeliest(highest, sequence);
    if (index >= PacketIndex.LIMIT && rtp.mayBeginAnew()) {
      // S3711-3.3.1-02: the ROC counts modulo 2^32.
      // S7714-8.4-01, S7714-13.1-07, -08: but only a new key may begin anew
      return sequence;
    }
    return index < rtp.end() ? index : SsrcTable.EXHAUSTED;
  }

  private long likeliest(long highest, int sequence) {
    return givenRoc != NOT_GIVEN
        ? PacketIndex.of(givenRoc, sequence)
        : PacketIndex.estimate(highest, sequence);
  }

  /** The SRTCP index of the next packet to send, {@link SsrcTable#RTCP_LIMIT} when none is left. */
  long nextRtcpIndex() {
    return nextRtcp;
  }

  /** Moves on to the following SRTCP index. */
  void countRtcpSent() {
    nextRtcp++; // S3711-3.4-09
  }

  /** See {@link SsrcTable#giveRtcpIndex}. */
  boolean giveRtcpIndex(long next) {
    if (next < nextRtcp) {
      return false;
    }
    nextRtcp = next;
    return true;
  }

  boolean isRtcpTooOld(long index) {
    return rtcp.isTooOld(rtcpList, 0, index);
  }

  boolean isRtcpReplayed(long index) {
    return rtcp.isReplayed(rtcpList, 0, index);
  }

  boolean acceptRtcp(long index) {
    return rtcp.accept(rtcpList, 0, index);
  }

  boolean rtcpMayBeOfPreviousKey(long index) {
    return rtcp.mayBeOfPreviousKey(rtcpList, 0, index);
  }

  /** Tells that a new master key is in use; the SRTP list is the table's. */
  void keyChanged(long[] rtpLists, int at) {
    rtp.keyChanged(rtpLists, at);
    rtcp.keyChanged(rtcpList, 0);
    if (nextRtcp >= SsrcTable.RTCP_LIMIT) {
      nextRtcp = 0; // S3711-3.4-09: modulo 2^31
    }
  }
}
