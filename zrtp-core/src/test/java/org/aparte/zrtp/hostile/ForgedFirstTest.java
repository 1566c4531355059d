package org.aparte.zrtp.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.crypto.SharedSecretS0;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.OfferedAlgorithms;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.scenario.Classical;
import org.aparte.zrtp.scenario.DhCallTest;
import org.aparte.zrtp.scenario.Peer;
import org.aparte.zrtp.scenario.TwoPeers;
import org.aparte.zrtp.scenario.Wire;
import org.junit.jupiter.api.Test;

/**
 * Forged messages that come before the genuine one, of who saw what the peer sent, or of a stranger
 * with a hash chain of its own: the genuine one is still served.
 */
class ForgedFirstTest {

  private final HandMade peer = new HandMade(1);
  private final HandMade stranger = new HandMade(2);

  private static Octets commitOf(HandMade maker, KeyAgreementType type, Octets hvi) {
    return maker.commit(maker.dhCommit(type, hvi));
  }

  /** A DH exchange in which the victim answers. */
  private static void completesAsResponder(Victim victim, HandMade initiator) {
    initiator.completesAsInitiator(victim, initiator.dhPart2());
    assertThat(victim.line().isSecure()).isTrue();
  }

  @Test
  @Attack("N-7.04")
  @Requirement({"Z-5.9-08", "Z-6-09", "Z-5.10-01"})
  void tellsOfARefusedCommitByErrorAndAnswersTheGenuineOneEvenThen() {
    Victim victim = Victim.responder().met(peer);
    Octets notOffered = commitOf(peer, KeyAgreementType.EC38, Octets.of(new byte[32]));

    assertThat(victim.refusal(notOffered)).isEqualTo(IgnoredReason.NOT_OFFERED);
    victim.pass(1_900);
    assertThat(victim.line().told(ZrtpEvent.Failed.class)).isEmpty();
    victim.pass(20_000);
    NoKeys.assertFailed(victim.line(), ZrtpFailure.KEY_AGREEMENT_NOT_OFFERED);
    assertThat(victim.errorCode()).isEqualTo(0x53);
    assertThat(victim.stream().state()).isEqualTo(StreamPhase.PEER_FOUND);

    completesAsResponder(victim, peer);
  }

  @Test
  @Attack("N-7.04")
  void tellsOfManyRefusedCommitsOnceAndByBoundedErrors() {
    Victim victim = Victim.responder().met(peer);
    for (int i = 0; i < 300; i++) {
      victim.receive(commitOf(peer, KeyAgreementType.EC38, Octets.of(new byte[32])));
      victim.pass(100);
    }

    assertThat(victim.line().told(ZrtpEvent.Failed.class)).hasSize(1);
    assertThat(victim.sent().stream().filter(sent -> Victim.type(sent).equals("Error   ")).count())
        .isBetween(1L, 30L);
    completesAsResponder(victim, peer);
  }

  @Test
  @Attack("N-6.02")
  void servesAPeerThatWasThereBeforeManyThousandOthersAndSaysHelloOnce() {
    Victim victim = Victim.responder().met(peer);
    for (int i = 0; i < 2_000; i++) {
      byte[] hello = stranger.hello().toArray();
      hello[32] ^= (byte) i; // of H3
      hello[33] ^= (byte) (i >>> 8);
      victim.receive(Octets.of(hello));
    }

    completesAsResponder(victim, peer);
  }

  @Test
  @Attack("N-6.01")
  void takesNoLateCopyOfDhPart1ForTheAnswerToAnotherCommit() {
    Victim victim = Victim.initiator();
    byte[] forged = peer.hello().toArray();
    forged[forged.length - 9] ^= 1; // a code under the MAC
    victim.receive(peer.hello());
    victim.receive(Octets.of(forged));
    victim.receive(new HelloAck());
    Octets first = victim.last("Commit  ");
    Octets answerToFirst = peer.dhPart1();
    victim.receive(answerToFirst);
    Octets second = victim.last("Commit  ");
    assertThat(second).isNotEqualTo(first);

    assertThat(victim.refusal(answerToFirst)).isEqualTo(IgnoredReason.OTHER_EXCHANGE_IN_PROGRESS);
    Octets answerToSecond = peer.dhPart1();
    victim.receive(answerToSecond);
    SharedSecretS0 s0 =
        peer.asResponder(second, answerToSecond, victim.last("DHPart2 "), victim.zid());
    victim.receive(peer.confirm(HandMade.keys(s0), Role.RESPONDER, peer.plaintext().write()));
    assertThat(victim.line().told(ZrtpEvent.ReceiveKey.class)).hasSize(1);
  }

  /**
   * Lets two forged copies of each Commit with another nonce or hvi overtake it, with the MAC left
   * as it was, and before them the Hello and the Commits of a stranger.
   */
  private static TwoPeers.Tap forgingCommits(int nonceCommits, List<byte[]> forged) {
    return (from, line, datagram) -> {
      if (!Forgery.type(datagram).equals("Commit  ")
          || Forgery.message(datagram).length() != nonceCommits) {
        return List.of(datagram);
      }
      HandMade stranger = new HandMade(77, new Zid(Forgery.message(datagram).slice(44, 56)));
      byte[] strangers = Forgery.message(datagram).toArray();
      stranger.chain().h2().copyTo(strangers, 12);
      List<byte[]> sent = new ArrayList<>();
      sent.add(Forgery.packet(stranger.hello(ForgedFirstTest::withPreshared)));
      for (int i = 0; i < 5; i++) {
        strangers[76] = (byte) i;
        sent.add(Forgery.packet(stranger.sealedCommit(Octets.of(strangers))));
      }
      sent.add(Forgery.withBit(datagram, 76, 0));
      sent.add(Forgery.withBit(datagram, 76, 1));
      forged.addAll(sent);
      sent.add(datagram);
      return sent;
    };
  }

