package org.aparte.zrtp.state;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.aparte.srtp.secret.Octets;
import org.jspecify.annotations.Nullable;

/** The one timer of a stream, as it runs. */
final class Timers {

  private static final long NANOS_PER_MILLI = 1_000_000;

  private @Nullable Timer timer;
  private long dueNanos;
  private long waitMillis;
  private int repeated;

  void start(Timer next, long nowNanos) {
    timer = next;
    repeated = 0;
    waitMillis = next.schedule().firstMillis();
    dueNanos = nowNanos + waitMillis * NANOS_PER_MILLI;
  }

  /** Changes what is left of the schedule, and neither what is repeated nor the pace. */
  void extend(RetransmitSchedule schedule) {
    if (timer != null) {
      timer = new Timer(schedule, timer.messages(), timer.everyThird());
    }
  }

  void stop() {
    timer = null;
  }

  OptionalLong due() {
    return timer == null ? OptionalLong.empty() : OptionalLong.of(dueNanos);
  }

  boolean isDue(long nowNanos) {
    // Differences, not values: nanoTime may pass Long.MAX_VALUE
    return timer != null && nowNanos - dueNanos >= 0;
  }

  /**
   * What is to be repeated now, once {@link #isDue}; nothing when the schedule is exhausted, and
   * then the timer has stopped. Waits that passed unnoticed are not made up for.
   */
  @Nullable List<Octets> repeat(long nowNanos) {
    Timer due = timer;
    if (due == null || repeated == due.schedule().resends()) {
      timer = null;
      return null;
    }
    repeated++;
    waitMillis = due.schedule().after(waitMillis);
    dueNanos = nowNanos + waitMillis * NANOS_PER_MILLI;
    List<Octets> messages = new ArrayList<>();
    if (repeated % 3 == 0) {
      messages.addAll(due.everyThird());
    }
    messages.addAll(due.messages());
    return messages;
  }
}
