package org.aparte.zrtp.signature;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestReporter;

/** A program of the system, by which other people's code judges ours. */
record Program(Path folder, List<String> command) {

  /** The program, or a test that says loudly what was not tested. */
  static Program require(Path folder, TestReporter reporter, String... command) throws Exception {
    boolean found;
    try {
      found =
          new Program(folder, List.of(command[0]))
                  .run(command[0].equals("gpg") ? "--version" : "version")
              == 0;
    } catch (IOException missing) {
      found = false;
    }
    if (!found) {
      reporter.publishEntry(
          "NOT TESTED", "against " + command[0] + ", which is not installed here");
    }
    assumeTrue(found, "NOT TESTED against " + command[0] + ": not installed here");
    return new Program(folder, List.of(command));
  }

  /** Runs it to its end; what it writes stands in the file {@code out} of the folder. */
  int run(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("hangs: " + line);
    }
    return process.exitValue();
  }

  String output() throws IOException {
    return Files.readString(folder.resolve("out"));
  }
}
