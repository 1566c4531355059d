package org.aparte.zrtp.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.UnexpectedKeyAgreement;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.model.ZrtpWarning;
import org.aparte.zrtp.scenario.Peer;
import org.aparte.zrtp.scenario.TwoPeers;
import org.aparte.zrtp.scenario.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an initiator, a responder or a bystander can do wrong in KEM mode, and in no other. */
class HostileKemTest {

  private static final KeyAgreementType[] OFFERED = {
    KeyAgreementType.X1M1, KeyAgreementType.K255, KeyAgreementType.X255, KeyAgreementType.DH3K
  };
  private static final ZrtpConfig COMMITS =
      ZrtpConfig.builder().hashes(HashType.S256).keyAgreements(OFFERED).build();
  private static final ZrtpConfig WAITS =
      COMMITS.toBuilder().initiation(Initiation.ON_REQUEST).build();

  private static final int ML_KEM_512 = 32; // where its key begins in the hybrid's

  private final HandMade peer = new HandMade(1);
  private final HandMadeKem hybrid = new HandMadeKem(peer, KeyAgreementType.X1M1, 2);

  private Victim met(ZrtpConfig config) {
    return met(Victim.of(config));
  }

  private Victim met(Victim victim) {
    victim.receive(hybrid.hello(OFFERED));
    victim.receive(new HelloAck());
    return victim;
  }

  private static Octets with(Octets octets, int from, int count, int value) {
    byte[] changed = octets.toArray();
    Arrays.fill(changed, from, from + count, (byte) value);
    return Octets.of(changed);
  }

  private void completes(Victim victim) {
    hybrid.completesAsInitiator(victim);
    assertThat(victim.line().isSecure()).isTrue();
  }

