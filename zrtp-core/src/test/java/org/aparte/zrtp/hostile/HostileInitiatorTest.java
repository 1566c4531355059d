package org.aparte.zrtp.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.crypto.HashCommitment;
import org.aparte.zrtp.crypto.SharedSecretS0;
import org.aparte.zrtp.crypto.StreamKeys;
import org.aparte.zrtp.message.ChosenAlgorithms;
import org.aparte.zrtp.message.ConfirmPlaintext;
import org.aparte.zrtp.message.DhCommit;
import org.aparte.zrtp.message.DhPart2;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.message.OfferedAlgorithms;
import org.aparte.zrtp.message.PresharedCommit;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.SasStanding;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.model.ZrtpWarning;
import org.aparte.zrtp.scenario.Classical;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A peer with a hash chain and keys of its own commits, and something is wrong. Each test ends
 * either in a failure that is told and no key, or in the exchange that the same peer then does
 * right.
 */
class HostileInitiatorTest {

  private final HandMade peer = new HandMade(1);
  private final Victim victim = Victim.responder();
  private final Octets dhPart2 = peer.dhPart2();

  @Test
  void completesWithAPeerMadeByHandThatDoesNothingWrong() {
    victim.met(peer);
    completes();
  }

  /** The same peer does it right, and the call is secure. */
  private void completes() {
    SharedSecretS0 s0 = peer.completesAsInitiator(victim, dhPart2);
    assertThat(victim.line().secure().sas().sasHash()).isEqualTo(s0.sasHash());
  }

  private Octets commit(Octets h2, Zid zid, ChosenAlgorithms algorithms) {
    Octets hvi = HashCommitment.hvi(HandMade.S256, dhPart2, victim.hello());
    return peer.commit(new DhCommit(h2, zid, algorithms, hvi, Mac64.PENDING));
  }

  @Test
  @Attack({"N-7.01", "A-3"})
  @Requirement("Z-5.4-04")
  void refusesACommitWithAnotherZidThanItsHello() {
    victim.met(peer);
    Octets otherZid = Octets.ofHex("0102030405060708090a0b0c");
    Octets forged =
        commit(peer.chain().h2(), new Zid(otherZid), HandMade.chosen(KeyAgreementType.X255));

    assertThat(victim.refusal(forged)).isEqualTo(IgnoredReason.ZID_MISMATCH);
    NoKeys.assertNone(victim.line());
    completes();
  }

  @Test
  @Attack("N-7.02")
  @Requirement("Z-9-05")
  void refusesACommitWhoseH2DoesNotLeadToTheH3OfAnyHello() {
    victim.met(peer);
    Octets forged = commit(peer.chain().h1(), peer.zid, HandMade.chosen(KeyAgreementType.X255));

    assertThat(victim.refusal(forged)).isEqualTo(IgnoredReason.WRONG_HASH_PREIMAGE);
    completes();
  }

  @Test
  @Attack("N-7.03")
  @Requirement("Z-8.1.1-03")
  void tellsOfAHelloWhoseMacDoesNotFitTheCommitAndCompletesWithTheRightOne() {
    byte[] hello = peer.hello().toArray();
    hello[hello.length - 1] ^= 1;
    victim.receive(Octets.of(hello));
    victim.receive(new HelloAck());

    assertThat(victim.refusal(peer.commit(dhPart2, victim.hello())))
        .isEqualTo(IgnoredReason.WRONG_MESSAGE_MAC);
    assertThat(victim.line().told(ZrtpEvent.Warning.class))
        .contains(new ZrtpEvent.Warning(ZrtpWarning.MESSAGE_MAC_MISMATCH));
    NoKeys.assertNone(victim.line());
    victim.receive(peer.hello());
    completes();
  }

  @Test
  @Attack({"N-7.04", "A-3"})
  void refusesACommitOfWhatTheHelloUnderItsOwnMacDoesNotOffer() {
    // The second Hello is what a man in the middle makes of the first once Commit has shown H2
    List<AlgorithmCode> none = List.of();
    Octets weaker = peer.hello(offered -> new OfferedAlgorithms(none, none, none, none, none));
    victim.receive(weaker);
    victim.receive(new HelloAck());

    assertThat(victim.refusal(peer.commit(dhPart2, victim.hello())))
        .isEqualTo(IgnoredReason.NOT_OFFERED);
    NoKeys.assertNone(victim.line());
    victim.pass(20_000);
    NoKeys.assertFailed(victim.line());
  }

