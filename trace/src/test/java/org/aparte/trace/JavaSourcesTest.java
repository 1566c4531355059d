package org.aparte.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaSourcesTest {

  @TempDir Path root;

  @Test
  void namesTheMemberThatAnIdStandsInOrBefore() throws IOException {
    String path = "srtp/src/main/java/Window.java";
    Files.createDirectories(root.resolve(path).getParent());
    Files.writeString(root.resolve("srtp/pom.xml"), "<project/>");
    Files.writeString(
        root.resolve(path),
        """
        // S1000-1-01: before all
        package window;

        /** S1000-1-02: Javadoc of the class. */
        public final class Window {
          private int bits = 64; // S1000-1-03: behind a field

          /** S1000-1-04: Javadoc of a method. */
          void move() {
            Runnable later =
                new Runnable() {
                  // S1000-1-05: in an anonymous class
                  public void run() {}
                };
          }

          // S1000-1-06: before the constructor
          Window() {}

          enum Mode {
            ON, // S1000-1-07: behind a constant
            /* S1000-1-08: before a constant */
            OFF
          }

          record Pair(int a, int b) {
            Pair {
              // S1000-1-09: in the compact constructor
            }
          }
          // S1000-1-10: at the end of the class
        }
        // S1000-1-11, -12: two of one section at the end of the file, not -13
        """);

    assertThat(JavaSources.read(root).code())
        .containsExactly(
            new Citation("S1000-1-01", path, "Window"),
            new Citation("S1000-1-02", path, "Window"),
            new Citation("S1000-1-03", path, "Window.bits"),
            new Citation("S1000-1-04", path, "Window.move"),
            new Citation("S1000-1-05", path, "Window.move"),
            new Citation("S1000-1-06", path, "Window.new"),
            new Citation("S1000-1-07", path, "Window.Mode.ON"),
            new Citation("S1000-1-08", path, "Window.Mode.OFF"),
            new Citation("S1000-1-09", path, "Window.Pair.new"),
            new Citation("S1000-1-10", path, "Window.Pair"),
            new Citation("S1000-1-11", path, "Window.java"),
            new Citation("S1000-1-12", path, "Window.java"));
  }
}
