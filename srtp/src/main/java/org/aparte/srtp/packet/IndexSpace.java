package org.aparte.srtp.packet;

/**
 * The indices of SRTP or of SRTCP that one SSRC can have: which were accepted, and where they end.
 *
 * <p>A re-key leaves all of it alone (S3711-3.3.1-08, S3711-3.4-10, S7714-13.1-06), but for one
 * thing: when more than half of the space is used up, indices from 0 on may follow the last ones
 * under the new key, once. They end then before the first index that this key can have had already,
 * so that it has none of them twice.
 */
final class IndexSpace {

  private final long limit;
  private final int windowPackets;
  private final ReplayList accepted;
  private boolean mayBeginAnew;
  private long firstOfKey;
  private long end;
  private long endOfPreviousKey;

  /**
   * A space of which nothing is used.
   *
   * @param limit the first number that is no index any more, a power of two
   * @param windowPackets of the replay list: a power of two, 64 or more
   */
  IndexSpace(long limit, int windowPackets) {
    this.limit = limit;
    this.windowPackets = windowPackets;
    accepted = new ReplayList(windowPackets);
    end = limit;
    endOfPreviousKey = limit;
  }

  boolean isEmpty() {
    return accepted.isEmpty();
  }

  /** The highest accepted index, -1 when there is none. */
  long highest() {
    return accepted.highest();
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
  boolean isTooOld(long index) {
    return index >= end || (!beginsAnew(index) && accepted.isTooOld(index));
  }

  /** Whether an index that is not too old was accepted before. */
  boolean isReplayed(long index) {
    return !beginsAnew(index) && accepted.contains(index);
  }

  /**
   * Records an index.
   *
   * @return whether the indices began anew
   */
  boolean accept(long index) {
    boolean anew = beginsAnew(index);
    if (anew) {
      accepted.clear();
      mayBeginAnew = false;
      end = firstOfKey;
    }
    accepted.accept(index);
    return anew;
  }

  /**
   * Whether a packet of the previous key can have this index and be no replay. Where the indices
   * may begin anew, the small ones are those of long ago under the old key; where they have begun
   * anew under it, the great ones.
   */
  boolean mayBeOfPreviousKey(long index) {
    return !beginsAnew(index) && index < endOfPreviousKey;
  }

  /** Tells that a new master key is in use. */
  void keyChanged() {
    endOfPreviousKey = end;
    end = limit;
    firstOfKey = Math.max(0, accepted.highest() - windowPackets + 1);
    mayBeginAnew = accepted.highest() > limit / 2;
  }

  /** Modulo the limit, the index lies ahead of the highest one and not behind it. */
  private boolean beginsAnew(long index) {
    return mayBeginAnew && accepted.highest() - index > limit / 2;
  }
}
