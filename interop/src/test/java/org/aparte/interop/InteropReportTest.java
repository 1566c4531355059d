package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aparte.trace.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** docs/interop.md says what the transcripts say. */
class InteropReportTest {

  private static final Path FILE = Trace.rootAbove(Path.of("")).resolve("docs/interop.md");

  @Test
  void theFileInTheTreeIsThatOfTheTranscripts() throws IOException {
    assertThat(Files.readString(FILE))
        .as("docs/interop.md is stale: bin/interop writes it anew")
        .isEqualTo(InteropReport.text());
  }

  @Test
  @EnabledIfSystemProperty(named = "aparte.interop", matches = "write")
  void writesTheFile() throws IOException {
    Files.writeString(FILE, InteropReport.text());
  }
}
