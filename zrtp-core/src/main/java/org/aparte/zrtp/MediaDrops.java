package org.aparte.zrtp;

import java.util.List;
import org.aparte.zrtp.model.MediaDrop;
import org.aparte.zrtp.model.ZrtpEvent;

/** Counts what was dropped, and tells of it now and then: a flood is to make no flood of events. */
final class MediaDrops {

  /** How long nothing more is told of one reason. */
  static final long SILENCE_NANOS = 10_000_000_000L;

  private final long[] counts = new long[MediaDrop.values().length];
  private final long[] toldNanos = new long[MediaDrop.values().length];

  /** One more; the result holds an event when it is time for one. */
  ZrtpOutput count(MediaDrop reason, long nowNanos) {
    int index = reason.ordinal();
    boolean first = counts[index]++ == 0;
    if (!first && nowNanos - toldNanos[index] < SILENCE_NANOS) {
      return ZrtpOutput.NOTHING;
    }
    toldNanos[index] = nowNanos;
    return new ZrtpOutput(List.of(), List.of(new ZrtpEvent.MediaDropped(reason, counts[index])));
  }

  long counted(MediaDrop reason) {
    return counts[reason.ordinal()];
  }
}
