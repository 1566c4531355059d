package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aparte.trace.Trace;
import org.junit.jupiter.api.Test;

/** docs/interop.md says what the transcripts say. */
class InteropReportTest {

  private static final Path FILE = Trace.rootAbove(Path.of("")).resolve("docs/interop.md");

  @Test
  void theFileInTheTreeIsThatOfTheTranscripts() throws IOException {
    if ("write".equals(System.getProperty("aparte.interop"))) { // bin/interop
      Files.writeString(FILE, InteropReport.text());
    }
    assertThat(Files.readString(FILE))
        .as("docs/interop.md is stale: bin/interop writes it anew")
        .isEqualTo(InteropReport.text());
  }
}
