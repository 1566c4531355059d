package org.aparte.zrtp.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aparte.trace.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

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

    assertThat(Files.readString(FILE))
        .as("docs/state-machine.md is stale: bin/state-table writes it anew")
        .isEqualTo(table.text());
    assertThat(table.drawn()).hasSizeGreaterThanOrEqualTo(15);
  }

  @Test
  @EnabledIfSystemProperty(named = "aparte.states", matches = "write")
  void writesTheTable() throws IOException {
    Files.writeString(FILE, new StateTable().text());
  }
}
