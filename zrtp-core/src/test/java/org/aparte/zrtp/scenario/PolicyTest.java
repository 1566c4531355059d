package org.aparte.zrtp.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.AlgorithmKind;
import org.aparte.zrtp.model.AlgorithmPreset;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.model.ZrtpWarning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls under presets: what comes out, and what is said when nothing can. */
class PolicyTest {

  /** What an endpoint has that knows RFC 6189 and nothing else. */
  private static final ZrtpConfig PLAIN =
      ZrtpConfig.builder()
          .hashes(HashType.S256)
          .ciphers(CipherType.AES1)
          .authTags(AuthTagType.HS32, AuthTagType.HS80)
          .keyAgreements(KeyAgreementType.DH3K, KeyAgreementType.MULT)
          .build();

  private static ZrtpConfig of(AlgorithmPreset preset) {
    return ZrtpConfig.builder().preset(preset).build();
  }

  private static TwoPeers call(ZrtpConfig a, ZrtpConfig b) {
    return new TwoPeers(Peer.of("a", 1, a), Peer.of("b", 2, b), Wire.PERFECT, 1);
  }

  private static NegotiatedAlgorithms agreed(ZrtpConfig a, ZrtpConfig b) {
    TwoPeers call = call(a, b).start().runUntilSecure(10_000);
    DhCallTest.assertSecure(call);
    return call.a().line().secure().algorithms();
  }

  @ParameterizedTest
  @EnumSource
  void agreesUnderEachPresetOnWhatItAllows(AlgorithmPreset preset) {
    NegotiatedAlgorithms agreed = agreed(of(preset), of(preset));

    assertThat(agreed.keyAgreement()).isEqualTo(preset.keyAgreements().get(0));
    assertThat(agreed.authTag()).isEqualTo(preset.authTags().get(0));
    assertThat(preset.hashes()).contains(agreed.hash());
    assertThat(preset.ciphers()).contains(agreed.cipher());
  }

  static Stream<Arguments> classicalPeers() {
    return Stream.of(
        Arguments.of(PLAIN, KeyAgreementType.DH3K, AuthTagType.HS80),
        Arguments.of(of(AlgorithmPreset.RFC6189), KeyAgreementType.EC25, AuthTagType.HS80),
        // Linphone 5.1: neither GCM nor KEM mode
        Arguments.of(
            PLAIN.toBuilder()
                .keyAgreements(KeyAgreementType.X255, KeyAgreementType.DH3K, KeyAgreementType.MULT)
                .build(),
            KeyAgreementType.X255,
            AuthTagType.HS80));
  }

  @ParameterizedTest
  @MethodSource("classicalPeers")
  void comesToWhatClassicalPeersHaveByDefault(
      ZrtpConfig peer, KeyAgreementType expected, AuthTagType tag) {
    NegotiatedAlgorithms agreed = agreed(of(AlgorithmPreset.MODERN), peer);

    assertThat(agreed.keyAgreement()).isEqualTo(expected);
    assertThat(agreed.authTag()).isEqualTo(tag);
  }

  /** Where the first choices differ the faster one is taken, and DH3k is faster than any hybrid. */
  @Test
  void tellsWhenThePeersOrderMakesAClassicalOneWin() {
    ZrtpConfig peer =
        of(AlgorithmPreset.MODERN).toBuilder()
            .keyAgreements(KeyAgreementType.DH3K, KeyAgreementType.X3M3)
            .build();
    TwoPeers call = call(of(AlgorithmPreset.MODERN), peer).start().runUntilSecure(10_000);

    assertThat(call.a().line().secure().algorithms().keyAgreement())
        .isEqualTo(KeyAgreementType.DH3K);
    assertThat(call.a().line().told(ZrtpEvent.Warning.class))
        .contains(new ZrtpEvent.Warning(ZrtpWarning.POST_QUANTUM_PASSED_OVER));
  }

  /** It may well be what the peer would rather not have, but it is what both allow. */
  @Test
  void takesAHybridFromAPeerWhoseOrderPutsAClassicalOneFirst() {
    ZrtpConfig peer =
        of(AlgorithmPreset.MODERN).toBuilder()
            .keyAgreements(KeyAgreementType.DH3K, KeyAgreementType.X3M3)
            .initiation(Initiation.ON_REQUEST)
            .build();

    assertThat(agreed(of(AlgorithmPreset.ANSSI_PQC), peer).keyAgreement())
        .isEqualTo(KeyAgreementType.X3M3);
  }

