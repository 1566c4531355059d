package org.aparte.conformance;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code bin/vectors FILE...}: checks files of vectors against this library.
 *
 * <p>One line for each vector: {@code pass|FAIL|unsupported}, id, kind, and what there is to say;
 * after those of a file a line {@code # FILE: N passed, N failed, N unsupported}. Then the number
 * of those unsupported, and last {@code N passed, N failed}.
 *
 * <p>Exit code 0 when nothing failed, 1 when something did or a file could not be read, 2 when the
 * command is wrong. What the library cannot judge neither passes nor fails.
 */
public final class VectorsCommand {

  private final PrintStream out;
  private int passed;
  private int failed;
  private int unsupported;

  private VectorsCommand(PrintStream out) {
    this.out = out;
  }

  /** Runs the command; files and folders are its arguments. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    if (arguments.length == 0 || arguments[0].startsWith("-")) {
      System.err.println(
          "usage: bin/vectors FILE...   checks files of vectors; of a folder, all in it");
      System.exit(2);
    }
    int exitCode = run(List.of(arguments), out);
    out.flush();
    System.exit(exitCode);
  }

  static int run(List<String> arguments, PrintStream out) {
    VectorsCommand command = new VectorsCommand(out);
    for (String argument : arguments) {
      command.checkArgument(Path.of(argument));
    }
    return command.summarize();
  }

  private void checkArgument(Path path) {
    try {
      if (Files.isDirectory(path)) {
        List<Path> files = vectorFilesIn(path);
        if (files.isEmpty()) {
          throw new IOException("no files of vectors in it");
        }
        files.forEach(this::checkFile);
      } else {
        checkFile(path);
      }
    } catch (IOException e) {
      report(path.toString(), "file", unreadable(e));
    }
  }

  private static List<Path> vectorFilesIn(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      List<Path> files = new ArrayList<>();
      tree.filter(path -> path.toString().endsWith(".json") || isEngineFile(path))
          .filter(path -> !path.toString().endsWith(".schema.json"))
          .sorted()
          .forEach(files::add);
      return files;
    }
  }

  /** Text may be anything; out of a folder only what has packets or KEM values is taken. */
  private static boolean isEngineFile(Path path) {
    if (!path.toString().endsWith(".txt")) {
      return false;
    }
    try {
      String text = Files.readString(path, StandardCharsets.ISO_8859_1);
      return text.contains("\n== ") && text.contains("\npkt ") || KemLines.areIn(text);
    } catch (IOException e) {
      return false;
    }
  }

  private void checkFile(Path file) {
    List<VectorCase> cases;
    try {
      cases = VectorDocument.read(file);
    } catch (IOException e) {
      report(file.toString(), "file", unreadable(e));
      return;
    }
    if (cases.isEmpty()) {
      report(file.toString(), "file", Verdict.unsupported("no vectors of a known form in it"));
    }
    int passedBefore = passed;
    int failedBefore = failed;
    int unsupportedBefore = unsupported;
    for (VectorCase vector : cases) {
      report(vector.id(), vector.kind(), Verifiers.verify(vector));
    }
    out.printf(
        "# %s: %d passed, %d failed, %d unsupported%n",
        file, passed - passedBefore, failed - failedBefore, unsupported - unsupportedBefore);
  }

  private static Verdict unreadable(IOException e) {
    return Verdict.fail("cannot be read: " + e.getClass().getSimpleName() + ": " + e.getMessage());
  }

  private void report(String id, String kind, Verdict verdict) {
    switch (verdict.outcome()) {
      case PASS -> passed++;
      case FAIL -> failed++;
      case UNSUPPORTED -> unsupported++;
    }
    String detail = verdict.detail().isEmpty() ? "" : "  " + verdict.detail();
    String line = verdict.outcome().word() + "  " + id + "  " + kind + detail;
    out.println(line.replace('\n', ' ').replace('\r', ' '));
  }

  private int summarize() {
    out.println(unsupported + " unsupported");
    out.println(passed + " passed, " + failed + " failed");
    return failed == 0 ? 0 : 1;
  }
}
