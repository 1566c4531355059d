package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.aparte.zrtp.model.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All 64 suites that this library and libbzrtp both have, live, with either side as initiator. */
class BzrtpMatrixTest {

  @TempDir private static Path folder;
  private static Path program;

  @BeforeAll
  static void compilesThePeer() throws IOException {
    program = BzrtpPeer.compile(folder);
  }

  static Stream<Arguments> suites() {
    Stream.Builder<Arguments> suites = Stream.builder();
    for (String ka : List.of("X255", "X448", "DH3k", "DH2k")) {
      for (String hash : List.of("S256", "S384")) {
        for (String cipher : List.of("AES1", "AES3")) {
          for (String auth : List.of("HS32", "HS80")) {
            for (String sas : List.of("B32", "B256")) {
              for (Role role : Role.values()) {
                suites.add(Arguments.of(role, hash, cipher, auth, ka, sas));
              }
            }
          }
        }
      }
    }
    return suites.build();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void agreesOnSasAndKeysAndDecryptsBothWays(
      Role role, String hash, String cipher, String auth, String ka, String sas)
      throws IOException {
    try (BzrtpCall call =
        new BzrtpCall(
            program,
            Setups.of(role, hash, cipher, auth, ka, sas),
            Setups.network(role),
            1,
            Setups.peerOptions(hash, cipher, auth, ka, sas))) {
      call.start(0);

      Transcript.Outcome outcome = call.secure(0);
      call.talk(0, 5);

      assertThat(outcome.role()).isEqualTo(role);
      assertThat(outcome.algorithms()).containsExactly(hash, cipher, auth, ka, sas);
    }
  }
}
