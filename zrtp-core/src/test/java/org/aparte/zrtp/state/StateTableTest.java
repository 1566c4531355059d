package org.aparte.zrtp.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aparte.trace.Trace;
import org.junit.jupiter.api.Test;

/** docs/state-machine.md says what the states do. */
class StateTableTest {

  private static final Path FILE = Trace.rootAbove(Path.of("")).resolve("docs/state-machine.md");

  @Test
  void everyStateHasAWayToIt() {
    assertThat(StateTable.missing()).as("give each of these states a way in StateTable").isEmpty();
  }

  @Test
  void theTableInTheTreeIsTheTableOfTheCode() throws IOException {
    StateTable table = new StateTable();
    if ("write".equals(System.getProperty("aparte.states"))) { // bin/state-table
      Files.writeString(FILE, table.text());
    }

    assertThat(Files.readString(FILE))
        .as("docs/state-machine.md is stale: bin/state-table writes it anew")
        .isEqualTo(table.text());
    assertThat(table.drawn()).hasSizeGreaterThanOrEqualTo(15);
  }
}
