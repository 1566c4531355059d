package org.aparte.zrtp.state;

/**
 * So many answers in a second to what anybody can send: more would make us an amplifier, or a
 * mirror for floods.
 */
final class RateLimit {

  static final int PER_SECOND = 10;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private boolean used;
  private long secondBeganNanos;
  private int count;

  /** Whether one more answer is within the limit; counts it. */
  boolean allows(long nowNanos) {
    if (!used || nowNanos - secondBeganNanos >= NANOS_PER_SECOND) {
      used = true;
      secondBeganNanos = nowNanos;
      count = 0;
    }
    return count++ < PER_SECOND;
  }
}
