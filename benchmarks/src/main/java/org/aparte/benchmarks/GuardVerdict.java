package org.aparte.benchmarks;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What {@link GuardPackets} has measured, and whether that is as it should be. */
final class GuardVerdict {

  /**
   * Rows whose time on the JCA tells whether the JVM has instructions for it: without them it is
   * more than this part of what plain Java takes.
   */
  private static final Map<String, Primitive> PRIMITIVES =
      Map.of(
          "CM128 without MAC 1200 protect", new Primitive("AES", 0.25),
          "CM128 1200 protect", new Primitive("AES or SHA-1", 1),
          "GCM128 1200 protect", new Primitive("AES or GHASH", 1));

  private final Map<String, Double> limits = new LinkedHashMap<>();
  private final Map<String, Map<GuardPackets.By, Double>> rows = new LinkedHashMap<>();
  private double plainJava = Double.MAX_VALUE;

  /**
   * A slice: the fastest counts, for whatever else the machine does only adds to it.
   *
   * @param limit how many times the JCA's time this row may take
   */
  void add(String row, double limit, GuardPackets.By by, double nanos) {
    limits.put(row, limit);
    rows.computeIfAbsent(row, key -> new EnumMap<>(GuardPackets.By.class))
        .merge(by, nanos, Math::min);
  }

  void addPlainJava(double nanos) {
    plainJava = Math.min(plainJava, nanos);
  }

  boolean isGood() {
    return rows.keySet().stream()
        .allMatch(
            row -> isGood(row, GuardPackets.By.APARTE) && isGood(row, GuardPackets.By.OPENED));
  }

  private boolean isGood(String row, GuardPackets.By ours) {
    return ratio(row, ours) <= limits.get(row);
  }

  private double ratio(String row, GuardPackets.By ours) {
    return rows.get(row).get(ours) / rows.get(row).get(GuardPackets.By.JCA);
  }

  /** A table, then a sentence for each thing that is not as it should be. */
  String text() {
    StringBuilder text = new StringBuilder(Report.machine()).append("\n\n");
    text.append("| fastest slice, ns | JCA alone | aparte | times | opened | times | limit |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    rows.forEach((row, times) ->
        text.append(
            String.format(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.2f | %.0f | %.2f | %.0f |%n",
                row,
                times.get(GuardPackets.By.JCA),
                times.get(GuardPackets.By.APARTE),
                ratio(row, GuardPackets.By.APARTE),
                times.get(GuardPackets.By.OPENED),
                ratio(row, GuardPackets.By.OPENED),
                limits.get(row))));
    text.append('\n');
    rows.forEach((row, times) -> {
      Primitive primitive = PRIMITIVES.get(row);
      double jca = times.get(GuardPackets.By.JCA);
      if (primitive != null && jca > primitive.part * plainJava) {
        text.append(
            String.format(
                Locale.ROOT,
                "This JVM uses no instruction for %s on this processor: %s takes its JCA %.0f"
                    + " ns, a table CRC in plain Java %.0f.%n",
                primitive.name,
                row,
                jca,
                plainJava));
      }
      complain(text, row, GuardPackets.By.APARTE);
      complain(text, row, GuardPackets.By.OPENED);
    });
    if (isGood()) {
      text.append("Every packet costs what it may beside its cryptography on the JCA.\n");
    }
    return text.toString();
  }

  private void complain(StringBuilder text, String row, GuardPackets.By ours) {
    if (!isGood(row, ours)) {
      text.append(
          String.format(
              Locale.ROOT,
              "TOO SLOW: %s %s costs %.1f times its cryptography on the JCA (%.0f : %.0f ns), and %.0f"
                  + " is the limit. Is an instruction no longer used, or a loop no longer wide?%n",
              row,
              ours == GuardPackets.By.OPENED ? "with srtp-intrinsics" : "without srtp-intrinsics",
              ratio(row, ours),
              rows.get(row).get(ours),
              rows.get(row).get(GuardPackets.By.JCA),
              limits.get(row)));
    }
  }

  private record Primitive(String name, double part) {}
}
