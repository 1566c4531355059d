package org.aparte.zrtp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.SasType;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls of one stream in DH or KEM mode, both ends ours. */
public class DhCallTest {

  static Stream<ZrtpConfig> everyAlgorithm() {
    Stream.Builder<ZrtpConfig> configs = Stream.builder();
    for (KeyAgreementType type : KeyAgreementType.values()) {
      if (!type.hasDhParts()) {
        continue;
      }
      for (HashType hash : HashType.values()) {
        if (type == KeyAgreementType.EC38 && !hash.is384()) {
          continue;
        }
        for (CipherType cipher : CipherType.values()) {
          AuthTagType tag = AuthTagType.values()[(hash.ordinal() + cipher.ordinal()) % 4];
          SasType sas = SasType.values()[(type.ordinal() + cipher.ordinal()) % 4];
          configs.add(
              ZrtpConfig.builder()
                  .keyAgreements(type)
                  .hashes(hash)
                  .ciphers(cipher)
                  .authTags(tag)
                  .sasTypes(sas)
                  .followPairingAdvice(false)
                  .build());
        }
      }
    }
    return configs.build();
  }

  @ParameterizedTest
  @MethodSource("everyAlgorithm")
  void isSecureWithEqualSasAndMirroredKeysForEveryAlgorithm(ZrtpConfig config) {
    TwoPeers call = call(config, config, Wire.PERFECT, 1).runUntilSecure(5_000);

    assertSecure(call);
    ZrtpEvent.Secure secure = call.a().line().secure();
    assertThat(secure.algorithms().keyAgreement()).isEqualTo(config.keyAgreements().get(0));
    assertThat(secure.algorithms().hash()).isEqualTo(config.hashes().get(0));
    assertThat(secure.algorithms().cipher()).isEqualTo(config.ciphers().get(0));
    assertThat(secure.algorithms().authTag()).isEqualTo(config.authTags().get(0));
    assertThat(secure.algorithms().sas()).isEqualTo(config.sasTypes().get(0));
  }

  @ParameterizedTest
  @EnumSource(
      value = CipherType.class,
      names = {"AES1", "AES3"})
  void isSecureWithGcmAndSha512(CipherType cipher) {
    ZrtpConfig config =
        ZrtpConfig.builder()
            .hashes(HashType.S512)
            .ciphers(cipher)
            .authTags(AuthTagType.GCM)
            .followPairingAdvice(false)
            .build();

    TwoPeers call = call(config, config, Wire.PERFECT, 1).runUntilSecure(5_000);

    assertSecure(call);
    assertThat(call.a().line().secure().algorithms().hash()).isEqualTo(HashType.S512);
    assertThat(call.a().line().told(ZrtpEvent.SendKey.class).get(0).key().salt().length())
        .isEqualTo(12);
  }

  static Stream<ZrtpConfig> inFragmentsAndWhole() {
    return Stream.of(ZrtpConfig.recommended(), Classical.config());
  }

  @ParameterizedTest
  @MethodSource("inFragmentsAndWhole")
  void becomesSecureOverEveryKindOfBadWire(ZrtpConfig config) {
    Wire bad = Wire.PERFECT.loss(0.1).jitter(60).duplication(0.1).corruption(0.05);
    for (long seed = 1; seed <= 200; seed++) {
      TwoPeers call = call(config, config, bad, seed).runUntilSecure(60_000);
      assertThat(call.allSecure()).as("seed %d", seed).isTrue();
      assertSecure(call);
    }
  }

  @Test
  void agreesOnAHybridAndGcmUnlessItIsToldOtherwise() {
    ZrtpConfig config = ZrtpConfig.recommended();
    TwoPeers call = call(config, config, Wire.PERFECT, 1).runUntilSecure(5_000);

    assertSecure(call);
    NegotiatedAlgorithms agreed = call.a().line().secure().algorithms();
    assertThat(agreed.keyAgreement()).isEqualTo(KeyAgreementType.X3M3);
    assertThat(agreed.hash()).isEqualTo(HashType.S512);
    assertThat(agreed.cipher()).isEqualTo(CipherType.AES3);
    assertThat(agreed.authTag()).isEqualTo(AuthTagType.GCM);
  }

  private static TwoPeers call(ZrtpConfig a, ZrtpConfig b, Wire wire, long seed) {
    return new TwoPeers(Peer.of("a", 2 * seed, a), Peer.of("b", 2 * seed + 1, b), wire, seed)
        .start(seed % 7 * 100);
  }

  /** Both ends secure, in opposite roles, with one SAS and keys that mirror each other. */
  public static void assertSecure(TwoPeers call) {
    for (int line = 0; line < call.a().lines().size(); line++) {
      Peer.Line a = call.a().lines().get(line);
      Peer.Line b = call.b().lines().get(line);
      assertThat(a.told(ZrtpEvent.Secure.class)).hasSize(1);
      assertThat(b.told(ZrtpEvent.Secure.class)).hasSize(1);
      assertThat(a.secure().role()).isEqualTo(b.secure().role().other());
      assertThat(a.secure().sas()).isEqualTo(b.secure().sas());
      assertThat(a.secure().algorithms()).isEqualTo(b.secure().algorithms());
      assertMirrored(a, b);
      assertMirrored(b, a);
      Peer.Line initiator = a.secure().role() == Role.INITIATOR ? a : b;
      assertThat(indexOf(initiator, ZrtpEvent.ReceiveKey.class))
          .isLessThan(indexOf(initiator, ZrtpEvent.SendKey.class));
    }
  }

  private static int indexOf(Peer.Line line, Class<? extends ZrtpEvent> kind) {
    for (int i = 0; i < line.events().size(); i++) {
      if (kind.isInstance(line.events().get(i))) {
        return i;
      }
    }
    throw new AssertionError("no " + kind);
  }

  private static void assertMirrored(Peer.Line sender, Peer.Line receiver) {
    SrtpMasterKey sent = sender.told(ZrtpEvent.SendKey.class).get(0).key();
    SrtpMasterKey received = receiver.told(ZrtpEvent.ReceiveKey.class).get(0).key();
    assertThat(sent.profile()).isEqualTo(received.profile());
    assertThat(sent.key().matches(received.key())).isTrue();
    assertThat(sent.salt().matches(received.salt())).isTrue();
  }
}
