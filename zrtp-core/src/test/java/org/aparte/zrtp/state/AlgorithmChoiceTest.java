package org.aparte.zrtp.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.message.ChosenAlgorithms;
import org.aparte.zrtp.message.OfferedAlgorithms;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.ErrorCode;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.UnexpectedKeyAgreement;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.scenario.Classical;
import org.junit.jupiter.api.Test;

class AlgorithmChoiceTest {

  private static ZrtpConfig.Builder strong() {
    return ZrtpConfig.builder()
        .hashes(HashType.S256, HashType.S384)
        .ciphers(CipherType.AES3, CipherType.AES1);
  }

  @Test
  @Requirement({"Z-4.1.2-02", "Z-4.1.2-03", "Z-4.1.2-04"})
  void takesTheFasterOfTheTwoFirstChoicesAsInTheExampleOfTheRfc() {
    ZrtpConfig alice =
        strong()
            .keyAgreements(KeyAgreementType.DH2K, KeyAgreementType.DH3K, KeyAgreementType.EC25)
            .build();
    ZrtpConfig bob =
        strong()
            .keyAgreements(KeyAgreementType.EC38, KeyAgreementType.EC25, KeyAgreementType.DH3K)
            .build();

    assertThat(new AlgorithmChoice(alice, offer(bob)).keyAgreement())
        .isEqualTo(KeyAgreementType.EC25);
    assertThat(new AlgorithmChoice(bob, offer(alice)).keyAgreement())
        .isEqualTo(KeyAgreementType.EC25);
  }

  @Test
  @Requirement({"Z-5.2-10", "Z-5.2-12"})
  @Attack("N-4.03")
  void fallsBackToWhatEveryEndpointHasWhenThePeerListsNothing() {
    OfferedAlgorithms nothing =
        new OfferedAlgorithms(List.of(), List.of(), List.of(), List.of(), List.of());
    AlgorithmChoice choice = new AlgorithmChoice(strong().build(), nothing);

    assertThat(choice.keyAgreement()).isEqualTo(KeyAgreementType.DH3K);
    assertThat(choice.choose(KeyAgreementType.DH3K).hash()).isEqualTo(HashType.S256);
    assertThat(choice.choose(KeyAgreementType.DH3K).cipher()).isEqualTo(CipherType.AES1);
  }

  @Test
  @Requirement({"Z-5.1.5-15", "Z-5.1.5-16", "Z-5.1.2-03"})
  void pairsEc38WithA384BitHashAndAes256() {
    ZrtpConfig config =
        strong()
            .ciphers(CipherType.AES1, CipherType.AES3)
            .keyAgreements(KeyAgreementType.EC38)
            .build();
    AlgorithmChoice choice = new AlgorithmChoice(config, offer(config));

    assertThat(choice.choose(KeyAgreementType.EC38).hash()).isEqualTo(HashType.S384);
    assertThat(choice.choose(KeyAgreementType.EC38).cipher()).isEqualTo(CipherType.AES3);
  }

  @Test
  @Requirement("Z-5.1.5-15")
  void passesEc38OverWhenThereIsNo384BitHashInCommon() {
    ZrtpConfig config =
        ZrtpConfig.builder()
            .hashes(HashType.S256)
            .keyAgreements(KeyAgreementType.EC38, KeyAgreementType.DH3K)
            .build();

    assertThat(new AlgorithmChoice(config, offer(config)).keyAgreement())
        .isEqualTo(KeyAgreementType.DH3K);
  }

  @Test
  @Requirement("Z-5.1.5-19")
  void pairsDh2kWithAes128() {
    ZrtpConfig config = strong().keyAgreements(KeyAgreementType.DH2K).build();

    assertThat(new AlgorithmChoice(config, offer(config)).choose(KeyAgreementType.DH2K).cipher())
        .isEqualTo(CipherType.AES1);
  }

