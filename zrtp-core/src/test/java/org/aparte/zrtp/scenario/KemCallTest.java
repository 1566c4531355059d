package org.aparte.zrtp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.message.DhPart1;
import org.aparte.zrtp.message.DhPart2;
import org.aparte.zrtp.message.KemCommit;
import org.aparte.zrtp.message.MessageParser;
import org.aparte.zrtp.message.PresharedCommit;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.message.ZrtpMessage;
import org.aparte.zrtp.message.ZrtpPacket;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.KeyContinuity;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpWarning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls in KEM mode, both ends ours, and what such a call leaves to the modes without DH. */
class KemCallTest {

  static Stream<KeyAgreementType> kems() {
    return Stream.of(KeyAgreementType.values()).filter(KeyAgreementType::isKem);
  }

  private static ZrtpConfig offering(KeyAgreementType... types) {
    return ZrtpConfig.builder()
        .hashes(HashType.S256, HashType.S384, HashType.S512)
        .keyAgreements(types)
        .allowClear(true)
        .build();
  }

  private static ZrtpConfig modesBeside(KeyAgreementType type) {
    return offering(type, KeyAgreementType.PRSH, KeyAgreementType.MULT);
  }

  private static ZrtpConfig answering(ZrtpConfig config) {
    return config.toBuilder().initiation(Initiation.ON_REQUEST).build();
  }

  private static TwoPeers call(ZrtpConfig a, ZrtpConfig b, Wire wire, long seed) {
    return new TwoPeers(Peer.of("a", 2 * seed, a), Peer.of("b", 2 * seed + 1, b), wire, seed);
  }

  private static List<ZrtpMessage> recording(TwoPeers call) {
    List<ZrtpMessage> messages = new ArrayList<>();
    call.tap((from, line, datagram) -> {
      ZrtpPacket packet = (ZrtpPacket) ZrtpPacket.parse(datagram, 0, datagram.length);
      messages.add(((Received<?>) MessageParser.parse(packet.message())).message());
      return List.of(datagram);
    });
    return messages;
  }

