package org.aparte.trace;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * What the Java files of all modules say about requirements.
 *
 * @param code ids in comments of src/main/java
 * @param tests ids in {@link Requirement} annotations of src/test/java
 * @param attacks ids in {@link Attack} annotations of src/test/java
 * @param problems files that cannot be read, and annotations that prove nothing
 */
record JavaSources(
    List<Citation> code, List<Citation> tests, List<Citation> attacks, List<String> problems) {

  /**
   * Reads the modules under the root: its direct folders with a pom. This module is left out, since
   * its ids are examples.
   */
  static JavaSources read(Path root) {
    List<Citation> code = new ArrayList<>();
    List<Citation> tests = new ArrayList<>();
    List<Citation> attacks = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path module : modules(root)) {
      read(root, module.resolve("src/main/java"), JavaFile::readComments, code, attacks, problems);
      read(root, module.resolve("src/test/java"), JavaFile::readTests, tests, attacks, problems);
    }
    return new JavaSources(code, tests, attacks, problems);
  }

  private static List<Path> modules(Path root) {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .filter(folder -> !folder.endsWith("trace"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(
      Path root,
      Path folder,
      Consumer<JavaFile> what,
      List<Citation> citations,
      List<Citation> attacks,
      List<String> problems) {
    List<Path> files = javaFiles(folder);
    if (files.isEmpty()) {
      return;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(diagnostics, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  diagnostics,
                  null,
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        Path path = Path.of(unit.getSourceFile().toUri());
        String name = root.relativize(path).toString().replace('\\', '/');
        JavaFile file = new JavaFile(name, Files.readString(path), unit, positions);
        what.accept(file);
        citations.addAll(file.citations());
        attacks.addAll(file.attacks());
        problems.addAll(file.problems());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics.getDiagnostics()) {
      if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
        problems.add("not readable as Java: " + diagnostic);
      }
    }
  }

  private static List<Path> javaFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
