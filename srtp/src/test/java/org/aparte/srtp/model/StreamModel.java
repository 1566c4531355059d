package org.aparte.srtp.model;

import java.util.HashSet;
import java.util.Set;
import org.aparte.srtp.SrtpResult;

/**
 * The indices of one SSRC as RFC 3711 sections 3.3.1 and 3.3.2 tell of them, the slow way: every
 * index that was ever accepted is kept, and the guess is the nearest of all there are.
 */
final class StreamModel {

  private static final long ROUND = 65_536;
  private static final long END = ROUND * ROUND * ROUND;

  private final long window;
  private final Set<Long> accepted = new HashSet<>();
  private long highest = -1;
  private long givenRoc = -1;

  StreamModel(long window) {
    this.window = window;
  }

  /**
   * "v is chosen from the set { ROC-1, ROC, ROC+1 } such that i is closest to 2^16 * ROC + s_l".
   */
  long guess(int sequence) {
    if (givenRoc >= 0) {
      return givenRoc * ROUND + sequence;
    }
    if (accepted.isEmpty()) {
      return sequence;
    }
    long roc = highest / ROUND;
    long nearest = roc * ROUND + sequence;
    for (long v : new long[] {roc - 1, roc + 1}) {
      long i = v * ROUND + sequence;
      if (v >= 0 && Math.abs(i - highest) < Math.abs(nearest - highest)) {
        nearest = i;
      }
    }
    return nearest;
  }

  /** What is known of an index without looking at a tag. */
  SrtpResult judge(long index) {
    if (index >= END) {
      return SrtpResult.KEY_EXHAUSTED;
    }
    if (index <= highest - window) {
      return SrtpResult.TOO_OLD;
    }
    return accepted.contains(index) ? SrtpResult.REPLAYED : SrtpResult.OK;
  }

  void accept(long index) {
    accepted.add(index);
    highest = Math.max(highest, index);
    givenRoc = -1;
  }

  boolean giveRoc(long roc) {
    if (roc < highest / ROUND && highest >= 0) {
      return false;
    }
    givenRoc = roc;
    return true;
  }

  long roc() {
    return givenRoc >= 0 ? givenRoc : highest < 0 ? 0 : highest / ROUND;
  }
}