  /** Public keys of the hybrid that are none, in either part. */
  static Stream<Arguments> badPublicKeys() {
    return Stream.of(
        Arguments.of("a number of 4095, where all are below 3329", ML_KEM_512, 2, 0xff),
        Arguments.of("a number of 3329", ML_KEM_512, 2, 0x0d01), // 0x01, then 0xXd
        Arguments.of("the point zero", 0, 32, 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badPublicKeys")
  @Attack({"N-9.10", "N-9.04", "N-7.04"})
  @Requirement("Z-KEM-07")
  void refusesABadPublicKeyAndAnswersTheGenuineCommitAfterIt(
      String what, int from, int count, int value) {
    Victim victim = met(WAITS);
    Octets bad = with(hybrid.publicKey(), from, count, value);
    if (value == 0x0d01) {
      bad = with(with(hybrid.publicKey(), from, 1, 0x01), from + 1, 1, 0x0d);
    }
    Octets dhPart2 = hybrid.dhPart2(hybrid.nonce(16));

    assertThat(victim.refusal(hybrid.commit(bad, dhPart2, victim.hello())))
        .isEqualTo(IgnoredReason.BAD_PUBLIC_VALUE);
    assertThat(victim.line().told(ZrtpEvent.Warning.class))
        .contains(new ZrtpEvent.Warning(ZrtpWarning.BAD_PUBLIC_VALUE));
    NoKeys.assertNone(victim.line());
    completes(victim);
  }

  @Test
  @Attack({"N-9.10", "N-9.05"})
  @Requirement("Z-KEM-07")
  void tellsOfABadPublicKeyByErrorWhenNoBetterOneFollows() {
    Victim victim = met(WAITS);
    Octets bad = with(hybrid.publicKey(), ML_KEM_512, 2, 0xff);
    victim.receive(hybrid.commit(bad, hybrid.dhPart2(hybrid.nonce(16)), victim.hello()));
    victim.pass(5_000);

    NoKeys.assertFailed(victim.line(), ZrtpFailure.BAD_PUBLIC_VALUE);
    assertThat(victim.errorCode()).isEqualTo(0x61);
    completes(victim); // even then
  }

  @Test
  @Attack({"N-9.10", "N-7.09"})
  @Requirement({"Z-KEM-07", "Z-KEM-13"})
  void givesUpNoCommitOfItsOwnForOneWithABadPublicKey() {
    for (int seed = 1; seed <= 8; seed++) { // so that the bad one would prevail in some
      HandMadeKem other = new HandMadeKem(peer, KeyAgreementType.X1M1, seed);
      Victim victim = met(COMMITS);
      Octets bad = with(other.publicKey(), ML_KEM_512, 2, 0xff);

      assertThat(victim.refusal(other.commit(bad, other.dhPart2(other.nonce(16)), victim.hello())))
          .isEqualTo(IgnoredReason.BAD_PUBLIC_VALUE);
      other.completesAsResponder(victim, other.hello(OFFERED));
      assertThat(victim.line().told(ZrtpEvent.ReceiveKey.class)).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-32, -4, 4, 32, 736})
  @Attack("N-9.02")
  @Requirement("Z-KEM-02")
  void readsNoCommitWhosePublicKeyHasAnotherLength(int more) {
    Victim victim = met(WAITS);
    Octets commit =
        hybrid.commit(hybrid.publicKey(), hybrid.dhPart2(hybrid.nonce(16)), victim.hello());
    byte[] resized = Arrays.copyOf(commit.toArray(), commit.length() + more);
    resized[2] = (byte) (resized.length / 4 >>> 8);
    resized[3] = (byte) (resized.length / 4);

    assertThat(victim.refusal(peer.sealedCommit(Octets.of(resized))))
        .isEqualTo(IgnoredReason.MALFORMED);
    completes(victim);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MLK3", "KYB1", "X3H3", "QQQQ"})
  @Attack("N-7.04")
  @Requirement({"Z-KEM-12", "Z-5.9-08"})
  void refusesAKeyAgreementThatWasNotOfferedKnownOrNot(String code) {
    Victim victim = met(WAITS);
    HandMadeKem mlk3 = new HandMadeKem(peer, KeyAgreementType.MLK3, 5);
    byte[] commit =
        mlk3.commit(mlk3.publicKey(), mlk3.dhPart2(mlk3.nonce(16)), victim.hello()).toArray();
    for (int i = 0; i < 4; i++) {
      commit[68 + i] = (byte) code.charAt(i);
    }

    assertThat(victim.refusal(peer.sealedCommit(Octets.of(commit))))
        .isEqualTo(IgnoredReason.NOT_OFFERED);
    victim.pass(5_000);
    NoKeys.assertFailed(victim.line(), ZrtpFailure.KEY_AGREEMENT_NOT_OFFERED);
    assertThat(victim.errorCode()).isEqualTo(0x53);
    completes(victim);
  }

  @Test
  @Attack({"A-3", "N-7.04"})
  @Requirement("Z-KEM-12")
  void refusesAClassicalCommitWhereBothOfferedAHybridFirst() {
    Victim victim = met(WAITS);
    Octets classical = peer.commit(peer.dhCommit(KeyAgreementType.X255, Octets.of(new byte[32])));

    assertThat(victim.refusal(classical)).isEqualTo(IgnoredReason.UNEXPECTED_KEY_AGREEMENT);
    victim.pass(5_000);
    NoKeys.assertFailed(victim.line(), ZrtpFailure.UNEXPECTED_KEY_AGREEMENT);
    assertThat(victim.errorCode()).isEqualTo(0x53);
    completes(victim);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("Z-KEM-12")
  void takesAWeakerOneAsPolicyAllowsAndTellsOfItOnceItIsSecure(UnexpectedKeyAgreement policy) {
    Victim victim = met(WAITS.toBuilder().unexpectedKeyAgreement(policy).build());
    HandMadeKem ecdh = new HandMadeKem(peer, KeyAgreementType.K255, 3);
    ZrtpEvent.Warning told = new ZrtpEvent.Warning(ZrtpWarning.UNEXPECTED_KEY_AGREEMENT);
    if (policy != UnexpectedKeyAgreement.ACCEPT) {
      Octets dhPart2 = ecdh.dhPart2(ecdh.nonce(16));
      assertThat(victim.refusal(ecdh.commit(ecdh.publicKey(), dhPart2, victim.hello())))
          .isEqualTo(IgnoredReason.UNEXPECTED_KEY_AGREEMENT);
      completes(victim);
      assertThat(victim.line().told(ZrtpEvent.Warning.class)).doesNotContain(told);
      return;
    }
    ecdh.completesAsInitiator(victim);

    assertThat(victim.line().isSecure()).isTrue();
    assertThat(victim.line().told(ZrtpEvent.Warning.class))
        .contains(told, new ZrtpEvent.Warning(ZrtpWarning.POST_QUANTUM_PASSED_OVER));
  }

  @Test
  @Attack({"N-7.10", "N-7.12"})
  @Requirement({"Z-KEM-06", "Z-6-01"})
  void encapsulatesOnceForEachCommitAndForNoMoreThanNine() {
    ZrtpConfig config = WAITS.toBuilder().keyAgreements(KeyAgreementType.K255).build();
    CountingProvider work = new CountingProvider();
    Victim victim = Victim.of(Peer.withProviders("v", 5, config, work.inPlaceOfTheStandard()));
    int answered = 0;
    for (int seed = 10; seed < 15; seed++) {
      HandMade other = new HandMade(seed);
      HandMadeKem kem = new HandMadeKem(other, KeyAgreementType.K255, seed);
      victim.receive(kem.hello(KeyAgreementType.K255));
      victim.receive(new HelloAck());
      for (int i = 0; i < 6; i++) {
        Octets commit = kem.commit(kem.publicKey(), kem.dhPart2(kem.nonce(16)), victim.hello());
        int before = work.keyPairs();
        victim.receive(commit);
        if (work.keyPairs() > before) {
          answered++;
          Octets dhPart1 = victim.last("DHPart1 ");
          victim.receive(commit); // again
          assertThat(victim.last("DHPart1 ")).isEqualTo(dhPart1);
          assertThat(work.keyPairs()).isEqualTo(before + 1);
        }
      }
    }

    assertThat(answered).isEqualTo(9);
    assertThat(work.keyPairs()).isEqualTo(9);
    assertThat(work.agreements()).isEqualTo(9);
    List<Octets> ciphertexts =
        victim.sent().stream()
            .filter(message -> Victim.type(message).equals("DHPart1 "))
            .map(message -> message.slice(76, 108))
            .distinct()
            .toList();
    assertThat(ciphertexts).hasSize(9);
    victim.pass(30_000);
    NoKeys.assertFailed(victim.line());
  }

  /** The limit is for each Hello by itself, and three of one Hello are answered. */
  @Test
  @Attack({"N-7.10", "N-7.12", "N-9.06"})
  @Requirement("Z-KEM-06")
  void answersTheGenuineCommitThoughForgedOnesAndThoseOfAStrangerCameFirst() {
    Victim victim = Victim.of(WAITS);
    HandMade stranger = new HandMade(7, peer.zid);
    HandMadeKem strangers = new HandMadeKem(stranger, KeyAgreementType.X1M1, 8);
    victim.receive(strangers.hello(OFFERED));
    victim.receive(new HelloAck());
    for (int i = 0; i < 5; i++) {
      Octets dhPart2 = strangers.dhPart2(strangers.nonce(16));
      victim.receive(strangers.commit(strangers.publicKey(), dhPart2, victim.hello()));
    }
    victim.receive(hybrid.hello(OFFERED));
    Octets dhPart2 = hybrid.dhPart2(hybrid.nonce(16));
    Octets commit = hybrid.commit(hybrid.publicKey(), dhPart2, victim.hello());
    for (int octet : new int[] {76, 108 + 5}) { // of hvi, of the public key; the MAC is left
      victim.receive(with(commit, octet, 1, commit.at(octet) ^ 1));
    }
    victim.receive(commit);
    Octets dhPart1 = victim.last("DHPart1 ");
    victim.receive(dhPart2);
    victim.receive(hybrid.confirm2(victim, commit, dhPart1, dhPart2));

    assertThat(victim.line().isSecure()).isTrue();
    assertThat(
            victim.sent().stream()
                .filter(message -> Victim.type(message).equals("DHPart1 "))
                .distinct())
        .hasSize(3 + 3);
  }

  @Test
  @Attack({"A-1", "N-9.08"})
  @Requirement("Z-KEM-04")
  void refusesANonceThatWasNotPromisedAndTakesThePromisedOneAfterIt() {
    Victim victim = met(WAITS);
    Octets dhPart2 = hybrid.dhPart2(hybrid.nonce(16));
    Octets commit = hybrid.commit(hybrid.publicKey(), dhPart2, victim.hello());
    victim.receive(commit);
    Octets dhPart1 = victim.last("DHPart1 ");

    assertThat(victim.refusal(hybrid.dhPart2(hybrid.nonce(16))))
        .isEqualTo(IgnoredReason.HVI_MISMATCH);
    victim.receive(dhPart2);
    victim.receive(hybrid.confirm2(victim, commit, dhPart1, dhPart2));
    assertThat(victim.line().isSecure()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 12, 20, 32, 832})
  @Attack({"N-9.02", "N-9.05"})
  @Requirement("Z-KEM-04")
  void failsOnAPromisedNonceOfAnotherLength(int octets) {
    Victim victim = met(WAITS);
    Octets dhPart2 = hybrid.dhPart2(hybrid.nonce(octets));
    victim.receive(hybrid.commit(hybrid.publicKey(), dhPart2, victim.hello()));
    victim.receive(dhPart2);

    NoKeys.assertFailed(victim.line(), ZrtpFailure.BAD_PUBLIC_VALUE);
  }

  /** Ciphertexts that are none: of another length, and with the point zero. */
  static Stream<Octets> badCiphertexts() {
    return Stream.of(
        Octets.of(new byte[4]),
        Octets.of(new byte[768]),
        Octets.of(new byte[796]),
        Octets.of(new byte[800]),
        Octets.of(new byte[804]),
        Octets.of(new byte[1624]));
  }

  @ParameterizedTest
  @MethodSource("badCiphertexts")
  @Attack({"N-9.02", "N-9.04", "N-9.09", "N-9.11"})
  @Requirement({"Z-KEM-03", "Z-KEM-07"})
  void refusesABadCiphertextAndTakesTheGenuineOneAfterIt(Octets ciphertext) {
    Victim victim = met(COMMITS);

    assertThat(victim.refusal(hybrid.dhPart1(ciphertext)))
        .isEqualTo(IgnoredReason.BAD_PUBLIC_VALUE);
    assertThat(victim.stream().state()).isEqualTo(StreamPhase.KEY_AGREEMENT);
    assertThat(victim.sent()).noneMatch(sent -> Victim.type(sent).equals("DHPart2 "));
    hybrid.completesAsResponder(victim, hybrid.hello(OFFERED));
    assertThat(victim.line().told(ZrtpEvent.ReceiveKey.class)).hasSize(1);
  }

  /**
   * A bystander changes a ciphertext on its way. Decapsulation says nothing of it: the two ends
   * have different keys, see it by Confirm, and say so.
   */
  @ParameterizedTest
  @ValueSource(ints = {76, 76 + 31, 76 + 32, 76 + 400, 76 + 799})
  @Attack({"N-9.11", "N-9.06", "A-2"})
  @Requirement("Z-KEM-15")
  void failsVisiblyAtBothEndsWhenACiphertextWasChanged(int octet) {
    TwoPeers call = new TwoPeers(Peer.of("a", 1, COMMITS), Peer.of("b", 2, WAITS), Wire.PERFECT, 1);
    call.tap((from, line, datagram) ->
        Forgery.type(datagram).equals("DHPart1 ")
            ? List.of(Forgery.withBit(datagram, octet, 2))
            : List.of(datagram));
    call.start().run(60_000, () -> false);

    for (Peer end : List.of(call.a(), call.b())) {
      NoKeys.assertFailed(end.line());
      assertThat(end.line().stream().state()).isEqualTo(StreamPhase.FAILED);
    }
    assertThat(call.a().line().told(ZrtpEvent.Failed.class))
        .containsExactly(new ZrtpEvent.Failed(ZrtpFailure.CONFIRM_MAC_MISMATCH));
    assertThat(call.a().line().told(ZrtpEvent.Ignored.class))
        .extracting(ZrtpEvent.Ignored::reason)
        .contains(IgnoredReason.WRONG_CONFIRM_MAC);
  }
}
