package org.aparte.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The derived files are what the programs in {@code derive} make; needs Python 3. */
class DerivedVectorsTest {

  @Test
  void derivedFilesAreWhatTheProgramsMake() throws IOException, InterruptedException {
    assumeTrue(runs("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 8))"));
    Process derive = start("python3", "-B", "derive/derive.py", "--check");
    String output = new String(derive.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(derive.waitFor()).as(output).isZero();
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return start(command).waitFor() == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
