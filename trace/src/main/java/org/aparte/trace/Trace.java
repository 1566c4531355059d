package org.aparte.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The way from each requirement to the code that enforces it and to the test that would fail
 * without it, read from the files of a repository.
 *
 * <p>The catalogues stand in docs/requirements/*.csv; code cites an id in a comment; a test carries
 * it in {@link Requirement}; what is not ours to enforce stands in exceptions.csv.
 */
public final class Trace {

  /** The catalogues in the order of the report. */
  private static final List<String> CATALOGUES = List.of("srtp", "zrtp");

  private final List<Catalogue> catalogues = new ArrayList<>();
  private final Map<String, ExceptionRow> exceptions;
  private final Map<String, List<Citation>> code = new TreeMap<>();
  private final Map<String, List<Citation>> tests = new TreeMap<>();
  private final List<String> fileProblems = new ArrayList<>();
  private final AttackList attackList;
  private final Path reportFile;
  private final Path attacksFile;

  private Trace(Path root) {
    Path folder = root.resolve("docs/requirements");
    for (String name : CATALOGUES) {
      Catalogue catalogue = Catalogue.read(folder, name);
      catalogues.add(catalogue);
      fileProblems.addAll(catalogue.problems());
    }
    exceptions = ExceptionRow.read(folder, fileProblems);
    JavaSources sources = JavaSources.read(root);
    sources.code().forEach(c -> add(code, c));
    sources.tests().forEach(c -> add(tests, c));
    fileProblems.addAll(sources.problems());
    Map<String, List<Citation>> attacks = new TreeMap<>();
    sources.attacks().forEach(c -> add(attacks, c));
    attackList = new AttackList(folder, attacks);
    reportFile = folder.resolve("report.md");
    attacksFile = folder.resolve("attacks.md");
  }

  /**
   * Reads a repository.
   *
   * @param root the folder of the root pom
   */
  public static Trace of(Path root) {
    return new Trace(root.toAbsolutePath().normalize());
  }

  /**
   * The root of the repository that holds a folder: the nearest one above it, or itself, with
   * docs/requirements.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Path rootAbove(Path folder) {
    for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("docs/requirements"))) {
        return at;
      }
    }
    throw new IllegalArgumentException("no docs/requirements in or above " + folder);
  }

  private static void add(Map<String, List<Citation>> byId, Citation citation) {
    List<Citation> citations = byId.computeIfAbsent(citation.id(), id -> new ArrayList<>());
    if (!citations.contains(citation)) {
      citations.add(citation);
    }
  }

  /** What has to be mended, a sentence each; nothing when the trace is whole. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>(fileProblems);
    Set<String> known = new HashSet<>();
    for (Catalogue catalogue : catalogues) {
      for (CatalogueRow row : catalogue.rows()) {
        if (!known.add(row.id())) {
          problems.add(row.id() + ": this id stands in two catalogues");
        }
        problems.addAll(problemsOf(row));
      }
    }
    addUnknown(problems, known, code.values());
    addUnknown(problems, known, tests.values());
    for (String id : exceptions.keySet()) {
      if (!known.contains(id)) {
        problems.add(id + ": unknown id in exceptions.csv");
      }
    }
    problems.addAll(attackList.problems());
    return problems;
  }

  private List<String> problemsOf(CatalogueRow row) {
    List<String> problems = new ArrayList<>();
    boolean cited = code.containsKey(row.id());
    boolean tested = tests.containsKey(row.id());
    if (exceptions.containsKey(row.id())) {
      if (cited && tested) {
        problems.add(row.id() + ": has code and a test, so it is no exception");
      }
    } else if (row.level() == CatalogueRow.Level.MUST) {
      if (!cited) {
        problems.add(row.id() + ": MUST without a citation in code: " + row.summary());
      }
      if (!tested) {
        problems.add(row.id() + ": MUST without a test: " + row.summary());
      }
    }
    return problems;
  }

  private static void addUnknown(
      List<String> problems, Set<String> known, Collection<List<Citation>> citations) {
    for (List<Citation> ofOneId : citations) {
      for (Citation citation : ofOneId) {
        if (!known.contains(citation.id())) {
          problems.add(
              citation.id() + ": unknown id in " + citation.place() + " of " + citation.file());
        }
      }
    }
  }

  /** Whether report.md or attacks.md in docs/requirements is not what it should be. */
  public boolean reportIsStale() {
    return !stored(reportFile).equals(report()) || !stored(attacksFile).equals(attacks());
  }

  private static String stored(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of docs/requirements/report.md: all requirements with their code and tests. */
  public String report() {
    return writer().report(catalogues);
  }

  /** The text of docs/requirements/attacks.md: all attacks with their tests. */
  public String attacks() {
    return attackList.report();
  }

  /** Writes {@link #report} and {@link #attacks} to their files in docs/requirements. */
  public void writeReport() {
    try {
      Files.writeString(reportFile, report());
      Files.writeString(attacksFile, attacks());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TraceReport writer() {
    return new TraceReport(code, tests, exceptions);
  }

  /**
   * Writes the report of the repository that the working folder is in, and prints what has to be
   * mended. Behind bin/report.
   */
  public static void main(String[] arguments) {
    Trace trace = Trace.of(rootAbove(Path.of("")));
    trace.writeReport();
    List<String> problems = trace.problems();
    problems.forEach(System.out::println);
    System.out.println(
        problems.size() + " to mend; written: " + trace.reportFile + ", " + trace.attacksFile);
    System.exit(problems.isEmpty() ? 0 : 1);
  }
}
