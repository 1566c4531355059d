package org.aparte.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A network: loses, duplicates and reorders, the same way for the same seed. */
final class Wire {

  private static final double LOST = 0.05;
  private static final double DUPLICATED = 0.03;
  private static final double REORDERED = 0.10;
  private static final int FARTHEST = 40;

  private Wire() {}

  /** The numbers of those of {@code packets} sent packets that arrive, in the order of arrival. */
  static List<Integer> arrivals(int packets, long seed) {
    Random random = new Random(seed);
    List<long[]> times = new ArrayList<>();
    for (int i = 0; i < packets; i++) {
      if (i > 0 && random.nextDouble() < LOST) {
        continue;
      }
      times.add(new long[] {i + delay(random), times.size(), i});
      if (random.nextDouble() < DUPLICATED) {
        times.add(new long[] {i + delay(random), times.size(), i});
      }
    }
    times.sort((a, b) -> a[0] != b[0] ? Long.compare(a[0], b[0]) : Long.compare(a[1], b[1]));
    List<Integer> arrivals = new ArrayList<>(times.size());
    times.forEach(time -> arrivals.add((int) time[2]));
    return arrivals;
  }

  private static long delay(Random random) {
    return random.nextDouble() < REORDERED ? random.nextInt(FARTHEST) : 0;
  }
}
