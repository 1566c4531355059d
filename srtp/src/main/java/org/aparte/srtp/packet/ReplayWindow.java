package org.aparte.srtp.packet;

import java.util.Arrays;

/**
 * The form of a replay list: the indices accepted so far, as a sliding window below the highest one
 * (RFC 3711 section 3.3.2). The list itself is a run of longs in somebody's array, the highest
 * index and then a bit for each index of the window, so that the lists of many SSRCs can stand in
 * one array.
 *
 * <p>Questions and the update are apart: {@link #isTooOld} and {@link #contains} before
 * authentication, so that a flood of replays costs no MACs; {@link #accept} after it, so that only
 * authenticated packets move the window.
 */
final class ReplayWindow {

  private static final long NONE = -1;

  private final int packets;

  /**
   * Lists of one size.
   *
   * @param packets a power of two, 64 or more
   */
  ReplayWindow(int packets) {
    this.packets = packets;
  }

  /** How many longs a list takes. */
  int longs() {
    return 1 + packets / 64;
  }

  /** How many indices below the highest one are remembered, with it. */
  int packets() {
    return packets;
  }

  /** Empties a list; one that was not used yet needs it too. */
  void clear(long[] lists, int at) {
    lists[at] = NONE;
    Arrays.fill(lists, at + 1, at + longs(), 0);
  }

  /** Whether the index lies below the window, so that nobody can tell whether it was seen. */
  boolean isTooOld(long[] lists, int at, long index) {
    long highest = lists[at];
    return highest - index >= packets && highest >= 0;
  }

  /** Whether an index that is not too old was accepted before. */
  boolean contains(long[] lists, int at, long index) {
    return index <= lists[at] && (lists[word(at, index)] & (1L << index)) != 0;
  }

  /** Records an index that is neither too old nor contained; moves the window first if needed. */
  void accept(long[] lists, int at, long index) {
    long highest = lists[at];
    // S3711-3.3.2-05: the window moves first, then the index is marked
    if (index > highest) {
      forgetBetween(lists, at, highest, index);
      lists[at] = index;
    }
    lists[word(at, index)] |= 1L << index;
  }

  private void forgetBetween(long[] lists, int at, long from, long to) {
    if (to == from + 1) {
      lists[word(at, to)] &= ~(1L << to);
    } else if (from < 0 || to - from >= packets) {
      Arrays.fill(lists, at + 1, at + longs(), 0);
    } else {
      for (long i = from + 1; i <= to; i++) {
        lists[word(at, i)] &= ~(1L << i);
      }
    }
  }

  private int word(int at, long index) {
    return at + 1 + ((int) (index >>> 6) & (packets / 64 - 1));
  }
}