  @Test
  @Attack("N-7.05")
  @Requirement({"Z-4.4.3-05", "Z-4.4.3.1-07"})
  void refusesAMultistreamCommitWithoutASession() {
    victim.met(peer);
    Octets commit = peer.commit(peer.multistreamCommit(Octets.of(new byte[16])));

    assertThat(victim.refusal(commit)).isEqualTo(IgnoredReason.WRONG_MODE);
    NoKeys.assertNone(victim.line());
    completes();
  }

  @Test
  @Attack("N-7.06")
  @Requirement("Z-4.4.2.3-04")
  void failsOnAPresharedCommitWithAKeyIdOfNothingWhenItMayNotCommitItself() {
    Victim passive = Victim.of(Classical.builder().passive(true).build());
    HandMade preshared = new HandMade(2);
    List<AlgorithmCode> agreements = List.of(AlgorithmCode.of(KeyAgreementType.PRSH));
    passive.receive(
        preshared.hello(offered ->
            new OfferedAlgorithms(
                offered.hashes(),
                offered.ciphers(),
                offered.authTags(),
                agreements,
                offered.sasTypes())));
    passive.receive(new HelloAck());
    Octets commit =
        preshared.commit(
            new PresharedCommit(
                preshared.chain().h2(),
                preshared.zid,
                HandMade.chosen(KeyAgreementType.PRSH),
                Octets.of(new byte[16]),
                Octets.of(new byte[8]),
                Mac64.PENDING));

    assertThat(passive.refusal(commit)).isEqualTo(IgnoredReason.UNKNOWN_KEY_ID);
    passive.pass(5_000);
    NoKeys.assertFailed(passive.line(), ZrtpFailure.NO_SHARED_SECRET);
  }

  @Test
  @Attack({"A-1", "N-9.08"})
  @Requirement({"Z-4.4.1.2-07", "Z-4.4.1.2-08"})
  void refusesADhPart2ThatWasNotPromisedAndTakesThePromisedOneAfterIt() {
    victim.met(peer);
    Octets commit = peer.commit(dhPart2, victim.hello());
    victim.receive(commit);
    byte[] otherValue = peer.publicValue().toArray();
    otherValue[0] ^= 1;
    Octets other = peer.dhPart2(Octets.of(otherValue));

    assertThat(victim.refusal(other)).isEqualTo(IgnoredReason.HVI_MISMATCH);
    assertThat(victim.line().told(ZrtpEvent.Warning.class))
        .contains(new ZrtpEvent.Warning(ZrtpWarning.HVI_MISMATCH));
    NoKeys.assertNone(victim.line());
    completes();
  }

  @Test
  @Attack({"A-1", "N-9.08"})
  void failsWithTheErrorOfAnHviMismatchWhenThePromiseIsNeverKept() {
    victim.met(peer);
    byte[] commit = peer.commit(dhPart2, victim.hello()).toArray();
    commit[76] ^= 1; // the first bit of hvi, under a MAC that fits
    victim.receive(peer.sealedCommit(Octets.of(commit)));
    victim.receive(dhPart2);
    victim.pass(30_000);

    NoKeys.assertFailed(victim.line(), ZrtpFailure.HVI_MISMATCH);
    assertThat(victim.errorCode()).isEqualTo(0x62);
  }

  @Test
  @Attack("N-9.06")
  void refusesADhPart2WhoseH1DoesNotLeadToTheCommit() {
    victim.met(peer);
    victim.receive(peer.commit(dhPart2, victim.hello()));
    Octets forged =
        peer.dhPart(
            new DhPart2(peer.chain().h2(), peer.randomIds(), peer.publicValue(), Mac64.PENDING));

    assertThat(victim.refusal(forged)).isEqualTo(IgnoredReason.WRONG_HASH_PREIMAGE);
    completes();
  }

  @Test
  @Attack("N-9.07")
  @Requirement("Z-8.1.1-03")
  void failsWhenTheMacOfTheCommitDoesNotFitTheH1ThatFollows() {
    victim.met(peer);
    byte[] commit = peer.commit(dhPart2, victim.hello()).toArray();
    commit[commit.length - 1] ^= 1;
    victim.receive(Octets.of(commit));

    assertThat(victim.refusal(dhPart2)).isEqualTo(IgnoredReason.WRONG_MESSAGE_MAC);
    victim.pass(30_000);
    NoKeys.assertFailed(victim.line(), ZrtpFailure.MESSAGE_MAC_MISMATCH);
  }

