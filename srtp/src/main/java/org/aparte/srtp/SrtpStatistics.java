package org.aparte.srtp;

/** How many packets met which {@link SrtpResult}, since the sender or receiver was made. */
public final class SrtpStatistics {

  private final long[] rtp = new long[SrtpResult.values().length];
  private final long[] rtcp = new long[SrtpResult.values().length];
  private long rocTrials;
  private long unauthenticated;

  SrtpStatistics() {}

  /** RTP packets with this result. */
  public long rtp(SrtpResult result) {
    return rtp[-result.code()];
  }

  /** RTCP packets with this result. */
  public long rtcp(SrtpResult result) {
    return rtcp[-result.code()];
  }

  /** Packets that were authentic under a ROC other than the likeliest. */
  public long rocTrialsThatHelped() {
    return rocTrials;
  }

  /** Packets of RFC 4771 mode 1 that carried no tag, and were let through as that mode has it. */
  public long unauthenticated() {
    return unauthenticated;
  }

  int countRtp(int lengthOrCode) {
    rtp[lengthOrCode >= 0 ? 0 : -lengthOrCode]++;
    return lengthOrCode;
  }

  int countRtcp(int lengthOrCode) {
    rtcp[lengthOrCode >= 0 ? 0 : -lengthOrCode]++;
    return lengthOrCode;
  }

  void countRocTrial() {
    rocTrials++;
  }

  void countUnauthenticated() {
    unauthenticated++;
  }

  /** The counts that are not zero. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("SrtpStatistics[");
    for (SrtpResult result : SrtpResult.values()) {
      if (rtp(result) + rtcp(result) > 0) {
        text.append(result).append(" RTP ").append(rtp(result));
        text.append(" RTCP ").append(rtcp(result)).append("; ");
      }
    }
    return text.append(']').toString();
  }
}
