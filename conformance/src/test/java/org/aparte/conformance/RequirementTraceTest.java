package org.aparte.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.aparte.trace.Trace;
import org.junit.jupiter.api.Test;

/** The trace from MUST to code to test is whole, and docs/requirements/report.md shows it. */
class RequirementTraceTest {

  private final Trace trace = Trace.of(Trace.rootAbove(Path.of("")));

  @Test
  void everyMustHasCodeAndATestOrAnException() {
    assertThat(trace.problems()).isEmpty();
  }

  @Test
  void theReportInTheTreeIsTheReportOfTheTree() {
    assertThat(trace.reportIsStale())
        .as("docs/requirements/report.md is stale: bin/report writes it anew")
        .isFalse();
  }
}
