package org.aparte.zrtp.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Attack;
import org.aparte.zrtp.message.ClearAck;
import org.aparte.zrtp.message.Conf2Ack;
import org.aparte.zrtp.message.ErrorAck;
import org.aparte.zrtp.message.ErrorMessage;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.message.RelayAck;
import org.aparte.zrtp.model.ErrorCode;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.scenario.Classical;
import org.aparte.zrtp.scenario.DhCallTest;
import org.aparte.zrtp.scenario.Peer;
import org.aparte.zrtp.scenario.TwoPeers;
import org.aparte.zrtp.scenario.Wire;
import org.junit.jupiter.api.Test;

/** Much of everything, from who proved nothing: calls complete, and work stays within bounds. */
class FloodTest {

  private static final ZrtpConfig CONFIG = Classical.config();
  private static final ZrtpConfig WAITS =
      Classical.builder().initiation(Initiation.ON_REQUEST).build();

  private static final Octets STRANGER = new HandMade(100).hello();

  private final CountingProvider workOfA = new CountingProvider();
  private final CountingProvider workOfB = new CountingProvider();
  private final Peer a = Peer.withProviders("a", 1, CONFIG, workOfA.inPlaceOfTheStandard());
  private final Peer b = Peer.withProviders("b", 2, CONFIG, workOfB.inPlaceOfTheStandard());
  private final TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1);

  /** What needs no knowledge of the call at all. */
  private static List<byte[]> emptyMessages() {
    return List.of(
        Forgery.packet(new HelloAck()),
        Forgery.packet(new Conf2Ack()),
        Forgery.packet(new ClearAck()),
        Forgery.packet(new ErrorAck()),
        Forgery.packet(new RelayAck()),
        Forgery.packet(ErrorMessage.of(ErrorCode.PROTOCOL_TIMEOUT)),
        Forgery.packet(ErrorMessage.of(ErrorCode.DH_HVI_MISMATCH)));
  }

  @Test
  @Attack({"N-19.03", "N-12.02", "N-13.01", "N-6.01", "N-7.10"})
  void completesThoughEveryGenuinePacketDrawsAFloodToBothEnds() {
    b.callAgain(WAITS); // two Commits that cross are another matter
    Random random = new Random(1);
    int[] drawn = {0};
    call.tap((from, line, datagram) -> {
      if (Forgery.type(datagram).equals("HelloACK") && drawn[0]++ > 20) {
        return List.of(datagram); // or the answers to the flood would draw another for ever
      }
      List<byte[]> flood = new ArrayList<>(List.of(datagram));
      flood.addAll(emptyMessages());
      emptyMessages().forEach(message -> call.inject(from, line, message));
      int words = Forgery.message(datagram).length();
      // More forged Hellos than an end keeps would drive the genuine one out
      int copies = Forgery.type(datagram).equals("Hello   ") ? 2 : 20;
      for (int i = 0; i < copies; i++) {
        byte[] forged = Forgery.withBit(datagram, random.nextInt(words), random.nextInt(8));
        flood.add(forged);
        call.inject(from, line, forged); // and back to its sender
      }
      return flood;
    });
    call.start().run(60_000, () -> call.allSecure() || call.datagrams() > 5_000);

    assertThat(call.allSecure())
        .as(
            "%s %s",
            a.line().told(ZrtpEvent.PhaseChanged.class),
            b.line().told(ZrtpEvent.PhaseChanged.class))
        .isTrue();
    DhCallTest.assertSecure(call);
    for (CountingProvider work : List.of(workOfA, workOfB)) {
      assertThat(work.keyPairs()).isLessThanOrEqualTo(1 + 3);
      assertThat(work.agreements()).isEqualTo(1);
    }
  }

  @Test
  @Attack("N-19.04")
  void completesWithNewKeysThoughAllButTheHellosOfAnEarlierCallComeAgain() {
    List<byte[]> fromA = new ArrayList<>();
    List<byte[]> fromB = new ArrayList<>();
    call.tap((from, line, datagram) -> {
      if (!Forgery.type(datagram).equals("Hello   ")) {
        (from == a ? fromA : fromB).add(datagram);
      }
      return List.of(datagram);
    });
    call.start().runUntilSecure(10_000);
    Octets earlierSas = a.line().secure().sas().sasHash();
    a.callAgain(CONFIG);
    b.callAgain(CONFIG);
    TwoPeers again = new TwoPeers(a, b, Wire.PERFECT, 2);
    Set<String> drawn = new HashSet<>();
    again.tap((from, line, datagram) -> {
      List<byte[]> passed = new ArrayList<>(List.of(datagram));
      if (drawn.add(from.name() + Forgery.type(datagram))) {
        passed.addAll(from == a ? fromA : fromB);
      }
      return passed;
    });
    again.start().runUntilSecure(60_000);

    assertThat(again.allSecure()).isTrue();
    DhCallTest.assertSecure(again);
    assertThat(a.line().secure().sas().sasHash()).isNotEqualTo(earlierSas);
  }

  @Test
  @Attack({"N-5.01", "N-5.02"})
  void completesThoughAllThatItSendsComesBack() {
    call.tap((from, line, datagram) -> {
      call.inject(from, line, datagram);
      // and as an echo that changes the SSRC
      call.inject(from, line, Forgery.packet(Forgery.message(datagram)));
      return List.of(datagram);
    });
    call.start().runUntilSecure(60_000);

    assertThat(call.allSecure()).isTrue();
    DhCallTest.assertSecure(call);
    assertThat(a.line().events())
        .filteredOn(ZrtpEvent.Ignored.class::isInstance)
        .extracting(event -> ((ZrtpEvent.Ignored) event).reason())
        .contains(IgnoredReason.OWN_SSRC, IgnoredReason.OWN_ZID);
  }

  @Test
  @Attack("N-5.01")
  void failsWithAReasonWhenNothingButItsOwnPacketsComesBack() {
    Victim alone = Victim.initiator();
    alone.receive(alone.hello());
    alone.pass(10_000);

    NoKeys.assertFailed(alone.line());
  }

  @Test
  @Attack({"N-17.03", "N-20.01"})
  void looksAtNeitherSequenceNumbersNorTheSsrcOfThePeer() {
    Random random = new Random(3);
    int[] numbers = {0xffff, 0, 0xfffe, 0xffff, 7};
    call.tap((from, line, datagram) -> {
      byte[] message = Forgery.message(datagram).toArray();
      return List.of(
          new org.aparte.zrtp.message.ZrtpPacket(
                  numbers[random.nextInt(numbers.length)], random.nextInt(), Octets.of(message))
              .write()
              .toArray());
    });
    call.start().runUntilSecure(60_000);

    assertThat(call.allSecure()).isTrue();
    DhCallTest.assertSecure(call);
  }

  @Test
  @Attack({"A-9", "N-13.02", "A-2"})
  void staysSecureInASecureCallWhateverComes() {
    List<byte[]> seen = new ArrayList<>();
    call.tap((from, line, datagram) -> {
      seen.add(datagram);
      return List.of(datagram);
    });
    call.start().runUntilSecure(10_000);
    int events = a.line().told(ZrtpEvent.PhaseChanged.class).size();
    Random random = new Random(5);
    for (Peer peer : List.of(a, b)) {
      emptyMessages().forEach(message -> call.inject(peer, 0, message));
      seen.forEach(old -> call.inject(peer, 0, old));
      seen.forEach(old ->
          call.inject(
              peer, 0, Forgery.withBit(old, random.nextInt(Forgery.message(old).length()), 0)));
    }
    call.run(120_000, () -> false);

    for (Peer peer : List.of(a, b)) {
      assertThat(peer.line().stream().state()).isEqualTo(StreamPhase.SECURE);
      assertThat(peer.line().told(ZrtpEvent.SendKey.class)).hasSize(1);
      assertThat(peer.line().told(ZrtpEvent.ReceiveKey.class)).hasSize(1);
    }
    assertThat(a.line().told(ZrtpEvent.PhaseChanged.class)).hasSize(events);
    assertThat(workOfA.agreements() + workOfB.agreements()).isEqualTo(2);
  }

  @Test
  @Attack({"N-14.04", "A-9"})
  void staysSecureThoughTheGoClearOfAnEarlierCallComes() {
    ZrtpConfig allowed = CONFIG.toBuilder().allowClear(true).build();
    List<byte[]> goClear = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      a.callAgain(allowed);
      b.callAgain(allowed);
      TwoPeers current = new TwoPeers(a, b, Wire.PERFECT, i);
      current.tap((from, line, datagram) -> {
        if (Forgery.type(datagram).equals("GoClear ")) {
          goClear.add(datagram);
        }
        return List.of(datagram);
      });
      current.start().runUntilSecure(5_000);
      if (i == 0) {
        current.take(a, 0, a.line().stream().goClear(current.now()));
      } else {
        goClear.forEach(old -> current.inject(b, 0, old));
      }
      current.run(1_000, () -> false);
    }

    assertThat(goClear).isNotEmpty();
    assertThat(b.line().stream().state()).isEqualTo(StreamPhase.SECURE);
  }

  @Test
  @Attack("N-6.02")
  void servesAPeerWhoseHelloIsOneOfManyThousand() {
    Victim victim = Victim.of(WAITS);
    for (int i = 0; i < 2_000; i++) {
      victim.receive(stranger(i));
    }
    HandMade peer = new HandMade(1);
    victim.met(peer);
    victim.receive(peer.commit(peer.dhPart2(), victim.hello()));

    assertThat(victim.last("DHPart1 ")).isNotNull();
  }

  @Test
  @Attack("N-19.01")
  void endsWhatADuplicatedHelloBeginsBetweenTwoEndsThatWait() {
    a.callAgain(WAITS);
    b.callAgain(WAITS);
    int[] hellos = {0};
    call.tap((from, line, datagram) -> {
      boolean hello = Forgery.type(datagram).equals("Hello   ");
      hellos[0] += hello ? 1 : 0;
      return hello && hellos[0] < 10 ? List.of(datagram, datagram) : List.of(datagram);
    });
    call.start().run(5_000, () -> call.datagrams() > 1_000);

    assertThat(call.datagrams()).isLessThan(60);
    assertThat(a.line().stream().state()).isEqualTo(StreamPhase.PEER_FOUND);
  }

  /** A Hello of somebody else, whose MAC nobody can judge before the Commit. */
  private static Octets stranger(int number) {
    byte[] hello = STRANGER.toArray();
    hello[32] ^= (byte) number; // of H3
    hello[33] ^= (byte) (number >>> 8);
    return Octets.of(hello);
  }

  @Test
  @Attack({"N-21.01", "A-8"})
  void makesNoKeyPairBeforeTheChainFitsAndAgreesOnNothingBeforeTheCommitmentFits() {
    CountingProvider work = new CountingProvider();
    Victim victim = Victim.of(Peer.withProviders("v", 5, WAITS, work.inPlaceOfTheStandard()));
    HandMade peer = new HandMade(1);
    victim.met(peer);
    Octets dhPart2 = peer.dhPart2();
    Octets commit = peer.commit(dhPart2, victim.hello());
    for (int i = 0; i < 1_000; i++) {
      byte[] forged = commit.toArray();
      forged[12] ^= (byte) (i | 1); // H2
      forged[13] ^= (byte) (i >>> 8);
      victim.receive(Octets.of(forged));
      victim.receive(dhPart2);
    }
    assertThat(work.keyPairs()).isZero();

    for (int i = 0; i < 1_000; i++) {
      victim.receive(commit);
      victim.receive(peer.dhPart2()); // with other secret ids
    }
    assertThat(work.keyPairs()).isEqualTo(1);
    assertThat(work.agreements()).isZero();

    for (int i = 0; i < 1_000; i++) {
      victim.receive(dhPart2);
      victim.receive(commit);
    }
    assertThat(work.keyPairs()).isEqualTo(1);
    assertThat(work.agreements()).isEqualTo(1);
  }

  @Test
  @Attack("N-9.09")
  void completesThoughABadPublicValueComesFirst() {
    Victim caller = Victim.initiator();
    HandMade callee = new HandMade(1);
    caller.met(callee);
    Octets weak =
        callee.dhPart(
            new org.aparte.zrtp.message.DhPart1(
                callee.chain().h1(), callee.randomIds(), Octets.of(new byte[32]), Mac64.PENDING));

    assertThat(caller.refusal(weak)).isEqualTo(IgnoredReason.BAD_PUBLIC_VALUE);
    caller.receive(callee.dhPart1());
    assertThat(caller.last("DHPart2 ")).isNotNull();
    NoKeys.assertNone(caller.line());
  }

  @Test
  @Attack("A-11")
  void failsWhenTheAnnouncedHashDiffersInOneBit() {
    Peer.Line line = a.open();
    Peer.Line other = b.open();
    byte[] hash = other.stream().helloHash().hash().toArray();
    hash[31] ^= 1;
    line.stream()
        .expectPeerHelloHash(
            new org.aparte.zrtp.model.HelloHash(
                other.stream().helloHash().version(), Octets.of(hash)),
            true);
    call.take(a, 0, line.stream().start(0));
    call.take(b, 0, other.stream().start(0));
    call.run(60_000, () -> false);

    NoKeys.assertFailed(line);
    assertThat(line.told(ZrtpEvent.Failed.class))
        .containsExactly(
            new ZrtpEvent.Failed(org.aparte.zrtp.model.ZrtpFailure.HELLO_HASH_MISMATCH));
    NoKeys.assertNone(other);
  }

  @Test
  @Attack({"A-4", "N-10.01", "N-12.01"})
  void keepsTheSecretsOfEarlierCallsThroughFailedOnesAndAHalfFinishedOne() {
    call.start().runUntilSecure(10_000);
    again((from, line, datagram) ->
        Forgery.type(datagram).equals("DHPart1 ")
            ? List.of(Forgery.withBit(datagram, 44, 0), datagram) // rs1ID
            : List.of(datagram));
    NoKeys.assertFailed(a.line());
    NoKeys.assertFailed(b.line());
    // The responder has completed and the initiator never learns of it
    again((from, line, datagram) ->
        Forgery.type(datagram).equals("Conf2ACK") ? List.of() : List.of(datagram));
    assertThat(a.line().isSecure()).isNotEqualTo(b.line().isSecure());

    assertThat(again((from, line, datagram) -> List.of(datagram)).allSecure()).isTrue();
    for (Peer peer : List.of(a, b)) {
      assertThat(peer.line().secure().continuity())
          .isEqualTo(org.aparte.zrtp.model.KeyContinuity.MATCH);
    }
  }

  private TwoPeers again(TwoPeers.Tap tap) {
    a.callAgain(CONFIG);
    b.callAgain(CONFIG);
    return new TwoPeers(a, b, Wire.PERFECT, 3)
        .withoutMedia()
        .tap(tap)
        .start()
        .run(60_000, () -> false);
  }

  @Test
  @Attack("N-7.10")
  void bystandersCommitsAfterTheGenuineOneChangeNothing() {
    HandMade peer = new HandMade(1);
    Victim victim = Victim.of(WAITS).met(peer);
    Octets dhPart2 = peer.dhPart2();
    Octets genuine = peer.commit(dhPart2, victim.hello());
    victim.receive(genuine);
    Octets answer = victim.last("DHPart1 ");
    for (int i = 0; i < 1_000; i++) {
      byte[] hvi = new byte[32];
      hvi[0] = (byte) i;
      hvi[1] = (byte) (i >>> 8);
      victim.receive(peer.dhCommit(KeyAgreementType.X255, Octets.of(hvi)));
    }
    victim.receive(genuine);
    assertThat(victim.last("DHPart1 ")).isEqualTo(answer);
    victim.receive(dhPart2);

    assertThat(victim.last("Confirm1")).isNotNull();
  }
}
