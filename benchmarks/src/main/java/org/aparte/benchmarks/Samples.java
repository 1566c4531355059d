package org.aparte.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** The measurements of one implementation at one kind of packet, over all forks. */
final class Samples {

  private final List<Double> nanos = new ArrayList<>();
  private final List<Double> octets = new ArrayList<>();

  void add(RunResult run) {
    for (BenchmarkResult fork : run.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        nanos.add(iteration.getPrimaryResult().getScore());
        Result<?> allocated = iteration.getSecondaryResults().get("gc.alloc.rate.norm");
        if (allocated != null) {
          octets.add(allocated.getScore());
        }
      }
    }
  }

  double medianNanos() {
    return quantile(nanos, 0.5);
  }

  double fastestNanos() {
    return quantile(nanos, 0);
  }

  double medianOctets() {
    return quantile(octets, 0.5);
  }

  /** Median, the fastest slice, the middle half of all, garbage. */
  String cell() {
    return String.format(
        Locale.ROOT,
        "**%.0f** (%.0f; %.0f-%.0f) %.0f B",
        medianNanos(),
        fastestNanos(),
        quantile(nanos, 0.25),
        quantile(nanos, 0.75),
        medianOctets());
  }

  String json() {
    String all =
        nanos.stream()
            .map(value -> String.format(Locale.ROOT, "%.1f", value))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "{\"median\": %.1f, \"octets\": %.1f, \"slices\": [%s]}",
        medianNanos(),
        medianOctets(),
        all);
  }

  private static double quantile(List<Double> values, double part) {
    List<Double> sorted = new ArrayList<>(values);
    sorted.sort(null);
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get(Math.min(sorted.size() - 1, (int) (part * sorted.size())));
  }
}