  @Test
  @Requirement({"Z-5.9-06", "Z-5.9-07", "Z-5.9-08", "Z-5.9-09", "Z-5.9-10"})
  @Attack({"N-7.04", "A-3"})
  void refusesACommitThatChoosesWhatWasNotOffered() {
    ZrtpConfig config = Classical.builder().hashes(HashType.S256).build();
    AlgorithmChoice choice = new AlgorithmChoice(config, offer(config));

    assertThat(refusal(choice, "S384", "AES1", "HS80", "X255", "B32 "))
        .isEqualTo(ZrtpFailure.HASH_NOT_OFFERED);
    assertThat(refusal(choice, "S256", "2FS1", "HS80", "X255", "B32 "))
        .isEqualTo(ZrtpFailure.CIPHER_NOT_OFFERED);
    assertThat(refusal(choice, "S256", "AES1", "SK64", "X255", "B32 "))
        .isEqualTo(ZrtpFailure.AUTH_TAG_NOT_OFFERED);
    assertThat(refusal(choice, "S256", "AES1", "HS80", "DH2k", "B32 "))
        .isEqualTo(ZrtpFailure.KEY_AGREEMENT_NOT_OFFERED);
    assertThat(refusal(choice, "S256", "AES1", "HS80", "X255", "B10D"))
        .isEqualTo(ZrtpFailure.SAS_TYPE_NOT_OFFERED);
    assertThat(choice.judge(chosen("S256", "AES1", "HS80", "X255", "B32 ")))
        .isInstanceOf(Check.Passed.class);
  }

  @Test
  void takesTheGcmTagOnlyWithTheCiphersThatHaveIt() {
    ZrtpConfig config =
        Classical.builder()
            .ciphers(CipherType.AES2, CipherType.AES3)
            .authTags(AuthTagType.GCM, AuthTagType.HS80)
            .build();
    AlgorithmChoice choice = new AlgorithmChoice(config, offer(config));

    assertThat(choice.choose(KeyAgreementType.X255).cipher()).isEqualTo(CipherType.AES2);
    assertThat(choice.choose(KeyAgreementType.X255).authTag()).isEqualTo(AuthTagType.HS80);
    assertThat(refusal(choice, "S256", "AES2", "GCM ", "X255", "B32 "))
        .isEqualTo(ZrtpFailure.AUTH_TAG_NOT_OFFERED);
    assertThat(choice.judge(chosen("S256", "AES3", "GCM ", "X255", "B32 ")))
        .isInstanceOf(Check.Passed.class);
  }

  private static ZrtpConfig offering(KeyAgreementType... types) {
    return strong()
        .hashes(HashType.S256, HashType.S384, HashType.S512)
        .keyAgreements(types)
        .build();
  }

  private static ZrtpConfig with(ZrtpConfig config, UnexpectedKeyAgreement policy) {
    return config.toBuilder().unexpectedKeyAgreement(policy).build();
  }

  @Test
  @Requirement("Z-KEM-08")
  void takesTheFasterOfTheTwoFirstChoicesForEveryPair() {
    for (KeyAgreementType one : KeyAgreementType.values()) {
      for (KeyAgreementType other : KeyAgreementType.values()) {
        if (!one.hasDhParts() || !other.hasDhParts()) {
          continue;
        }
        ZrtpConfig a =
            one == other
                ? offering(one)
                : offering(KeyAgreementType.PRSH, one, other, KeyAgreementType.MULT);
        ZrtpConfig b =
            one == other
                ? offering(one)
                : offering(other, one, KeyAgreementType.MULT, KeyAgreementType.PRSH);
        KeyAgreementType faster = one.compareTo(other) < 0 ? one : other;

        assertThat(new AlgorithmChoice(a, offer(b)).keyAgreement()).isEqualTo(faster);
        assertThat(new AlgorithmChoice(b, offer(a)).keyAgreement()).isEqualTo(faster);
      }
    }
  }

  @Test
  @Requirement({"Z-KEM-09", "Z-5.1.5-15"})
  void pairsWhatAsksForStrengthWithTheLongestHashAndCipherThatBothHave() {
    ZrtpConfig weakFirst =
        ZrtpConfig.builder()
            .hashes(HashType.S256, HashType.S384, HashType.S512)
            .ciphers(CipherType.AES1, CipherType.AES2, CipherType.AES3)
            .keyAgreements(
                KeyAgreementType.X448,
                KeyAgreementType.K448,
                KeyAgreementType.EC38,
                KeyAgreementType.MLK1,
                KeyAgreementType.X1M1,
                KeyAgreementType.K255)
            .build();
    ZrtpConfig without512 =
        weakFirst.toBuilder()
            .hashes(HashType.S384, HashType.S256)
            .ciphers(CipherType.AES1, CipherType.AES2)
            .build();
    for (KeyAgreementType type : weakFirst.keyAgreements()) {
      NegotiatedAlgorithms all = new AlgorithmChoice(weakFirst, offer(weakFirst)).choose(type);
      NegotiatedAlgorithms some = new AlgorithmChoice(weakFirst, offer(without512)).choose(type);
      if (type == KeyAgreementType.K255) {
        assertThat(all.hash()).isEqualTo(HashType.S256);
        assertThat(all.cipher()).isEqualTo(CipherType.AES1);
        assertThat(some.hash()).isEqualTo(HashType.S384); // the peer's first
        continue;
      }
      assertThat(all.hash())
          .isEqualTo(type == KeyAgreementType.EC38 ? HashType.S384 : HashType.S512);
      assertThat(all.cipher()).isEqualTo(CipherType.AES3);
      assertThat(some.hash()).isEqualTo(HashType.S384);
      assertThat(some.cipher()).isEqualTo(CipherType.AES2);
    }
  }

