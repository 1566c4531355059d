package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpWarning;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Key continuity live against libbzrtp: calls one after the other, each end with its cache. */
class BzrtpCacheTest {

  @TempDir private static Path folder;
  private static Path program;

  @BeforeAll
  static void compilesThePeer() throws IOException {
    program = BzrtpPeer.compile(folder);
  }

  @ParameterizedTest
  @EnumSource
  void knowsThePeerAgain(Role role) throws IOException {
    String cache = cache("again_" + role);
    History history = new History(role, cache);

    Transcript.Outcome first = history.call("", "", false);
    Transcript.Outcome second = history.call("cache_match", "the second call", false);
    Transcript.Outcome third = history.call("", "", false);

    assertThat(List.of(first, second, third))
        .extracting(Transcript.Outcome::continuity)
        .containsExactly("NO_CACHE", "MATCH", "MATCH");
    assertThat(history.mismatchThere).containsExactly(false, false, false);
    assertThat(second.standing()).isEqualTo("NOT_COMPARED");
  }

  @ParameterizedTest
  @EnumSource
  void remembersThatTheSasWasCompared(Role role) throws IOException {
    History history = new History(role, cache("verified_" + role));

    history.call("", "", true);
    Transcript.Outcome second = history.call("cache_verified", "flag V of both", false);

    assertThat(second.continuity()).isEqualTo("MATCH");
    assertThat(second.standing()).isEqualTo("COMPARED_EARLIER");
    assertThat(history.verifiedThere).containsExactly(false, true);
  }

  @ParameterizedTest
  @EnumSource
  void matchesByRs2WhereWeLostTheLastUpdate(Role role) throws IOException {
    History history = new History(role, cache("rs2_ours_" + role));
    history.call("", "", false);
    List<Setup.Known> before = history.known;
    history.call("", "", false);
    history.known = before;

    Transcript.Outcome outcome = history.call("cache_rs2", "our rs1 is the rs2 of the peer", false);

    assertThat(outcome.continuity()).isEqualTo("MATCH");
    assertThat(history.mismatchThere).containsExactly(false, false, false);
  }

  @ParameterizedTest
  @EnumSource
  void matchesByRs2WhereThePeerLostTheLastUpdate(Role role) throws IOException {
    String cache = cache("rs2_theirs_" + role);
    History history = new History(role, cache);
    history.call("", "", false);
    Path kept = Path.of(cache + ".kept");
    Files.copy(Path.of(cache), kept);
    history.call("", "", false);
    Files.move(kept, Path.of(cache), StandardCopyOption.REPLACE_EXISTING);

    assertThat(history.call("", "", false).continuity()).isEqualTo("MATCH");
    assertThat(history.call("", "", false).continuity()).isEqualTo("MATCH");
    assertThat(history.mismatchThere).containsOnly(false);
  }

  @ParameterizedTest
  @EnumSource
  void warnsOfAnotherSecretUntilTheSasIsCompared(Role role) throws IOException {
    History history = new History(role, cache("mismatch_" + role));
    history.call("", "", true);
    Setup.Known known = history.known.get(0);
    history.known = List.of(new Setup.Known(known.peer(), "77".repeat(32), "78".repeat(32), true));

    Transcript.Outcome wrong = history.call("cache_mismatch", "our secrets are others", false);
    Transcript.Outcome stillWrong = history.call("", "", true);
    Transcript.Outcome mended = history.call("", "", false);

    assertThat(List.of(wrong, stillWrong, mended))
        .extracting(Transcript.Outcome::continuity)
        .containsExactly("MISMATCH", "MISMATCH", "MATCH");
    assertThat(wrong.standing()).isEqualTo("NOT_COMPARED");
    assertThat(mended.standing()).isEqualTo("COMPARED_EARLIER");
    assertThat(history.mismatchThere).containsExactly(false, true, true, false);
    assertThat(history.verifiedThere).containsExactly(false, false, false, true);
  }

  @ParameterizedTest
  @EnumSource
  void warnsWhereThePeerLostItsSecretsAndKeptItsZid(Role role) throws IOException {
    History history = new History(role, cache("forgot_" + role));
    history.call("", "", true);

    Transcript.Outcome outcome =
        history.call("cache_peer_lost", "the peer lost its secrets", false, "forget=1");

    assertThat(outcome.continuity()).isEqualTo("MISMATCH");
    assertThat(history.mismatchThere).containsExactly(false, false);
  }

  @ParameterizedTest
  @EnumSource
  void isTheOneWithoutACacheForThePeerWhereWeLostOurs(Role role) throws IOException {
    History history = new History(role, cache("lost_" + role));
    history.call("", "", false);
    history.known = List.of();

    assertThat(history.call("", "", false).continuity()).isEqualTo("NO_CACHE");
    assertThat(history.mismatchThere).containsExactly(false, true);
  }

  @ParameterizedTest
  @EnumSource
  void takesANewZidForAnotherPeer(Role role) throws IOException {
    History history = new History(role, cache("zid_" + role));
    history.call("", "", true);
    history.cache = cache("zid_new_" + role);

    Transcript.Outcome outcome = history.call("", "", false);

    assertThat(outcome.continuity()).isEqualTo("NO_CACHE");
    assertThat(outcome.standing()).isEqualTo("NOT_COMPARED");
    assertThat(history.known).hasSize(2);
  }

  /** Calls one after the other with the caches of both ends. */
  private static final class History {

    private final Role role;
    private final List<Boolean> mismatchThere = new ArrayList<>();
    private final List<Boolean> verifiedThere = new ArrayList<>();
    private String cache;
    private List<Setup.Known> known = List.of();

    History(Role role, String cache) {
      this.role = role;
      this.cache = cache;
    }

    /**
     * The next call.
     *
     * @param name of the transcript to be kept where we are the initiator; may be empty
     * @param compared whether both users find that the SAS is the same
     */
    Transcript.Outcome call(String name, String title, boolean compared, String... more)
        throws IOException {
      List<String> options = new ArrayList<>(List.of(Setups.usualPeer()));
      options.add("cache=" + cache);
      options.addAll(List.of(more));
      Setup setup = Setups.withKnown(Setups.usual(role), known);
      try (BzrtpCall call =
          new BzrtpCall(program, setup, Setups.network(role), 1, options.toArray(new String[0]))) {
        Transcript.Outcome outcome = call.converse();
        if (compared) {
          assertThat(call.session().sasMatched()).isTrue();
          call.tellPeer("verified");
        }
        JsonObject theirs = call.peer().of("secure").get(0);
        mismatchThere.add(theirs.get("cacheMismatch").getAsBoolean());
        verifiedThere.add(theirs.get("verified").getAsBoolean());
        known = call.known();
        boolean warned = call.events(0).contains(new ZrtpEvent.Warning(ZrtpWarning.CACHE_MISMATCH));
        assertThat(warned).isEqualTo(outcome.continuity().equals("MISMATCH"));
        if (!name.isEmpty() && role == Role.INITIATOR) {
          Transcripts.keep(call, name, title);
        }
        return outcome;
      }
    }
  }

  private static String cache(String name) {
    return folder.resolve(name + ".db").toString();
  }
}
