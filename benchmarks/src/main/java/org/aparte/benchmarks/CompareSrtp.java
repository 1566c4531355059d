package org.aparte.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link SrtpPackets} for all implementations, alternating, and writes tables, JSON and a
 * chart.
 *
 * <p>JMH by itself runs all forks of one implementation before the next; on a machine with other
 * work a slow minute would then fall on one of them. Here each kind of packet has one fork of each
 * in turn, and that as often as there are rounds.
 */
public final class CompareSrtp {

  private static final List<String> OPENS =
      List.of(
          "--add-opens=java.base/sun.security.provider=ALL-UNNAMED",
          "--add-opens=java.base/com.sun.crypto.provider=ALL-UNNAMED");

  private final int millis;
  private final String scaled;
  private final Map<Peer.Kind, String> libraries;
  private final Report report;

  private CompareSrtp(
      int millis, String scaled, List<Peer.Kind> peers, Map<Peer.Kind, String> libraries) {
    this.millis = millis;
    this.scaled = scaled;
    this.libraries = libraries;
    this.report = new Report(peers);
  }

  /**
   * {@code ROUNDS MILLISECONDS SUITES SCALED FOLDER [LIBSRTP2]}: how often, how long, what, which
   * of its rows with many SSRCs and with threads too (a regular expression), where to.
   */
  public static void main(String[] arguments) throws RunnerException, IOException {
    int rounds = Integer.parseInt(arguments[0]);
    int millis = Integer.parseInt(arguments[1]);
    List<Suite> suites = new ArrayList<>();
    for (String suite : arguments[2].split(",", -1)) {
      suites.add(Suite.valueOf(suite));
    }
    Path folder = Path.of(arguments[4]);
    String named = arguments.length > 5 ? arguments[5] : "";
    Map<Peer.Kind, String> libraries =
        Map.of(Peer.Kind.LIBSRTP, "libsrtp2.so.1", Peer.Kind.LIBSRTP_NAMED, named);
    List<Peer.Kind> peers =
        new ArrayList<>(List.of(Peer.Kind.APARTE, Peer.Kind.OPENED, Peer.Kind.JITSI));
    for (Peer.Kind foreign : List.of(Peer.Kind.LIBSRTP, Peer.Kind.LIBSRTP_NAMED)) {
      String library = libraries.get(foreign);
      if (!library.isEmpty() && Libsrtp.isThere(library)) {
        peers.add(foreign);
      } else if (!library.isEmpty()) {
        System.err.println("not measured: " + library + " (absent, or this JDK is older than 22)");
      }
    }
    PrintStream out = System.out;
    System.setOut(System.err); // forks pass on the warnings of their JVM: the tables stay clean
    CompareSrtp compare = new CompareSrtp(millis, arguments[3], peers, libraries);
    for (int round = 1; round <= rounds; round++) {
      System.err.println("round " + round + " of " + rounds);
      compare.run(suites, peers);
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("packets.json"), compare.report.json());
    Files.writeString(folder.resolve("packets.svg"), compare.report.svg());
    out.print(compare.report.tables());
  }

  private void run(List<Suite> suites, List<Peer.Kind> peers) throws RunnerException {
    for (Suite suite : suites) {
      for (String octets : List.of("160", "1200")) {
        for (String operation : List.of("protectRtp", "unprotectRtp")) {
          String row = suite + " " + octets + " " + operation;
          for (Peer.Kind peer : peers) {
            run(packets(operation, suite, octets, peer), report.of(row, peer));
          }
          if (operation.equals("protectRtp") && suite == Suite.CM128) {
            for (Peer.Kind peer : Report.OURS) {
              run(
                  packets(operation + "InBatches", suite, octets, peer),
                  report.ofBatches(row, peer));
            }
          }
          if (row.matches(scaled)) {
            for (Peer.Kind peer : Report.OURS) {
              ChainedOptionsBuilder options = packets(operation, suite, octets, peer);
              run(options.param("ssrcs", "" + Report.SSRCS), report.ofManySsrcs(row, peer));
              options = packets(operation, suite, octets, peer);
              run(options.threads(Report.THREADS), report.ofThreads(row, peer));
            }
          }
        }
      }
    }
    if (peers.contains(Peer.Kind.LIBSRTP)) {
      run(options(EmptyCall.class.getName() + ".call", Peer.Kind.LIBSRTP), report.emptyCall());
    }
  }

  private ChainedOptionsBuilder packets(
      String operation, Suite suite, String octets, Peer.Kind peer) {
    return options(SrtpPackets.class.getName() + "." + operation, peer)
        .param("payloadOctets", octets)
        .param("suite", suite.name())
        .param("peer", peer.name());
  }

  private static void run(ChainedOptionsBuilder options, Samples samples) throws RunnerException {
    for (RunResult result : new Runner(options.build()).run()) {
      samples.add(result);
    }
  }

  private ChainedOptionsBuilder options(String benchmark, Peer.Kind peer) {
    List<String> jvm = new ArrayList<>(OPENS);
    jvm.add("-XX:+UseParallelGC");
    // A heap that does not grow: a page that is touched for the first time costs ten packets of it.
    jvm.addAll(List.of("-Xms512m", "-Xmx512m", "-Xmn64m", "-XX:+AlwaysPreTouch"));
    if (libraries.containsKey(peer)) {
      jvm.add("--enable-native-access=ALL-UNNAMED");
      jvm.add("-Daparte.libsrtp=" + libraries.get(peer));
    }
    return new OptionsBuilder()
        .include(benchmark + "$")
        .shouldFailOnError(true)
        .forks(1)
        .jvmArgsAppend(jvm.toArray(String[]::new))
        // C2 is done with a Java peer after two or three seconds, and with a call into C at once.
        .warmupIterations(libraries.containsKey(peer) ? 1 : 5)
        .warmupTime(TimeValue.milliseconds(millis))
        .measurementIterations(5)
        .measurementTime(TimeValue.milliseconds(millis / 4))
        .addProfiler(GCProfiler.class)
        .verbosity(VerboseMode.SILENT);
  }
}
