package org.aparte.zrtp.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.crypto.AgreementOutcome;
import org.aparte.zrtp.crypto.KdfContext;
import org.aparte.zrtp.crypto.SharedSecretS0;
import org.aparte.zrtp.message.DhPart2;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.message.SharedSecretIds;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpWarning;
import org.junit.jupiter.api.Test;

/**
 * The man in the middle of CVE-2016-6271: it agrees with one end, and then looks for a DHPart2 that
 * makes the SAS of the other end begin with the same 16 bits. A responder that does not compare hvi
 * falls to it.
 */
class SearcherInTheMiddleTest {

  private static final int SAS_BITS = 16;

  private final HandMade towardsCaller = new HandMade(10);
  private final HandMade towardsCallee = new HandMade(11);

  @Test
  @Attack({"A-1", "A-5"})
  @Requirement({"Z-4.4.1.2-07", "Z-4.4.1.2-08"})
  void findsAnEqualSasAndIsStoppedByHvi() {
    Victim caller = Victim.initiator().met(towardsCaller);
    Victim callee = Victim.responder().met(towardsCallee);
    int wanted = sasOfTheCaller(caller);

    Octets promised = towardsCallee.dhPart2();
    Octets commit = towardsCallee.commit(promised, callee.hello());
    callee.receive(commit);
    Octets found = search(callee, commit, wanted);

    assertThat(callee.refusal(found)).isEqualTo(IgnoredReason.HVI_MISMATCH);
    assertThat(callee.line().told(ZrtpEvent.Warning.class))
        .contains(new ZrtpEvent.Warning(ZrtpWarning.HVI_MISMATCH));
    NoKeys.assertNone(callee.line());

    // Only the DHPart2 that it had to choose before it saw the callee's value is taken, and with it
    // the two ends read different words to each other
    callee.receive(promised);
    SharedSecretS0 s0 =
        new HandMade(11)
            .asInitiator(callee.hello(), commit, callee.last("DHPart1 "), promised, callee.zid());
    callee.receive(
        towardsCallee.confirm(
            HandMade.keys(s0), Role.INITIATOR, towardsCallee.plaintext().write()));
    assertThat(callee.line().secure().sas().sasHash().slice(0, 2))
        .isNotEqualTo(caller.line().secure().sas().sasHash().slice(0, 2));
  }

  /** An exchange with the caller as the callee would do it; what the caller will read aloud. */
  private int sasOfTheCaller(Victim caller) {
    Octets commit = caller.last("Commit  ");
    Octets dhPart1 = towardsCaller.dhPart1();
    caller.receive(dhPart1);
    SharedSecretS0 s0 =
        towardsCaller.asResponder(commit, dhPart1, caller.last("DHPart2 "), caller.zid());
    caller.receive(
        towardsCaller.confirm(
            HandMade.keys(s0), Role.RESPONDER, towardsCaller.plaintext().write()));
    caller.receive(new org.aparte.zrtp.message.Conf2Ack());
    assertThat(caller.line().isSecure()).isTrue();
    return firstBits(s0.sasHash());
  }

  /** Changes what stands in DHPart2 for rs1 until the callee would read the same aloud. */
  private Octets search(Victim callee, Octets commit, int wanted) {
    Octets dhPart1 = callee.last("DHPart1 ");
    SecretBytes dhResult = dhResult(dhPart1);
    for (int i = 0; i < 1 << (SAS_BITS + 4); i++) {
      SharedSecretIds ids =
          new SharedSecretIds(
              Octets.ofHex(String.format("%016x", i)),
              Octets.of(new byte[8]),
              Octets.of(new byte[8]),
              Octets.of(new byte[8]));
      Octets dhPart2 =
          towardsCallee.dhPart(
              new DhPart2(
                  towardsCallee.chain().h1(), ids, towardsCallee.publicValue(), Mac64.PENDING));
      KdfContext context =
          KdfContext.ofDh(
              HandMade.S256,
              towardsCallee.zid,
              callee.zid(),
              callee.hello(),
              commit,
              dhPart1,
              dhPart2);
      SharedSecretS0 s0 = HandMade.s0(Role.INITIATOR, context, dhResult.copy());
      if (firstBits(s0.sasHash()) == wanted) {
        return dhPart2;
      }
    }
    throw new AssertionError("nothing found, which chance does not explain");
  }

  /** With a share of its own that has the same value: a share agrees once. */
  private static SecretBytes dhResult(Octets dhPart1) {
    return ((AgreementOutcome.Agreed)
            new HandMade(11).agree(dhPart1.slice(76, dhPart1.length() - 8)))
        .dhResult();
  }

  private static int firstBits(Octets sasHash) {
    return (sasHash.at(0) << 8 | sasHash.at(1)) >>> 16 - SAS_BITS;
  }

  @Test
  @Attack("A-1")
  void showsAnotherPublicValueToEachCommitAndAnswersFewOfThem() {
    Victim callee = Victim.responder().met(towardsCallee);
    for (int i = 0; i < 100; i++) {
      byte[] hvi = new byte[32];
      hvi[31] = (byte) i;
      callee.receive(
          towardsCallee.commit(towardsCallee.dhCommit(KeyAgreementType.X255, Octets.of(hvi))));
    }

    assertThat(callee.sent().stream().filter(m -> Victim.type(m).equals("DHPart1 ")))
        .hasSize(3)
        .extracting(message -> message.slice(76, 108))
        .doesNotHaveDuplicates();
  }

  @Test
  @Attack("A-1")
  void takesNoSecondDhPart1OnceItHasShownItsOwnValue() {
    Victim caller = Victim.initiator().met(towardsCaller);
    caller.receive(towardsCaller.dhPart1());
    assertThat(caller.last("DHPart2 ")).isNotNull();

    assertThat(caller.refusal(towardsCaller.dhPart1())).isEqualTo(IgnoredReason.UNEXPECTED_MESSAGE);
  }
}
