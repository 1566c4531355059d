package org.aparte.srtp.model;

import java.util.HashSet;
import java.util.Set;
import org.aparte.srtp.SrtpResult;

/**
 * The indices of one SSRC as RFC 3711 sections 3.3.1 and 3.3.2 tell of them, the slow way: every
 * index that was ever accepted is kept, and the guess is the nearest of all there are.
 */
final class StreamModel {

  static final long RTP_END = 1L << 48;
  static final long RTCP_END = 1L << 31;

  private static final long ROUND = 65_536;

  private final long end;
  private final long window;
  private final Set<Long> accepted = new HashSet<>();
  private long highest = -1;
  private long givenRoc = -1;

  /** After a re-key: indices may follow from 0 on, up to those that the key can have had. */
  private boolean mayBeginAnew;

  private long endOfKey;
  private long endOfPreviousKey;
  private long firstOfKey;

  StreamModel(long end, long window) {
    this.end = end;
    this.window = window;
    endOfKey = end;
    endOfPreviousKey = end;
  }

  /**
   * "v is chosen from the set { ROC-1, ROC, ROC+1 } such that i is closest to 2^16 * ROC + s_l".
   */
  long guess(int sequence) {
    if (givenRoc >= 0) {
      return givenRoc * ROUND + sequence;
    }
    if (highest < 0) {
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
    return nearest >= end && mayBeginAnew ? nearest - end : nearest;
  }

  /** What is known of an index, without looking at a tag. */
  SrtpResult judge(long index, boolean guessed) {
    if (index >= endOfKey) {
      return guessed ? SrtpResult.KEY_EXHAUSTED : SrtpResult.TOO_OLD;
    }
    if (beginsAnew(index)) {
      return SrtpResult.OK;
    }
    if (index <= highest - window) {
      return SrtpResult.TOO_OLD;
    }
    return accepted.contains(index) ? SrtpResult.REPLAYED : SrtpResult.OK;
  }

  /** Records an index; true when it was the first of a space begun anew. */
  boolean accept(long index) {
    boolean anew = beginsAnew(index);
    if (anew) {
      accepted.clear();
      highest = -1;
      mayBeginAnew = false;
      endOfKey = firstOfKey;
    }
    accepted.add(index);
    highest = Math.max(highest, index);
    givenRoc = -1;
    return anew;
  }

  private boolean beginsAnew(long index) {
    return mayBeginAnew && highest - index > end / 2;
  }

  boolean mayBeOfPreviousKey(long index) {
    return !beginsAnew(index) && index < endOfPreviousKey;
  }

  void keyChanged() {
    mayBeginAnew = highest > end / 2;
    endOfPreviousKey = endOfKey;
    endOfKey = end;
    firstOfKey = Math.max(0, highest - window + 1);
  }

  boolean giveRoc(long roc) {
    if ((roc < highest / ROUND && highest >= 0) || roc * ROUND >= endOfKey) {
      return false;
    }
    givenRoc = roc;
    return true;
  }

  long roc() {
    return givenRoc >= 0 ? givenRoc : highest < 0 ? 0 : highest / ROUND;
  }
}
