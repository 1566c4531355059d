package org.aparte.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, as tables, as JSON and as a chart. */
final class Report {

  private final List<Peer.Kind> peers;
  private final Map<String, Map<Peer.Kind, Samples>> rows = new LinkedHashMap<>();
  private final Samples emptyCall = new Samples();

  Report(List<Peer.Kind> peers) {
    this.peers = peers;
  }

  Samples of(String row, Peer.Kind peer) {
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

  /** Two tables: nanoseconds with spread and garbage, and ratios. */
  String tables() {
    StringBuilder text = new StringBuilder(machine()).append("\n\n| packet |");
    peers.forEach(peer -> text.append(' ').append(name(peer)).append(" |"));
    text.append("\n|---|").append("---|".repeat(peers.size())).append('\n');
    rows.forEach((row, samples) -> {
      text.append("| ").append(row).append(" |");
      for (Peer.Kind peer : peers) {
        Samples found = samples.get(peer);
        text.append(' ').append(found == null ? "-" : found.cell()).append(" |");
      }
      text.append('\n');
    });
    text.append("\nTimes as fast, by the medians (by the fastest slices):\n\n| packet |");
    for (Peer.Kind ours : ours()) {
      others().forEach(p -> text.append(" %s : %s |".formatted(name(ours), name(p))));
    }
    text.append("\n|---|").append("---|".repeat(ours().size() * others().size())).append('\n');
    rows.forEach((row, samples) -> {
      text.append("| ").append(row).append(" |");
      for (Peer.Kind ours : ours()) {
        others().forEach(p -> text.append(ratio(samples.get(p), samples.get(ours))));
      }
      text.append('\n');
    });
    if (!Double.isNaN(emptyCall.medianNanos())) {
      text.append(
          String.format(
              Locale.ROOT,
              "%nOf libsrtp2's time the call from Java is %.1f ns.%n",
              emptyCall.medianNanos()));
    }
    return text.toString();
  }

  private List<Peer.Kind> ours() {
    return List.of(Peer.Kind.APARTE, Peer.Kind.OPENED);
  }

  private List<Peer.Kind> others() {
    return peers.stream().filter(peer -> !ours().contains(peer)).toList();
  }

  private static String ratio(Samples theirs, Samples ours) {
    return theirs == null || ours == null
        ? " - |"
        : String.format(
            Locale.ROOT,
            " %.2f (%.2f) |",
            theirs.medianNanos() / ours.medianNanos(),
            theirs.fastestNanos() / ours.fastestNanos());
  }

  String json() {
    StringBuilder text = new StringBuilder("{\n \"machine\": \"").append(machine());
    text.append("\",\n \"rows\": {");
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
    return text.append("}\n}\n").toString();
  }

  /** Bars of nanoseconds, a group for each kind of packet. */
  String svg() {
    return new Chart(peers, rows).svg(machine());
  }
}
