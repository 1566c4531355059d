package org.aparte.zrtp.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.crypto.SharedSecretS0;
import org.aparte.zrtp.message.DhCommit;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.junit.jupiter.api.Test;

/**
 * Forged messages that come before the genuine one, of who saw what the peer sent, or of a stranger
 * with a hash chain of its own: the genuine one is still served.
 */
class ForgedFirstTest {

  private final HandMade peer = new HandMade(1);
  private final HandMade stranger = new HandMade(2);

  private static Octets commitOf(HandMade maker, KeyAgreementType type, Octets hvi) {
    return maker.commit(
        new DhCommit(maker.chain().h2(), maker.zid, HandMade.chosen(type), hvi, Mac64.PENDING));
  }

  /** A DH exchange in which the victim answers. */
  private static void completesAsResponder(Victim victim, HandMade initiator) {
    Octets dhPart2 = initiator.dhPart2();
    Octets commit = initiator.commit(dhPart2, victim.hello());
    victim.receive(commit);
    Octets dhPart1 = victim.last("DHPart1 ");
    victim.receive(dhPart2);
    SharedSecretS0 s0 =
        initiator.asInitiator(victim.hello(), commit, dhPart1, dhPart2, victim.zid());
    victim.receive(
        initiator.confirm(HandMade.keys(s0), Role.INITIATOR, initiator.plaintext().write()));
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
    assertThat(victim.line().told(ZrtpEvent.Failed.class))
        .containsExactly(new ZrtpEvent.Failed(ZrtpFailure.KEY_AGREEMENT_NOT_OFFERED));
    assertThat(victim.last("Error   ").slice(12, 16)).isEqualTo(Octets.ofHex("00000053"));
    assertThat(victim.stream().state()).isEqualTo(StreamPhase.PEER_FOUND);
    NoKeys.assertNone(victim.line());

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
}
