package org.aparte.zrtp;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.aparte.zrtp.model.MediaDrop;
import org.aparte.zrtp.model.ZrtpEvent;

/** Counts what was dropped, and tells of it now and then: a flood is to make no flood of events. */
final class MediaDrops {

  /** How long nothing more is told of one reason. */
  private static final long SILENCE_NANOS = 10_000_000_000L;

  private final Map<MediaDrop, Tally> tallies = new EnumMap<>(MediaDrop.class);

  MediaDrops() {
    for (MediaDrop reason : MediaDrop.values()) {
      tallies.put(reason, new Tally());
    }
  }

  /** One more; the result holds an event when it is time for one. */
  ZrtpOutput count(MediaDrop reason, long nowNanos) {
    Tally tally = tally(reason);
    boolean first = tally.count++ == 0;
    if (!first && nowNanos - tally.toldNanos < SILENCE_NANOS) {
      return ZrtpOutput.NOTHING;
    }
    tally.toldNanos = nowNanos;
    return new ZrtpOutput(List.of(), List.of(new ZrtpEvent.MediaDropped(reason, tally.count)));
  }

  long counted(MediaDrop reason) {
    return tally(reason).count;
  }

  private Tally tally(MediaDrop reason) {
    return Objects.requireNonNull(tallies.get(reason));
  }

  private static final class Tally {
    private long count;
    private long toldNanos;
  }
}