  static Stream<Arguments> gaps() {
    ZrtpConfig widest = of(AlgorithmPreset.MODERN);
    return Stream.of(
        Arguments.of(AlgorithmPreset.ANSSI_PQC, PLAIN, AlgorithmKind.HASH),
        Arguments.of(
            AlgorithmPreset.ANSSI_PQC,
            widest.toBuilder().ciphers(CipherType.AES1).build(),
            AlgorithmKind.CIPHER),
        Arguments.of(
            AlgorithmPreset.ANSSI_PQC,
            widest.toBuilder().authTags(AuthTagType.HS80, AuthTagType.SK64).build(),
            AlgorithmKind.AUTH_TAG),
        Arguments.of(
            AlgorithmPreset.ANSSI_PQC,
            widest.toBuilder().keyAgreements(KeyAgreementType.X1M1).build(),
            AlgorithmKind.KEY_AGREEMENT),
        Arguments.of(AlgorithmPreset.BSI_2026, PLAIN, AlgorithmKind.AUTH_TAG),
        Arguments.of(AlgorithmPreset.CNSA_2, widest, AlgorithmKind.KEY_AGREEMENT));
  }

  @ParameterizedTest
  @MethodSource("gaps")
  @Requirement("Z-4.1.2-06")
  void saysWhatWasWantedAndWhatWasOffered(
      AlgorithmPreset preset, ZrtpConfig peer, AlgorithmKind kind) {
    TwoPeers call = call(of(preset), peer).start().run(30_000, () -> false);

    List<ZrtpEvent.PolicyNotMet> gaps = call.a().line().told(ZrtpEvent.PolicyNotMet.class);
    assertThat(gaps).as("told once").hasSize(1);
    ZrtpEvent.PolicyNotMet gap = gaps.get(0);
    assertThat(gap.kind()).isEqualTo(kind);
    assertThat(gap.wanted()).containsExactlyElementsOf(codes(listOf(of(preset), kind)));
    assertThat(gap.offered()).containsExactlyElementsOf(codes(listOf(peer, kind)));
    assertThat(call.a().line().told(ZrtpEvent.Failed.class))
        .contains(new ZrtpEvent.Failed(ZrtpFailure.POLICY_NOT_MET));
    for (Peer side : List.of(call.a(), call.b())) {
      assertThat(side.line().isSecure()).isFalse();
      assertThat(side.line().told(ZrtpEvent.SendKey.class)).isEmpty();
      assertThat(side.line().told(ZrtpEvent.ReceiveKey.class)).isEmpty();
    }
    assertThat(call.b().line().told(ZrtpEvent.PeerReportsError.class)).isNotEmpty();
  }

  private static List<? extends org.aparte.zrtp.model.AlgorithmType> listOf(
      ZrtpConfig config, AlgorithmKind kind) {
    return switch (kind) {
      case HASH -> config.hashes();
      case CIPHER -> config.ciphers();
      case AUTH_TAG -> config.authTags();
      case KEY_AGREEMENT -> config.keyAgreements();
      case SAS -> config.sasTypes();
    };
  }

  private static List<AlgorithmCode> codes(
      List<? extends org.aparte.zrtp.model.AlgorithmType> types) {
    return types.stream().map(AlgorithmCode::of).toList();
  }

  /**
   * Its Hello could not say so: a peer that has what policy wants may choose another all the same.
   */
  @Test
  @Requirement("Z-4.1.2-06")
  void refusesACommitToWhatIsMandatoryAndNotListed() {
    ZrtpConfig strict =
        of(AlgorithmPreset.ANSSI_2021).toBuilder().initiation(Initiation.ON_REQUEST).build();
    ZrtpConfig peer = ZrtpConfig.builder().authTags(AuthTagType.HS80, AuthTagType.GCM).build();
    TwoPeers call = call(strict, peer).start().run(30_000, () -> false);

    assertThat(call.a().line().isSecure()).isFalse();
    assertThat(call.a().line().told(ZrtpEvent.Failed.class))
        .contains(new ZrtpEvent.Failed(ZrtpFailure.AUTH_TAG_NOT_OFFERED));
    assertThat(
            call.a()
                .line()
                .was(event ->
                    event instanceof ZrtpEvent.Ignored ignored
                        && ignored.reason() == IgnoredReason.NOT_OFFERED))
        .isTrue();
  }

  /** Whoever sends it: a better Hello that follows is served. */
  @Test
  void isNotStoppedByAStrangersHelloThatOffersNothing() {
    TwoPeers other = call(PLAIN, PLAIN);
    byte[][] stranger = new byte[1][];
    other.tap((from, line, datagram) -> {
      stranger[0] = stranger[0] == null ? datagram : stranger[0];
      return List.of();
    });
    other.start();
    TwoPeers call = call(of(AlgorithmPreset.ANSSI_PQC), of(AlgorithmPreset.ANSSI_PQC));
    call.inject(call.a(), 0, stranger[0]).inject(call.b(), 0, stranger[0]);
    call.start().runUntilSecure(10_000);

    DhCallTest.assertSecure(call);
    assertThat(call.a().line().stream().state()).isEqualTo(StreamPhase.SECURE);
  }

  @Test
  void wantsAlgorithmsOfEachKindWhereOnlyThoseListedCount() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ZrtpConfig.builder().onlyListed(true).hashes().build())
        .withMessageContaining("fill the lists");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            ZrtpConfig.builder().onlyListed(true).keyAgreements(KeyAgreementType.MULT).build());
  }
}
