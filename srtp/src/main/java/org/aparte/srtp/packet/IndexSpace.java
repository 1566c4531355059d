package org.aparte.srtp.packet;

/**
 * The indices of SRTP or of SRTCP that one SSRC can have: where they end, and what re-keys do to
 * them. Which were accepted is in a replay list that the caller keeps.
 *
 * <p>A re-key leaves that list alone (S3711-3.3.1-08, S3711-3.4-10, S7714-13.1-06), but for one
 * thing: when more than half of the space is used up, indices from 0 on may follow the last ones
 * under the new key, once. They end then before the first index that this key can have had already,
 * so that it has none of them twice.
 */
final class IndexSpace {

  private final long limit;
  private final ReplayWindow window;
  private boolean mayBeginAnew;
  private long firstOfKey;
  private long end;
  private long endOfPreviousKey;

  /**
   * A space of which nothing is used.
   *
   * @param limit the first number that is no index any more, a power of two
   * @param window the form of the replay list
   */
  IndexSpace(long limit, ReplayWindow window) {
    this.limit = limit;
    this.window = window;
    end = limit;
    endOfPreviousKey = limit;
  }

  /** Whether there is nothing that a new space would not say too. */
  boolean isAsNew() {
    return !mayBeginAnew && end == limit && endOfPreviousKey == limit;
  }

  /** Whether indices from 0 on may follow the last one. */
  boolean mayBeginAnew() {
    return mayBeginAnew;
  }

  /** The first index that no packet under the newest key can have any more. */
  long end() {
    return end;
  }

  /** Whether this index lies below the window, or behind the end. */
  boolean isTooOld(long[] lists, int at, long index) {
    return index >= end || (!beginsAnew(lists[at], index) && window.isTooOld(lists, at, index));
  }

  /** Whether an index that is not too old was accepted before. */
  boolean isReplayed(long[] lists, int at, long index) {
    return !beginsAnew(lists[at], index) && window.contains(lists, at, index);
  }

  /**
   * Records an index.
   *
   * @return whether the indices began anew
   */
  boolean accept(long[] lists, int at, long index) {
    boolean anew = beginsAnew(lists[at], index);
    if (anew) {
      window.clear(lists, at);
      mayBeginAnew = false;
      end = firstOfKey;
    }
    window.accept(lists, at, index);
    return anew;
  }

  /**
   * Whether a packet of the previous key can have this index and be no replay. Where the indices
   * may begin anew, the small ones are those of long ago under the old key; where they have begun
   * anew under it, the great ones.
   */
  boolean mayBeOfPreviousKey(long[] lists, int at, long index) {
    return !beginsAnew(lists[at], index) && index < endOfPreviousKey;
  }

  /** Tells that a new master key is in use. */
  void keyChanged(long[] lists, int at) {
    long highest = lists[at];
    endOfPreviousKey = end;
    end = limit;
    firstOfKey = Math.max(0, highest - window.packets() + 1);
    mayBeginAnew = highest > limit / 2;
  }

  /** Modulo the limit, the index lies ahead of the highest one and not behind it. */
  private boolean beginsAnew(long highest, long index) {
    return mayBeginAnew && highest - index > limit / 2;
  }
}
