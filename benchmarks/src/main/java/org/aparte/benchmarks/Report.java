package org.aparte.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, as tables, as JSON and as a chart. */
final class Report {

  static final List<Peer.Kind> OURS = List.of(Peer.Kind.APARTE, Peer.Kind.OPENED);
  static final int SSRCS = 10_000;
  static final int THREADS = 2;

  private final List<Peer.Kind> peers;
  private final Map<String, Map<Peer.Kind, Samples>> rows = new LinkedHashMap<>();
  private final Map<String, Map<Peer.Kind, Samples>> manySsrcs = new LinkedHashMap<>();
  private final Map<String, Map<Peer.Kind, Samples>> threads = new LinkedHashMap<>();
  private final Map<String, Map<Peer.Kind, Samples>> batches = new LinkedHashMap<>();
  private final Samples emptyCall = new Samples();

  Report(List<Peer.Kind> peers) {
    this.peers = peers;
  }

  Samples of(String row, Peer.Kind peer) {
    return in(rows, row, peer);
  }

  /** The same packets of {@link #SSRCS} SSRCs in turn, all in one sender. */
  Samples ofManySsrcs(String row, Peer.Kind peer) {
    return in(manySsrcs, row, peer);
  }

  /** The same on {@link #THREADS} threads, each with a sender of its own: ns of each thread. */
  Samples ofThreads(String row, Peer.Kind peer) {
    return in(threads, row, peer);
  }

  /** The same in batches of {@link SrtpPackets#RING}, which only ours has. */
  Samples ofBatches(String row, Peer.Kind peer) {
    return in(batches, row, peer);
  }

  private static Samples in(Map<String, Map<Peer.Kind, Samples>> rows, String row, Peer.Kind peer) {
    return rows.computeIfAbsent(row, key -> new EnumMap<>(Peer.Kind.class))
        .computeIfAbsent(peer, key -> new Samples());
  }

  Samples emptyCall() {
    return emptyCall;
  }

  /** How a peer is called in tables and in the chart. */
  static String name(Peer.Kind peer) {
    return switch (peer) {
      case APARTE -> "aparte";
      case OPENED -> "aparte, opened";
      case JITSI -> "jitsi-srtp";
      case LIBSRTP -> "libsrtp2";
      case LIBSRTP_NAMED -> "libsrtp2 named";
    };
  }

