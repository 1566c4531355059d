package org.aparte.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** What the tests talk to: Debian packages, which may be missing. */
final class Peers {

  private Peers() {}

  /**
   * Goes on only if a command works. Where it does not, the test fails if peers are required
   * ({@code CI=true} or {@code APARTE_PEERS=required}); else it is skipped, and standard error says
   * so.
   *
   * @param untested what nobody checks then
   */
  static void require(String debianPackages, String untested, String... probe) {
    if (works(probe)) {
      return;
    }
    String message =
        "NOT TESTED: " + untested + ", for want of a peer: apt-get install " + debianPackages;
    if ("true".equals(System.getenv("CI")) || "required".equals(System.getenv("APARTE_PEERS"))) {
      throw new AssertionError(message);
    }
    System.err.println("== " + message);
    Assumptions.abort(message);
  }

  private static boolean works(String... probe) {
    try {
      return run(List.of(probe), 20) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs a command to its end, with its output nowhere; the exit code, or -1 when it hangs. */
  static int run(List<String> command, int seconds) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    try {
      if (process.waitFor(seconds, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    return -1;
  }
}
