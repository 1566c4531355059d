package org.aparte.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's code is that of examples/, which bin/examples builds and runs. */
class ReadmeTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().resolveSibling("");
  private static final String BEGIN = "// region readme\n";

  static List<Path> examples() throws IOException {
    Path folder = ROOT.resolve("examples/src/main/java/org/aparte/examples");
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void quotesTheMarkedRegionOfEachExample(Path example) throws IOException {
    String source = Files.readString(example);
    int begin = source.indexOf(BEGIN);
    int end = source.indexOf("// endregion");
    assertThat(begin).isPositive().isLessThan(end);
    String quote = source.substring(begin + BEGIN.length(), end).stripIndent().strip();

    assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```java\n" + quote + "\n```");
  }
}