  /** JDK, machine and versions in one line. */
  static String machine() {
    return "JDK "
        + Runtime.version()
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores of "
        + processor()
        + ", "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + ", jitsi-srtp 1.1-23-gaf3cd06";
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.replaceAll(".*: ", ""))
          .findFirst()
          .orElse("an unknown processor");
    } catch (IOException e) {
      return "an unknown processor";
    }
  }

  /** Tables: nanoseconds with spread and garbage, ratios, and how ours scales. */
  String tables() {
    StringBuilder text = new StringBuilder(machine()).append("\n\n");
    head(text, peers.stream().map(Report::name).toList());
    rows.forEach((row, samples) ->
        line(
            text,
            row,
            peers.stream()
                .map(peer -> samples.containsKey(peer) ? samples.get(peer).cell() : "-")
                .toList()));
    text.append("\nTimes as fast, by the medians (by the fastest slices):\n\n");
    List<String> pairs = new ArrayList<>();
    OURS.forEach(ours -> others().forEach(p -> pairs.add(name(ours) + " : " + name(p))));
    head(text, pairs);
    rows.forEach((row, samples) -> {
      List<String> cells = new ArrayList<>();
      OURS.forEach(
          ours -> others().forEach(p -> cells.add(ratio(1, samples.get(p), samples.get(ours)))));
      line(text, row, cells);
    });
    batches(text);
    scaling(text);
    if (!Double.isNaN(emptyCall.medianNanos())) {
      text.append(
          String.format(
              Locale.ROOT,
              "%nOf libsrtp2's time the call from Java is %.1f ns.%n",
              emptyCall.medianNanos()));
    }
    return text.toString();
  }

  private void batches(StringBuilder text) {
    if (batches.isEmpty()) {
      return;
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%nIn batches of %d: a packet, and times as fast as by single calls:%n%n",
            SrtpPackets.RING));
    List<String> columns = new ArrayList<>(OURS.stream().map(Report::name).toList());
    OURS.forEach(ours -> beside(ours).forEach(p -> columns.add(name(ours) + " : " + name(p))));
    head(text, columns);
    batches.forEach((row, samples) -> {
      List<String> cells = new ArrayList<>(OURS.stream().map(p -> samples.get(p).cell()).toList());
      for (Peer.Kind ours : OURS) {
        beside(ours).forEach(p -> cells.add(ratio(1, rows.get(row).get(p), samples.get(ours))));
      }
      line(text, row, cells);
    });
  }

  /** Whose single calls one of ours is compared with: its own, and those of the others. */
  private List<Peer.Kind> beside(Peer.Kind ours) {
    return peers.stream().filter(peer -> peer == ours || !OURS.contains(peer)).toList();
  }

  private void scaling(StringBuilder text) {
    if (manySsrcs.isEmpty()) {
      return;
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%nTime of a packet with %,d SSRCs in turn, by that with one; packets of %d threads, by"
                + " those of one%n(medians, in brackets the fastest slices):%n%n",
            SSRCS,
            THREADS));
    List<String> columns = new ArrayList<>();
    OURS.forEach(ours -> columns.add(name(ours) + ", SSRCs"));
    OURS.forEach(ours -> columns.add(name(ours) + ", threads"));
    head(text, columns);
    manySsrcs.forEach((row, many) -> {
      List<String> cells = new ArrayList<>();
      OURS.forEach(ours -> cells.add(ratio(1, many.get(ours), of(row, ours))));
      OURS.forEach(ours -> cells.add(ratio(THREADS, of(row, ours), ofThreads(row, ours))));
      line(text, row, cells);
    });
  }

  private static void head(StringBuilder text, List<String> columns) {
    line(text, "packet", columns);
    text.append("|---|").append("---|".repeat(columns.size())).append('\n');
  }

  private static void line(StringBuilder text, String row, List<String> cells) {
    text.append("| ").append(row).append(" | ").append(String.join(" | ", cells)).append(" |\n");
  }

  private List<Peer.Kind> others() {
    return peers.stream().filter(peer -> !OURS.contains(peer)).toList();
  }

  private static String ratio(int times, Samples above, Samples below) {
    return above == null || below == null
        ? "-"
        : String.format(
            Locale.ROOT,
            "%.2f (%.2f)",
            times * above.medianNanos() / below.medianNanos(),
            times * above.fastestNanos() / below.fastestNanos());
  }

  String json() {
    StringBuilder text = new StringBuilder("{\n \"machine\": \"").append(machine()).append('"');
    group(text, "rows", rows);
    group(text, "batches of " + SrtpPackets.RING, batches);
    group(text, SSRCS + " SSRCs", manySsrcs);
    group(text, THREADS + " threads", threads);
    return text.append("\n}\n").toString();
  }

  private static void group(
      StringBuilder text, String name, Map<String, Map<Peer.Kind, Samples>> rows) {
    text.append(",\n \"").append(name).append("\": {");
    String comma = "";
    for (Map.Entry<String, Map<Peer.Kind, Samples>> row : rows.entrySet()) {
      text.append(comma).append("\n  \"").append(row.getKey()).append("\": {");
      comma = "";
      for (Map.Entry<Peer.Kind, Samples> peer : row.getValue().entrySet()) {
        text.append(comma).append("\n   \"").append(name(peer.getKey())).append("\": ");
        text.append(peer.getValue().json());
        comma = ",";
      }
      text.append("}");
      comma = ",";
    }
    text.append("}");
  }

  /** Bars of nanoseconds, a group for each kind of packet. */
  String svg() {
    return new Chart(peers, rows).svg(machine());
  }
}