  private static OfferedAlgorithms withPreshared(OfferedAlgorithms offered) {
    List<AlgorithmCode> agreements = new ArrayList<>(offered.keyAgreements());
    agreements.add(AlgorithmCode.of(KeyAgreementType.PRSH));
    return new OfferedAlgorithms(
        offered.hashes(), offered.ciphers(), offered.authTags(), agreements, offered.sasTypes());
  }

  private static final int MULTISTREAM_COMMIT = 4 * 25;
  private static final int PRESHARED_COMMIT = 4 * 27;

  private static final ZrtpConfig CALLER = Classical.builder().allowClear(true).build();
  private static final ZrtpConfig CALLEE =
      CALLER.toBuilder().initiation(Initiation.ON_REQUEST).build();

  private final Peer a = Peer.of("a", 1, CALLER);
  private final Peer b = Peer.of("b", 2, CALLEE);

  private TwoPeers secureCall() {
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1).start().runUntilSecure(10_000);
    assertThat(call.allSecure()).isTrue();
    return call;
  }

  @Test
  @Attack({"N-7.10", "N-7.11"})
  void addsAStreamThoughForgedMultistreamCommitsComeFirst() {
    TwoPeers call = secureCall();
    List<byte[]> forged = new ArrayList<>();
    call.tap(forgingCommits(MULTISTREAM_COMMIT, forged)).start().runUntilSecure(10_000);

    assertThat(forged).isNotEmpty();
    assertThat(call.allSecure()).isTrue();
    DhCallTest.assertSecure(call);
  }

  @Test
  @Attack("N-7.11")
  void goesSecureAgainThoughForgedMultistreamCommitsComeFirst() {
    TwoPeers call = secureCall();
    call.take(a, 0, a.line().stream().goClear(call.now()));
    call.run(1_000, () -> false);
    call.take(b, 0, b.line().stream().confirmClear(call.now()));
    List<byte[]> forged = new ArrayList<>();
    call.tap(forgingCommits(MULTISTREAM_COMMIT, forged));
    call.take(a, 0, a.line().stream().goSecure(call.now()));
    call.run(5_000, () -> false);

    assertThat(forged).isNotEmpty();
    for (Peer end : List.of(a, b)) {
      assertThat(end.line().stream().state()).isEqualTo(StreamPhase.SECURE);
      assertThat(end.line().told(ZrtpEvent.Failed.class)).isEmpty();
    }
  }

  @Test
  @Attack("N-7.11")
  void agreesInPresharedModeThoughForgedCommitsComeFirst() {
    secureCall();
    a.session().sasMatched();
    b.session().sasMatched();
    a.callAgain(CALLER.toBuilder().preferPreshared(true).build());
    b.callAgain(CALLEE.toBuilder().preferPreshared(true).build());
    List<byte[]> forged = new ArrayList<>();
    TwoPeers call =
        new TwoPeers(a, b, Wire.PERFECT, 2).tap(forgingCommits(PRESHARED_COMMIT, forged));
    call.start().runUntilSecure(10_000);

    assertThat(forged).isNotEmpty();
    assertThat(call.allSecure()).isTrue();
    assertThat(a.line().secure().algorithms().keyAgreement()).isEqualTo(KeyAgreementType.PRSH);
  }

  @Test
  @Attack({"N-7.10", "N-7.12"})
  void answersThePeerThoughAStrangersHelloAndCommitsCameFirst() {
    Victim victim = Victim.responder();
    for (HandMade other : List.of(stranger, new HandMade(3, peer.zid))) {
      victim.met(other);
      for (int i = 0; i < 10; i++) {
        byte[] hvi = new byte[32];
        hvi[0] = (byte) i;
        victim.receive(commitOf(other, KeyAgreementType.X255, Octets.of(hvi)));
      }
    }
    assertThat(victim.stream().state()).isEqualTo(StreamPhase.KEY_AGREEMENT);
    victim.receive(peer.hello());

    completesAsResponder(victim, peer);
  }

  @Test
  @Attack({"N-7.10", "N-7.12"})
  void answersNoMoreThanNineCommitsWhoeverSendsThem() {
    CountingProvider work = new CountingProvider();
    Victim victim = Victim.of(Peer.withProviders("v", 5, CALLEE, work.inPlaceOfTheStandard()));
    for (int seed = 10; seed < 30; seed++) {
      HandMade other = new HandMade(seed);
      victim.met(other);
      for (int i = 0; i < 10; i++) {
        byte[] hvi = new byte[32];
        hvi[0] = (byte) i;
        victim.receive(commitOf(other, KeyAgreementType.X255, Octets.of(hvi)));
      }
    }

    assertThat(work.keyPairs()).isEqualTo(9);
    victim.pass(30_000);
    NoKeys.assertFailed(victim.line());
  }

  @Test
  @Attack("N-7.12")
  void leavesTheTurnsOfStrangersToOtherStreamsWhenTheExchangeIsOver() {
    Victim victim = Victim.responder().met(stranger);
    victim.receive(commitOf(stranger, KeyAgreementType.X255, Octets.of(new byte[32])));
    victim.receive(peer.hello());
    completesAsResponder(victim, peer);
    victim.peer().callAgain(CALLEE);

    completesAsResponder(Victim.of(victim.peer()).met(stranger), stranger);
  }
}