  /** Public values that give away the result, or are none at all. */
  static Stream<Arguments> badPublicValues() {
    Stream.Builder<Arguments> values = Stream.builder();
    values.add(Arguments.of(KeyAgreementType.X255, Octets.of(new byte[32])));
    values.add(
        Arguments.of(
            KeyAgreementType.X255,
            Octets.ofHex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")));
    values.add(Arguments.of(KeyAgreementType.X255, Octets.of(new byte[4])));
    values.add(Arguments.of(KeyAgreementType.X255, Octets.of(new byte[64])));
    byte[] one = new byte[384];
    values.add(Arguments.of(KeyAgreementType.DH3K, Octets.of(one.clone())));
    one[383] = 1;
    values.add(Arguments.of(KeyAgreementType.DH3K, Octets.of(one.clone())));
    byte[] huge = new byte[384];
    java.util.Arrays.fill(huge, (byte) 0xff);
    values.add(Arguments.of(KeyAgreementType.DH3K, Octets.of(huge)));
    return values.build();
  }

  @ParameterizedTest
  @MethodSource("badPublicValues")
  @Attack({"N-9.01", "N-9.02", "N-9.04", "N-9.05"})
  @Requirement({"Z-4.4.1.2-04", "Z-4.4.1.2-06"})
  void failsOnAWeakPublicValueThatWasPromised(KeyAgreementType type, Octets publicValue) {
    victim.met(peer);
    Octets weak = peer.dhPart2(publicValue);
    Octets hvi = HashCommitment.hvi(HandMade.S256, weak, victim.hello());
    victim.receive(peer.commit(peer.dhCommit(type, hvi)));
    victim.receive(weak);

    NoKeys.assertFailed(victim.line(), ZrtpFailure.BAD_PUBLIC_VALUE);
    assertThat(victim.errorCode()).isEqualTo(0x61);
  }

  /** As far as Confirm2, with what the peer then has. */
  private StreamKeys keyed(Octets lastDhPart2) {
    victim.met(peer);
    return HandMade.keys(peer.agreesAsInitiator(victim, lastDhPart2));
  }

  @Test
  @Attack("N-11.01")
  void refusesAConfirm2WhoseMacDoesNotFitAndTakesTheRightOneAfterIt() {
    Octets right = peer.confirm(keyed(dhPart2), Role.INITIATOR, peer.plaintext().write());
    byte[] forged = right.toArray();
    forged[forged.length - 1] ^= 1;

    assertThat(victim.refusal(Octets.of(forged))).isEqualTo(IgnoredReason.WRONG_CONFIRM_MAC);
    NoKeys.assertNone(victim.line());
    victim.receive(right);
    assertThat(victim.line().isSecure()).isTrue();
  }

  @Test
  @Attack("N-11.02")
  void doesNotCompleteWithAConfirm2WhoseH0DoesNotLeadToTheHello() {
    StreamKeys keys = keyed(dhPart2);
    ConfirmPlaintext wrong =
        new ConfirmPlaintext(new HandMade(99).chain().h0(), false, false, false, false, 0, null);

    assertThat(victim.refusal(peer.confirm(keys, Role.INITIATOR, wrong.write())))
        .isEqualTo(IgnoredReason.WRONG_HASH_PREIMAGE);
    victim.pass(30_000);
    NoKeys.assertFailed(victim.line(), ZrtpFailure.MESSAGE_MAC_MISMATCH);
  }

  @Test
  @Attack("N-11.03")
  void failsWhenTheMacOfDhPart2DoesNotFitTheH0OfConfirm2() {
    byte[] wrongMac = dhPart2.toArray();
    wrongMac[wrongMac.length - 1] ^= 1;
    StreamKeys keys = keyed(Octets.of(wrongMac));
    victim.receive(peer.confirm(keys, Role.INITIATOR, peer.plaintext().write()));

    NoKeys.assertFailed(victim.line(), ZrtpFailure.MESSAGE_MAC_MISMATCH);
  }

  @Test
  @Attack({"N-11.04", "A-8"})
  void failsOnASignatureLongerThanTheConfirm2ThatHoldsIt() {
    StreamKeys keys = keyed(dhPart2);
    byte[] plaintext = peer.plaintext().write().toArray();
    plaintext[34] = 100; // so many words, in a message that ends here
    victim.receive(peer.confirm(keys, Role.INITIATOR, Octets.of(plaintext)));

    NoKeys.assertFailed(victim.line(), ZrtpFailure.CONFIRM_UNREADABLE);
  }

  @Test
  @Attack({"N-11.05", "N-11.06"})
  @Requirement("Z-7.3.1-05")
  void believesNeitherTheVFlagOfAStrangerNorTheAFlagBesideE() {
    StreamKeys keys = keyed(dhPart2);
    ConfirmPlaintext flags =
        new ConfirmPlaintext(peer.chain().h0(), true, true, true, false, 0, null);
    victim.receive(peer.confirm(keys, Role.INITIATOR, flags.write()));

    assertThat(victim.line().secure().standing()).isEqualTo(SasStanding.NOT_COMPARED);
    assertThat(victim.line().secure().peerAllowsClear()).isFalse();
  }

  @Test
  @Attack("N-7.08")
  @Requirement({"Z-4.4.3.1-06", "Z-4.4.3.1-05"})
  void refusesANonceThatASecondMultistreamExchangeRepeats() {
    victim.met(peer);
    SharedSecretS0 s0 = peer.completesAsInitiator(victim, dhPart2);
    Octets nonce = Octets.ofHex("000102030405060708090a0b0c0d0e0f");

    assertThat(multistream(2, nonce, s0).line().isSecure()).isTrue();
    Victim second = multistream(3, nonce, s0);

    NoKeys.assertNone(second.line());
    assertThat(second.line().events())
        .filteredOn(ZrtpEvent.Ignored.class::isInstance)
        .extracting(event -> ((ZrtpEvent.Ignored) event).reason())
        .contains(IgnoredReason.NONCE_REUSED);
    second.pass(30_000);
    NoKeys.assertFailed(second.line());
    assertThat(second.errorCode()).isEqualTo(0x80);
  }

  /** One more stream of the victim, and of the peer. */
  private Victim multistream(long seed, Octets nonce, SharedSecretS0 firstStream) {
    Victim stream = Victim.of(victim.peer());
    HandMade more = new HandMade(seed, peer.zid);
    stream.met(more);
    Octets commit = more.commit(more.multistreamCommit(nonce));
    stream.receive(commit);
    if (stream.stream().state() == StreamPhase.KEY_AGREEMENT) {
      StreamKeys keys =
          HandMade.keys(
              SharedSecretS0.ofMultistream(
                  HandMade.S256,
                  org.aparte.zrtp.crypto.KdfContext.withoutDh(
                      HandMade.S256, more.zid, stream.zid(), stream.hello(), commit),
                  firstStream.sessionKey()));
      stream.receive(more.confirm(keys, Role.INITIATOR, more.plaintext().write()));
    }
    return stream;
  }

  @Test
  @Attack("N-7.09")
  void solvesNothingAgainstACommitWithItsOwnHvi() {
    Victim initiator = Victim.initiator().met(peer);
    Octets hvi = initiator.last("Commit  ").slice(76, 108);
    Octets reflected = peer.commit(peer.dhCommit(KeyAgreementType.X255, hvi));

    assertThat(initiator.refusal(reflected)).isEqualTo(IgnoredReason.IMPOSSIBLE_CONTENTION);
    initiator.pass(60_000);
    NoKeys.assertFailed(initiator.line());
  }

  @Test
  @Attack({"N-3.01", "A-3"})
  void hasNoExchangeInAnOlderVersion() {
    Victim on = Victim.of(Classical.builder().initiation(Initiation.ON_REQUEST).build());
    byte[] hello = peer.hello().toArray();
    hello[14] = '0'; // 1.00
    assertThat(on.refusal(peer.sealedHello(Octets.of(hello))))
        .isEqualTo(IgnoredReason.OTHER_VERSION);
    on.receive(new HelloAck());
    assertThat(on.refusal(peer.commit(dhPart2, on.hello())))
        .isIn(IgnoredReason.UNEXPECTED_MESSAGE, IgnoredReason.WRONG_HASH_PREIMAGE);
    NoKeys.assertNone(on.line());
  }
}
