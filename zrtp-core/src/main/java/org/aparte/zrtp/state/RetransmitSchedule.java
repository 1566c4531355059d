package org.aparte.zrtp.state;

/**
 * When a message is repeated (RFC 6189 section 6): after a first wait, then after waits that double
 * up to a cap, so many times. One more wait of the cap, and the schedule is exhausted.
 *
 * @param firstMillis the wait before the first repetition
 * @param capMillis the longest wait
 * @param resends how often the message is repeated; 0 for a timer that only waits
 */
record RetransmitSchedule(long firstMillis, long capMillis, int resends) {

  /** Of Hello: 3.75 seconds until the last repetition (Z-6-04, Z-6-05). */
  static final RetransmitSchedule T1 = new RetransmitSchedule(50, 200, 20);

  /** Of Hello once the peer is known to speak ZRTP: 12.15 seconds (Z-6-14). */
  static final RetransmitSchedule T1_PEER_KNOWN = new RetransmitSchedule(50, 200, 62);

  /** Of everything else: 9.45 seconds until the last repetition (Z-6-10, Z-6-11). */
  static final RetransmitSchedule T2 = new RetransmitSchedule(150, 1200, 10);

  /** One wait, and nothing to repeat. */
  static RetransmitSchedule once(long millis) {
    return new RetransmitSchedule(millis, millis, 0);
  }

  /** The same with waits that are no shorter than the round-trip time (Z-6-16). */
  RetransmitSchedule atLeast(long roundTripMillis) {
    return new RetransmitSchedule(
        Math.max(firstMillis, roundTripMillis), Math.max(capMillis, roundTripMillis), resends);
  }

  /** The wait after one of this many milliseconds. */
  long after(long waitMillis) {
    return Math.min(2 * waitMillis, capMillis);
  }
}
