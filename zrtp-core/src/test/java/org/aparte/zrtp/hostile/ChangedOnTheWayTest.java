package org.aparte.zrtp.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.aparte.trace.Attack;
import org.aparte.zrtp.message.Conf2Ack;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.scenario.Classical;
import org.aparte.zrtp.scenario.DhCallTest;
import org.aparte.zrtp.scenario.Peer;
import org.aparte.zrtp.scenario.TwoPeers;
import org.aparte.zrtp.scenario.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A bystander who sees all packets and can send some, and who stops none: beside each genuine
 * message goes one that differs in a single bit, with the CRC that belongs to it.
 */
class ChangedOnTheWayTest {

  private static final ZrtpConfig CONFIG = Classical.config();

  private static final List<String> TYPES =
      List.of(
          "Hello   ",
          "HelloACK",
          "Commit  ",
          "DHPart1 ",
          "DHPart2 ",
          "Confirm1",
          "Confirm2",
          "Conf2ACK");

  private final TwoPeers call =
      new TwoPeers(Peer.of("a", 1, CONFIG), Peer.of("b", 2, CONFIG), Wire.PERFECT, 1);

  /** In DH mode, and in a KEM mode with public keys of the same length. */
  static Stream<Arguments> typesBeforeAndAfter() {
    return Stream.of(KeyAgreementType.X255, KeyAgreementType.K255)
        .flatMap(mode ->
            TYPES.stream()
                .flatMap(type ->
                    Stream.of(true, false).map(before -> Arguments.of(mode, type, before))));
  }

  /**
   * Before the genuine message the forged one comes first in the one case in which the RFC gives
   * nobody a way to tell: a Commit or DHPart1 whose keys are shown only later. These have a test of
   * their own.
   */
  @ParameterizedTest
  @MethodSource("typesBeforeAndAfter")
  @Attack({"A-2", "N-6.01", "N-9.06", "N-11.01", "N-11.02", "N-19.02"})
  void completesThoughAMessageWithAnyWordChangedGoesBesideEachGenuineOne(
      KeyAgreementType mode, String type, boolean before) {
    ZrtpConfig config = CONFIG.toBuilder().keyAgreements(mode).build();
    int words = 0;
    for (int word = 0; word == words; word++) {
      if (before && isTakenOnTrust(mode, type, word)) {
        words++;
        continue;
      }
      TwoPeers attacked =
          new TwoPeers(Peer.of("a", 1, config), Peer.of("b", 2, config), Wire.PERFECT, 1);
      if (forge(attacked, type, before, word).isEmpty()) {
        break;
      }
      assertThat(attacked.allSecure()).as("word %d of %s", word, type).isTrue();
      DhCallTest.assertSecure(attacked);
      words++;
    }
    assertThat(words).isGreaterThanOrEqualTo(3);
  }

  /** hvi, public key and MAC of a Commit, IDs, public value and MAC of a DHPart1. */
  private static boolean isTakenOnTrust(KeyAgreementType mode, String type, int word) {
    return type.equals("Commit  ") && word >= 19 && word <= (mode.isKem() ? 36 : 28)
        || type.equals("DHPart1 ") && word >= 11 && word <= 28;
  }

  /** Runs the call; what was forged, nothing when no message of the type has such a word. */
  private static List<byte[]> forge(TwoPeers call, String type, boolean before, int word) {
    List<byte[]> forgeries = new ArrayList<>();
    call.tap((from, line, datagram) -> {
      if (!Forgery.type(datagram).equals(type) || Forgery.message(datagram).length() <= 4 * word) {
        return List.of(datagram);
      }
      byte[] forged = Forgery.withBit(datagram, 4 * word, 0);
      forgeries.add(forged);
      return before ? List.of(forged, datagram) : List.of(datagram, forged);
    });
    call.start().runUntilSecure(60_000);
    return forgeries;
  }

  /**
   * The limit of the rule, and of the RFC: who sees the first Commit or DHPart1 and overtakes it
   * leaves the two ends with different keys. Nothing secret comes of it, and both ends are told.
   */
  @ParameterizedTest
  @ValueSource(strings = {"Commit  ", "DHPart1 "})
  @Attack({"A-4", "N-9.06", "N-10.01", "N-19.05"})
  void failsVisiblyAtBothEndsWhenAForgedPromiseOvertakesTheGenuineOne(String type) {
    List<byte[]> forgeries = forge(call, type, true, 20);

    assertThat(forgeries).isNotEmpty();
    for (Peer peer : List.of(call.a(), call.b())) {
      NoKeys.assertFailed(peer.line());
      assertThat(peer.line().stream().state()).isEqualTo(StreamPhase.FAILED);
    }
    assertThat(List.of(call.a(), call.b()))
        .flatExtracting(peer -> peer.line().told(ZrtpEvent.Failed.class))
        .contains(new ZrtpEvent.Failed(ZrtpFailure.CONFIRM_MAC_MISMATCH));
  }

  @Test
  @Attack({"N-12.02", "A-4"})
  void completesThoughAForgedConf2AckComesWhileEachFirstConfirm2IsLost() {
    int[] lost = {0};
    call.withoutMedia()
        .tap((from, line, datagram) -> {
          Peer other = from == call.a() ? call.b() : call.a();
          if (Forgery.type(datagram).equals("Confirm2") && lost[0] < 5) {
            lost[0]++;
            call.inject(from, line, Forgery.packet(new Conf2Ack()));
            assertThat(other.line().isSecure()).isFalse();
            return List.of();
          }
          return List.of(datagram);
        });
    call.start().run(60_000, () -> false);

    assertThat(lost[0]).isEqualTo(5);
    DhCallTest.assertSecure(call);
  }

  @Test
  @Attack({"N-17.01", "N-17.02", "N-19.01"})
  void answersNoDuplicateMoreThanOnceAndCompletesWithPacketsInAnyOrder() {
    List<byte[]> seen = new ArrayList<>();
    call.tap((from, line, datagram) -> {
      seen.add(datagram);
      return List.of(datagram, datagram, datagram);
    });
    call.start().runUntilSecure(60_000);
    assertThat(call.allSecure()).isTrue();
    long before = call.datagrams();
    Set<String> types = new HashSet<>();
    for (byte[] old : seen) {
      call.tap((from, line, datagram) -> List.of(datagram));
      call.inject(call.a(), 0, old).inject(call.b(), 0, old);
      types.add(Forgery.type(old));
    }
    call.run(20_000, () -> false);

    assertThat(types).containsAll(TYPES);
    assertThat(call.datagrams() - before).isLessThanOrEqualTo(2L * seen.size());
    DhCallTest.assertSecure(call);
  }
}
