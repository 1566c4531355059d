package org.aparte.srtp.packet;

import java.util.Arrays;

/**
 * The indices accepted so far: a sliding window below the highest one (RFC 3711 section 3.3.2).
 *
 * <p>Questions and the update are apart: {@link #isTooOld} and {@link #contains} before
 * authentication, so that a flood of replays costs no MACs; {@link #accept} after it, so that only
 * authenticated packets move the window.
 */
public final class ReplayList {

  private static final int NONE = -1;

  private long highest = NONE;
  private final long[] seen;

  /**
   * An empty list.
   *
   * @param windowPackets a power of two, 64 or more
   */
  public ReplayList(int windowPackets) {
    seen = new long[windowPackets / 64];
  }

  /** Whether nothing was accepted yet. */
  public boolean isEmpty() {
    return highest < 0;
  }

  /** The highest accepted index, -1 when there is none. */
  public long highest() {
    return highest;
  }

  /** Whether the index lies below the window, so that nobody can tell whether it was seen. */
  public boolean isTooOld(long index) {
    return highest - index >= windowPackets() && highest >= 0;
  }

  /** Whether an index that is not too old was accepted before. */
  public boolean contains(long index) {
    return index <= highest && (seen[word(index)] & (1L << index)) != 0;
  }

  /** Records an index that is neither too old nor contained; moves the window first if needed. */
  public void accept(long index) {
    // S3711-3.3.2-05: the window moves first, then the index is marked
    if (index > highest) {
      forgetBetween(highest, index);
      highest = index;
    }
    seen[word(index)] |= 1L << index;
  }

  /** Empties the list: for an index space that begins anew under a new key. */
  public void clear() {
    highest = NONE;
    Arrays.fill(seen, 0);
  }

  private void forgetBetween(long from, long to) {
    if (from < 0 || to - from >= windowPackets()) {
      Arrays.fill(seen, 0);
      return;
    }
    for (long i = from + 1; i <= to; i++) {
      seen[word(i)] &= ~(1L << i);
    }
  }

  private int windowPackets() {
    return 64 * seen.length;
  }

  private int word(long index) {
    return (int) (index >>> 6) & (seen.length - 1);
  }
}