  private static <T> T only(List<ZrtpMessage> messages, Class<T> type) {
    List<T> found = messages.stream().filter(type::isInstance).map(type::cast).distinct().toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @ParameterizedTest
  @MethodSource("kems")
  @Requirement({"Z-KEM-01", "Z-KEM-02", "Z-KEM-03", "Z-KEM-04"})
  void putsThePublicKeyIntoCommitTheCiphertextIntoDhPart1AndANonceIntoDhPart2(
      KeyAgreementType type) {
    ZrtpConfig config = offering(type).toBuilder().mtu(4096).build();
    TwoPeers call = call(config, answering(config), Wire.PERFECT, 1);
    List<ZrtpMessage> messages = recording(call);

    call.start().runUntilSecure(5_000);

    DhCallTest.assertSecure(call);
    assertThat(call.a().line().secure().algorithms().keyAgreement()).isEqualTo(type);
    assertThat(only(messages, KemCommit.class).publicKey().length())
        .isEqualTo(type.publicKeyOctets());
    assertThat(only(messages, DhPart1.class).publicValue().length())
        .isEqualTo(type.ciphertextOctets());
    assertThat(only(messages, DhPart2.class).publicValue().length()).isEqualTo(16);
    assertThat(only(messages, DhPart2.class).write().length()).isEqualTo(100);
  }

  @Test
  @Requirement("Z-KEM-01")
  void becomesSecureOverEveryKindOfBadWire() {
    Wire bad = Wire.PERFECT.loss(0.1).jitter(60).duplication(0.1).corruption(0.05);
    List<KeyAgreementType> kems = kems().toList();
    for (long seed = 1; seed <= 180; seed++) {
      ZrtpConfig config = offering(kems.get((int) seed % kems.size()));
      TwoPeers call = call(config, config, bad, seed).start(seed % 7 * 100);
      call.runUntilSecure(60_000);

      assertThat(call.allSecure()).as("seed %d", seed).isTrue();
      DhCallTest.assertSecure(call);
    }
  }

  @ParameterizedTest
  @MethodSource("kems")
  @Requirement({"Z-KEM-01", "Z-KEM-11"})
  void findsTheRetainedSecretsOfEarlierCallsWhateverHashTheyHad(KeyAgreementType type) {
    ZrtpConfig config = modesBeside(type);
    TwoPeers call = call(config, config, Wire.PERFECT, 1).start().runUntilSecure(5_000);
    assertThat(call.a().line().secure().continuity()).isEqualTo(KeyContinuity.NO_CACHE);
    call.a().session().sasMatched();
    call.b().session().sasMatched();
    List<ZrtpConfig> further =
        List.of(
            config,
            config.toBuilder().hashes(HashType.S384).build(),
            offering(KeyAgreementType.X255, KeyAgreementType.MULT),
            config.toBuilder().preferPreshared(true).build(),
            config);
    long seed = 1;
    for (ZrtpConfig next : further) {
      call.a().callAgain(next);
      call.b().callAgain(next);
      TwoPeers again = new TwoPeers(call.a(), call.b(), Wire.PERFECT, ++seed);
      again.start().start().runUntilSecure(5_000);

      DhCallTest.assertSecure(again);
      assertThat(call.a().line().secure().continuity()).isEqualTo(KeyContinuity.MATCH);
      assertThat(call.b().line().secure().continuity()).isEqualTo(KeyContinuity.MATCH);
      assertThat(call.a().lines().get(0).secure().algorithms().keyAgreement())
          .isEqualTo(next.preferPreshared() ? KeyAgreementType.PRSH : next.keyAgreements().get(0));
      assertThat(call.a().lines().get(1).secure().algorithms().keyAgreement())
          .isEqualTo(KeyAgreementType.MULT);
    }
  }

  @ParameterizedTest
  @MethodSource("kems")
  @Requirement("Z-KEM-01")
  void goesClearAndSecureAgainWithAndWithoutMultistream(KeyAgreementType type) {
    for (ZrtpConfig config : List.of(modesBeside(type), offering(type))) {
      TwoPeers call = call(config, config, Wire.PERFECT, 1).start().runUntilSecure(5_000);
      call.take(call.a(), 0, call.a().line().stream().goClear(call.now()));
      call.run(1_000, () -> false);
      call.take(call.b(), 0, call.b().line().stream().confirmClear(call.now()));
      assertThat(call.a().line().stream().state()).isEqualTo(StreamPhase.CLEAR);

      call.take(call.a(), 0, call.a().line().stream().goSecure(call.now()));
      call.run(5_000, () -> false);

      for (Peer end : List.of(call.a(), call.b())) {
        List<ZrtpEvent.Secure> secure = end.line().told(ZrtpEvent.Secure.class);
        assertThat(secure).hasSize(2);
        assertThat(secure.get(1).algorithms().keyAgreement())
            .isEqualTo(
                config.keyAgreements().contains(KeyAgreementType.MULT)
                    ? KeyAgreementType.MULT
                    : type);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kems")
  @Requirement({"Z-KEM-13", "Z-4.2-02"})
  void prevailsOverAPresharedCommitThatCrossesIt(KeyAgreementType type) {
    ZrtpConfig config = modesBeside(type);
    TwoPeers call = call(config, config, Wire.PERFECT, 1).start().runUntilSecure(5_000);
    call.a().session().sasMatched();
    call.b().session().sasMatched();
    call.a().callAgain(config.toBuilder().preferPreshared(true).build());
    call.b().callAgain(config);
    List<ZrtpMessage> commits = new ArrayList<>();
    TwoPeers again = new TwoPeers(call.a(), call.b(), Wire.PERFECT, 2);
    again.tap((from, line, datagram) -> {
      if (datagram[16] == 'C' && datagram[17] == 'o' && datagram[18] == 'm') {
        ZrtpPacket packet = (ZrtpPacket) ZrtpPacket.parse(datagram, 0, datagram.length);
        commits.add(((Received<?>) MessageParser.parse(packet.message())).message());
      }
      return List.of(datagram);
    });
    again.start().runUntilSecure(5_000);

    assertThat(commits).hasAtLeastOneElementOfType(PresharedCommit.class);
    DhCallTest.assertSecure(again);
    assertThat(call.b().line().secure().role()).isEqualTo(Role.INITIATOR);
    assertThat(call.b().line().secure().algorithms().keyAgreement()).isEqualTo(type);
    assertThat(call.b().line().secure().continuity()).isEqualTo(KeyContinuity.MATCH);
  }

  @Test
  @Requirement("Z-KEM-08")
  void tellsWhenTheOrderOfThePeerMakesAnotherThanThePostQuantumOneWin() {
    ZrtpConfig hybridFirst = offering(KeyAgreementType.X3M3, KeyAgreementType.DH3K);
    ZrtpConfig classicalFirst = offering(KeyAgreementType.DH3K, KeyAgreementType.X3M3);
    ZrtpEvent.Warning passedOver = new ZrtpEvent.Warning(ZrtpWarning.POST_QUANTUM_PASSED_OVER);

    TwoPeers lost = call(hybridFirst, classicalFirst, Wire.PERFECT, 1).start();
    lost.runUntilSecure(5_000);
    TwoPeers won = call(hybridFirst, hybridFirst, Wire.PERFECT, 1).start();
    won.runUntilSecure(5_000);

    assertThat(lost.a().line().secure().algorithms().keyAgreement())
        .isEqualTo(KeyAgreementType.DH3K);
    assertThat(lost.a().line().told(ZrtpEvent.Warning.class)).contains(passedOver);
    assertThat(lost.b().line().told(ZrtpEvent.Warning.class)).contains(passedOver);
    assertThat(won.a().line().secure().algorithms().keyAgreement())
        .isEqualTo(KeyAgreementType.X3M3);
    assertThat(won.a().line().told(ZrtpEvent.Warning.class)).isEmpty();
  }
}
