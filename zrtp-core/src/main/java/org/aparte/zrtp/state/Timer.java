package org.aparte.zrtp.state;

import java.util.List;
import org.aparte.srtp.secret.Octets;

/**
 * What is repeated, and when. A repeated message has the octets of the first one (Z-6-01).
 *
 * @param schedule when
 * @param messages what is sent at each repetition, in this order
 * @param everyThird what goes before them at every third repetition
 */
record Timer(RetransmitSchedule schedule, List<Octets> messages, List<Octets> everyThird) {

  static Timer repeating(RetransmitSchedule schedule, Octets message) {
    return new Timer(schedule, List.of(message), List.of());
  }

  /** A wait at the end of which the state is told. */
  static Timer waiting(long millis) {
    return new Timer(RetransmitSchedule.once(millis), List.of(), List.of());
  }
}
