package org.aparte.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link SrtpPackets} for all implementations, alternating, and prints a table of medians.
 *
 * <p>JMH by itself runs all forks of one implementation before the next; on a machine with other
 * work a slow minute would then fall on one of them. Here each round has one fork of each.
 */
public final class CompareSrtp {

  private CompareSrtp() {}

  /** {@code [rounds [seconds per iteration]]}, 3 and 1 by default. */
  public static void main(String[] arguments) throws RunnerException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    PrintStream table = System.out;
    System.setOut(System.err); // forks pass on the warnings of their JVM: the table stays clean
    Map<String, Map<Peer.Kind, Samples>> rows = new TreeMap<>();
    for (int round = 1; round <= rounds; round++) {
      System.err.println("round " + round + " of " + rounds);
      for (RunResult result : run(seconds)) {
        collect(result, rows);
      }
    }
    print(rows, table);
  }

  private static Collection<RunResult> run(int seconds) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(SrtpPackets.class.getName())
            .forks(1)
            .warmupTime(TimeValue.seconds(seconds))
            .measurementTime(TimeValue.seconds(seconds))
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .build();
    return new Runner(options).run();
  }

  private static void collect(RunResult result, Map<String, Map<Peer.Kind, Samples>> rows) {
    String operation = result.getParams().getBenchmark().replaceAll(".*\\.", "");
    String row =
        result.getParams().getParam("suite")
            + " "
            + result.getParams().getParam("payloadOctets")
            + " "
            + operation;
    Peer.Kind peer = Peer.Kind.valueOf(result.getParams().getParam("peer"));
    Samples samples =
        rows.computeIfAbsent(row, key -> new TreeMap<>())
            .computeIfAbsent(peer, key -> new Samples());
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        samples.nanos.add(iteration.getPrimaryResult().getScore());
        Result<?> allocated = iteration.getSecondaryResults().get("gc.alloc.rate.norm");
        if (allocated != null) {
          samples.octets.add(allocated.getScore());
        }
      }
    }
  }

  private static void print(Map<String, Map<Peer.Kind, Samples>> rows, PrintStream out) {
    out.println("JDK " + Runtime.version() + ", " + System.getProperty("os.arch"));
    out.println();
    out.println("| packet | aparte ns | spread | B/op | jitsi ns | spread | B/op | ratio |");
    out.println("|---|---|---|---|---|---|---|---|");
    rows.forEach((row, peers) -> {
      Samples ours = peers.getOrDefault(Peer.Kind.APARTE, new Samples());
      Samples theirs = peers.getOrDefault(Peer.Kind.JITSI, new Samples());
      out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %.2f |%n",
          row,
          ours.cells(),
          theirs.cells(),
          median(theirs.nanos) / median(ours.nanos));
    });
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    sorted.sort(null);
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }

  /** The measurements of one implementation in one row. */
  private static final class Samples {
    private final List<Double> nanos = new ArrayList<>();
    private final List<Double> octets = new ArrayList<>();

    /** Median, the middle half of all values, garbage. */
    private String cells() {
      List<Double> sorted = new ArrayList<>(nanos);
      sorted.sort(null);
      if (sorted.isEmpty()) {
        return "- | - | -";
      }
      return String.format(
          Locale.ROOT,
          "%.0f | %.0f-%.0f | %.0f",
          median(nanos),
          sorted.get(sorted.size() / 4),
          sorted.get(3 * sorted.size() / 4),
          median(octets));
    }
  }
}
