package org.aparte.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A module has one interface, whether it is loaded by the JDK or by an OSGi framework. */
class OsgiExportsTest {

  @ParameterizedTest
  @ValueSource(strings = {"srtp", "srtp-intrinsics", "zrtp-core", "test-vectors"})
  void bundleAndModuleExportTheSamePackages(String module) throws IOException {
    Path folder = Path.of("..", module);
    String descriptor = Files.readString(folder.resolve("src/main/java/module-info.java"));
    List<String> exports =
        Pattern.compile("^ *exports ([\\w.]+);", Pattern.MULTILINE)
            .matcher(descriptor)
            .results()
            .map(match -> match.group(1))
            .toList();
    Matcher property =
        Pattern.compile("<osgi.exports>(.*)</osgi.exports>")
            .matcher(Files.readString(folder.resolve("pom.xml")));
    assertThat(property.find()).as("osgi.exports in the pom").isTrue();
    assertThat(property.group(1).split(",")).containsExactlyInAnyOrderElementsOf(exports);
  }
}
