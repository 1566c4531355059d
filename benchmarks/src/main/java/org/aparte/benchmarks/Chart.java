package org.aparte.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Bars of nanoseconds per packet as SVG, a group for each kind of packet; shorter is faster. */
final class Chart {

  private static final int WIDTH = 860;
  private static final int LABELS = 204;
  private static final int BARS = 540;
  private static final int BAR = 15;
  private static final int GAP = 14;
  private static final int TOP = 104;
  private static final int MOST_LINES = 8;

  private final List<Peer.Kind> peers;
  private final Map<String, Map<Peer.Kind, Samples>> rows;
  private final StringBuilder svg = new StringBuilder();

  Chart(List<Peer.Kind> peers, Map<String, Map<Peer.Kind, Samples>> rows) {
    this.peers = peers;
    this.rows = rows;
  }

  String svg(String machine) {
    int bars = rows.values().stream().mapToInt(Map::size).sum();
    int height = TOP + bars * BAR + rows.size() * GAP + 16;
    add(
        String.format(
            Locale.ROOT,
            "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d' "
                + "font-family='sans-serif' font-size='12'>",
            WIDTH,
            height,
            WIDTH,
            height));
    add("<rect width='100%' height='100%' fill='white'/>");
    add(
        "<text x='16' y='24' font-size='16'>Nanoseconds per SRTP packet, medians (shorter is"
            + " faster)</text>");
    add(
        String.format(
            Locale.ROOT, "<text x='16' y='42' font-size='10' fill='#555'>%s</text>", machine));
    legend();
    double most = most();
    scale(most, height - 16);
    int y = TOP;
    for (Map.Entry<String, Map<Peer.Kind, Samples>> row : rows.entrySet()) {
      int group = row.getValue().size() * BAR;
      add(
          String.format(
              Locale.ROOT,
              "<text x='%d' y='%d' text-anchor='end'>%s</text>",
              LABELS - 8,
              y + group / 2 + 4,
              row.getKey()));
      for (Map.Entry<Peer.Kind, Samples> peer : row.getValue().entrySet()) {
        bar(y, peer.getKey(), peer.getValue().medianNanos(), most);
        y += BAR;
      }
      y += GAP;
    }
    add("</svg>");
    return svg.toString();
  }

  private void legend() {
    int x = 16;
    for (Peer.Kind peer : peers) {
      String name = Report.name(peer);
      add(
          String.format(
              Locale.ROOT,
              "<rect x='%d' y='54' width='11' height='11' fill='%s'/>",
              x,
              colour(peer)));
      add(String.format(Locale.ROOT, "<text x='%d' y='64'>%s</text>", x + 16, name));
      x += 44 + 7 * name.length();
    }
  }

  /** Lines at round numbers, behind the bars. */
  private void scale(double most, int bottom) {
    int step = 100;
    for (int digit = 0; most / step > MOST_LINES; digit++) {
      step = step / 10 * (digit % 3 == 1 ? 25 : 20); // 100, 200, 500, 1000, ...
    }
    for (int nanos = 0; nanos <= most; nanos += step) {
      double x = LABELS + nanos / most * BARS;
      add(
          String.format(
              Locale.ROOT,
              "<path d='M%.1f %dV%d' stroke='#e2e2e2'/><text x='%.1f' y='%d' font-size='10'"
                  + " fill='#777' text-anchor='middle'>%d</text>",
              x,
              TOP - 10,
              bottom,
              x,
              TOP - 14,
              nanos));
    }
  }

  /** A bar longer than the scale is cut, and shows it. */
  private void bar(int y, Peer.Kind peer, double nanos, double most) {
    double length = Math.min(1, nanos / most) * BARS;
    add(
        String.format(
            Locale.ROOT,
            "<rect x='%d' y='%d' width='%.1f' height='%d' fill='%s'/>",
            LABELS,
            y,
            length,
            BAR - 2,
            colour(peer)));
    if (nanos > most) {
      add(
          String.format(
              Locale.ROOT,
              "<path d='M%d %dl6 -%dm5 0l-6 %d' stroke='white' stroke-width='2'/>",
              LABELS + BARS - 24,
              y + BAR - 1,
              BAR,
              BAR));
    }
    add(
        String.format(
            Locale.ROOT,
            "<text x='%.1f' y='%d' font-size='11'>%.0f</text>",
            LABELS + length + 5,
            y + BAR - 4,
            nanos));
  }

  /** The scale: the slowest of those that run in Java, so that one slow library squeezes nobody. */
  private double most() {
    return rows.values().stream()
        .flatMap(samples -> samples.entrySet().stream())
        .filter(e -> e.getKey().compareTo(Peer.Kind.JITSI) <= 0)
        .mapToDouble(e -> e.getValue().medianNanos())
        .max()
        .orElse(1);
  }

  private static String colour(Peer.Kind peer) {
    return switch (peer) {
      case APARTE -> "#1b6ca8";
      case OPENED -> "#0b3c5d";
      case JITSI -> "#d98e04";
      case LIBSRTP -> "#8a8a8a";
      case LIBSRTP_NAMED -> "#555555";
    };
  }

  private void add(String line) {
    svg.append(line).append('\n');
  }
}
