package org.aparte.trace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A requirement that is not ours to enforce, a row of docs/requirements/exceptions.csv.
 *
 * @param id the requirement
 * @param reasonClass whose business it is, or that it is refused
 * @param reason why, for this requirement
 */
record ExceptionRow(String id, String reasonClass, String reason) {

  /** The classes of reasons, explained in docs/requirements/README.md. */
  static final List<String> CLASSES =
      List.of(
          "specification",
          "key-management",
          "signalling",
          "dtls-stack",
          "rtp-stack",
          "deployment",
          "refused",
          "other-algorithm",
          "other-version");

  private static final List<String> HEAD = List.of("id", "reason-class", "reason");

  /** Reads the exceptions by id; what is wrong with the file is added to {@code problems}. */
  static Map<String, ExceptionRow> read(Path folder, List<String> problems) {
    List<List<String>> lines = new ArrayList<>(Catalogue.lines(folder.resolve("exceptions.csv")));
    if (lines.isEmpty() || !lines.remove(0).equals(HEAD)) {
      problems.add("exceptions.csv: the first line has to name the columns " + HEAD);
    }
    Map<String, ExceptionRow> rows = new TreeMap<>();
    for (List<String> line : lines) {
      String id = line.get(0);
      if (line.size() != HEAD.size() || line.get(2).isBlank()) {
        problems.add(id + ": an exception has an id, a reason class and a reason");
      } else if (!CLASSES.contains(line.get(1))) {
        problems.add(id + ": the reason class " + line.get(1) + " is not one of " + CLASSES);
      } else if (rows.put(id, new ExceptionRow(id, line.get(1), line.get(2))) != null) {
        problems.add(id + ": this id stands in exceptions.csv twice");
      }
    }
    return rows;
  }
}