  @Test
  @Requirement("Z-KEM-12")
  void takesAnotherKeyAgreementThanTheHellosLeadToByPolicy() {
    ZrtpConfig config =
        offering(KeyAgreementType.X3M3, KeyAgreementType.MLK1, KeyAgreementType.X255);
    ChosenAlgorithms expected = chosen("S512", "AES3", "HS80", "X3M3", "B32 ");
    ChosenAlgorithms asStrong = chosen("S512", "AES3", "HS80", "MLK1", "B32 ");
    ChosenAlgorithms weaker = chosen("S512", "AES3", "HS80", "X255", "B32 ");
    for (UnexpectedKeyAgreement policy : UnexpectedKeyAgreement.values()) {
      AlgorithmChoice choice = new AlgorithmChoice(with(config, policy), offer(config));

      assertThat(choice.judge(expected)).isInstanceOf(Check.Passed.class);
      assertThat(choice.judge(asStrong) instanceof Check.Passed<?>)
          .isEqualTo(policy != UnexpectedKeyAgreement.REFUSE);
      assertThat(choice.judge(weaker) instanceof Check.Passed<?>)
          .isEqualTo(policy == UnexpectedKeyAgreement.ACCEPT);
    }
    AlgorithmChoice byDefault = new AlgorithmChoice(config, offer(config));
    assertThat(refusal(byDefault, "S512", "AES3", "HS80", "X255", "B32 "))
        .isEqualTo(ZrtpFailure.UNEXPECTED_KEY_AGREEMENT)
        .extracting(ZrtpFailure::errorCode)
        .isEqualTo(ErrorCode.KEY_AGREEMENT_NOT_SUPPORTED);
  }

  @Test
  @Requirement("Z-KEM-12")
  void hasNoQuarrelWithAnotherClassicalKeyAgreementNorWithTheModesWithoutDh() {
    ZrtpConfig config =
        offering(
            KeyAgreementType.X255,
            KeyAgreementType.DH3K,
            KeyAgreementType.PRSH,
            KeyAgreementType.MULT);
    AlgorithmChoice choice = new AlgorithmChoice(config, offer(config));
    AlgorithmChoice strict =
        new AlgorithmChoice(with(config, UnexpectedKeyAgreement.REFUSE), offer(config));

    assertThat(choice.judge(chosen("S256", "AES1", "HS80", "DH3k", "B32 ")))
        .isInstanceOf(Check.Passed.class);
    assertThat(choice.isUnexpected(KeyAgreementType.DH3K)).isTrue();
    for (String mode : List.of("Mult", "Prsh")) {
      assertThat(strict.judge(chosen("S256", "AES1", "HS80", mode, "B32 ")))
          .isInstanceOf(Check.Passed.class);
    }
  }

  private static ZrtpFailure refusal(AlgorithmChoice choice, String... codes) {
    return ((Check.Refused<?>) choice.judge(chosen(codes))).suspicion();
  }

  private static ChosenAlgorithms chosen(String... codes) {
    return new ChosenAlgorithms(
        AlgorithmCode.of(codes[0]),
        AlgorithmCode.of(codes[1]),
        AlgorithmCode.of(codes[2]),
        AlgorithmCode.of(codes[3]),
        AlgorithmCode.of(codes[4]));
  }

  private static OfferedAlgorithms offer(ZrtpConfig config) {
    return new OfferedAlgorithms(
        codes(config.hashes().stream().map(AlgorithmCode::of)),
        codes(config.ciphers().stream().map(AlgorithmCode::of)),
        codes(config.authTags().stream().map(AlgorithmCode::of)),
        codes(config.keyAgreements().stream().map(AlgorithmCode::of)),
        codes(config.sasTypes().stream().map(AlgorithmCode::of)));
  }

  private static List<AlgorithmCode> codes(Stream<AlgorithmCode> codes) {
    return codes.toList();
  }
}
