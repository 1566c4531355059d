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
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpFailure;
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
    ZrtpConfig config = ZrtpConfig.builder().hashes(HashType.S256).build();
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
        ZrtpConfig.builder()
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
