package org.aparte.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of requirements, docs/requirements/NAME.csv.
 *
 * @param name of the file without its ending
 * @param rows as they stand in the file, without those that cannot be read
 * @param problems what is wrong with the file
 */
record Catalogue(String name, List<CatalogueRow> rows, List<String> problems) {

  /** Document, section and running number, in groups 1 and 2 what the row repeats. */
  static final Pattern ID = Pattern.compile("\\b(S[0-9]{4}|Z)-([0-9A-Z][0-9A-Za-z.]*)-[0-9]{2}\\b");

  private static final List<String> HEAD =
      List.of("id", "section", "level", "applies_to", "summary", "how_testable", "notes");

  Catalogue {
    rows = Collections.unmodifiableList(rows);
    problems = Collections.unmodifiableList(problems);
  }

  static Catalogue read(Path folder, String name) {
    List<List<String>> lines = lines(folder.resolve(name + ".csv"));
    List<CatalogueRow> rows = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    if (lines.isEmpty() || !lines.get(0).equals(HEAD)) {
      problems.add(name + ".csv: the first line has to name the columns " + HEAD);
    }
    Set<String> seen = new HashSet<>();
    for (List<String> line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String fault = fault(line);
      if (fault == null && !seen.add(line.get(0))) {
        fault = "this id stands in the catalogue twice";
      }
      if (fault == null) {
        rows.add(
            new CatalogueRow(
                line.get(0),
                line.get(1),
                CatalogueRow.Level.valueOf(line.get(2)),
                line.get(3),
                line.get(4)));
      } else {
        problems.add(line.get(0) + ": " + fault + " (" + name + ".csv)");
      }
    }
    return new Catalogue(name, rows, problems);
  }

  /** The fields of a file's lines. */
  static List<List<String>> lines(Path file) {
    try {
      return Csv.parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String fault(List<String> line) {
    if (line.size() != HEAD.size()) {
      return "the row has " + line.size() + " fields in place of " + HEAD.size();
    }
    Matcher id = ID.matcher(line.get(0));
    if (!id.matches()) {
      return "the id has to look like S3711-3.3.1-07 or Z-4.6-05";
    }
    if (!id.group(2).equals(line.get(1))) {
      return "the id names another section than the row, " + line.get(1);
    }
    for (CatalogueRow.Level level : CatalogueRow.Level.values()) {
      if (level.name().equals(line.get(2))) {
        return null;
      }
    }
    return "the level " + line.get(2) + " is not one of MUST, SHOULD, MAY, FACT";
  }
}
