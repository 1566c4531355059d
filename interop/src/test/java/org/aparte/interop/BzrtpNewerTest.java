package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.SasType;
import org.aparte.zrtp.model.ZrtpConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What libbzrtp has had since 5.2 and 5.3 (Debian 13): SHA-512, AES-GCM for SRTP, and the KEM codes
 * where it was built with them. Where it is older, the test says so and that the rest is not
 * tested: there is nothing to install that would change that.
 */
class BzrtpNewerTest {

  private static final Set<String> KEYS_WITHOUT_DH = Set.of("K255", "K448");

  @TempDir private static Path folder;
  private static Path program;

  @BeforeAll
  static void compilesThePeer() throws IOException {
    program = BzrtpPeer.compile(folder);
  }

  @Test
  void agreesOnWhatNewerReleasesHave() throws IOException {
    Set<String> known = supported();
    List<List<String>> suites = suites(known);
    if (suites.isEmpty()) {
      System.err.println(
          "== NOT TESTED live: S512, GCM and KEM codes; libbzrtp "
              + BzrtpPeer.version()
              + " has none of them (5.2 and 5.3 brought them, Debian 13 has those)");
      agreesWithoutThem();
    }
    for (List<String> suite : suites) {
      for (Role role : Role.values()) {
        call(role, suite);
      }
    }
  }

  /** An older release passes over what it does not know. */
  private static void agreesWithoutThem() throws IOException {
    Setup old = Setups.usual(Role.RESPONDER);
    ZrtpConfig config =
        ZrtpConfig.builder()
            .hashes(HashType.S512, HashType.S256)
            .ciphers(CipherType.AES1)
            .authTags(AuthTagType.GCM, AuthTagType.HS80)
            .keyAgreements(KeyAgreementType.K255, KeyAgreementType.X255, KeyAgreementType.MULT)
            .sasTypes(SasType.B32)
            .build();
    Setup setup = new Setup(old.seed(), old.zid(), config, "", List.of());
    try (BzrtpCall call = new BzrtpCall(program, setup, Network.good(), 1, Setups.usualPeer())) {
      assertThat(call.converse().algorithms())
          .containsExactly("S256", "AES1", "HS80", "X255", "B32");
    }
  }

  private static List<List<String>> suites(Set<String> known) {
    Set<String> newKeys = new LinkedHashSet<>(KEYS_WITHOUT_DH);
    newKeys.retainAll(known);
    List<List<String>> suites = new ArrayList<>();
    for (String cipher : List.of("AES1", "AES3")) {
      if (known.contains("GCM")) {
        for (String hash : List.of("S256", "S384")) {
          suites.add(List.of(hash, cipher, "GCM", "X255", "B32"));
        }
      }
      if (known.contains("S512")) {
        for (String ka : List.of("X255", "X448", "DH3k")) {
          suites.add(List.of("S512", cipher, "HS80", ka, "B256"));
          if (known.contains("GCM")) {
            suites.add(List.of("S512", cipher, "GCM", ka, "B32"));
          }
        }
      }
      for (String ka : newKeys) {
        suites.add(List.of("S512", cipher, "GCM", ka, "B32"));
        suites.add(List.of("S256", cipher, "HS80", ka, "B32"));
      }
    }
    return suites;
  }

  private static void call(Role role, List<String> suite) throws IOException {
    String[] codes = suite.toArray(new String[0]);
    try (BzrtpCall call =
        new BzrtpCall(
            program,
            Setups.of(role, codes[0], codes[1], codes[2], codes[3], codes[4]),
            Setups.network(role),
            1,
            Setups.peerOptions(codes[0], codes[1], codes[2], codes[3], codes[4]))) {
      call.start(0);

      Transcript.Outcome outcome = call.secure(0);
      call.talk(0, 5);

      assertThat(outcome.role()).isEqualTo(role);
      assertThat(outcome.algorithms()).isEqualTo(suite);
    }
  }

  /** What the peer says of itself. */
  private static Set<String> supported() throws IOException {
    try (BzrtpPeer peer = new BzrtpPeer(program, List.of(9), List.of())) {
      return peer.of("supported").stream()
          .map((JsonObject line) -> line.get("code").getAsString())
          .collect(Collectors.toSet());
    }
  }
}
