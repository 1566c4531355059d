package org.aparte.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;

class SdesAnswerTest {

  private static final String CM80 = "AES_CM_128_HMAC_SHA1_80 inline:";
  private static final String CM32 = "AES_CM_128_HMAC_SHA1_32 inline:";
  private static final SdesPolicy BOTH =
      SdesPolicy.of(
          List.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80, SrtpProfile.AES_CM_128_HMAC_SHA1_32));

  private final SecureRandom random = new SecureRandom();

  /** As offered by linphonec 5.1.65 with media_encryption=srtp; also in sdes-lines.txt. */
  private static final List<String> LINPHONE =
      SdesLines.valid().stream()
          .filter(line -> line.startsWith(SdesCrypto.PREFIX))
          .skip(8)
          .limit(4)
          .toList();

  @Requirement({
    "S4568-5.1.2-01",
    "S4568-5.1.2-03",
    "S4568-7.1.2-02",
    "S4568-5.1.2-05",
    "S4568-5.1.2-06"
  })
  @Test
  void acceptsTheFirstOfLinphonesLinesThatItSupports() {
    try (SdesAgreement agreed = SdesAnswer.to(LINPHONE, SdesPolicy.recommended(), random).value()) {
      assertThat(agreed.receiving().tag()).isEqualTo(1);
      assertThat(agreed.receiving().format()).isEqualTo(LINPHONE.get(0));
      assertThat(agreed.sending().format())
          .startsWith("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:")
          .isNotEqualTo(LINPHONE.get(0));
    }
    SdesPolicy only32 = SdesPolicy.of(List.of(SrtpProfile.AES_CM_256_HMAC_SHA1_32));
    try (SdesAgreement agreed = SdesAnswer.to(LINPHONE, only32, random).value()) {
      assertThat(agreed.sending().format())
          .startsWith("a=crypto:4 AES_256_CM_HMAC_SHA1_32 inline:");
    }
  }

  @Requirement("S4568-5.1.2-03")
  @Test
  void takesTheSuiteItPrefersItselfWhenThePolicySaysSo() {
    SdesPolicy own = SdesPolicy.recommended().choosingByOwnOrder();
    try (SdesCrypto chosen = SdesAnswer.select(LINPHONE, own).value()) {
      assertThat(chosen.profile()).isEqualTo(SrtpProfile.AES_CM_256_HMAC_SHA1_80);
      assertThat(chosen.tag()).isEqualTo(3);
    }
    try (SdesCrypto chosen = SdesAnswer.select(LINPHONE, SdesPolicy.recommended()).value()) {
      assertThat(chosen.tag()).isEqualTo(1);
    }
    List<String> twice = List.of("2 " + CM80 + SdesLines.K, "1 " + CM80 + SdesLines.L);
    try (SdesCrypto chosen = SdesAnswer.select(twice, own).value()) {
      assertThat(chosen.tag()).isEqualTo(2);
    }
  }

  @Requirement({
    "S4568-5.1.2-02",
    "S4568-5.1.2-04",
    "S4568-7.1.2-03",
    "S4568-7.1.2-04",
    "S4568-7.1.2-10"
  })
  @Test
  void rejectsTheStreamWhenNoLineIsValidAndAcceptableAndTellsWhyOfEach() {
    SdesPolicy gcm = SdesPolicy.of(List.of(SrtpProfile.AEAD_AES_128_GCM));
    SdesResult<SdesAgreement> result =
        SdesAnswer.to(
            List.of(
                "1 " + CM80 + SdesLines.K,
                "2 SEED_CTR_128_HMAC_SHA1_80 inline:" + SdesLines.K,
                "3 AEAD_AES_128_GCM inline:" + SdesLines.K),
            gcm,
            random);

    assertThat(result.refusal())
        .hasValueSatisfying(refusal -> {
          assertThat(refusal.reason()).isEqualTo(SdesRefusal.Reason.NONE_ACCEPTABLE);
          assertThat(refusal.detail())
              .isEqualTo(
                  "SUITE_NOT_ACCEPTED: AES_CM_128_HMAC_SHA1_80; UNSUPPORTED_SUITE: this crypto"
                      + " suite is not supported, at character 3; WRONG_KEY_LENGTH: key and salt"
                      + " of 30 octets, the suite needs 28, at character 27");
        });
    assertThat(verdict(gcm)).isEqualTo("NO_CRYPTO_ATTRIBUTE");
  }

  @Requirement("S4568-4.1-02")
  @Test
  void acceptsNeitherOfTwoLinesWithOneTag() {
    String first = "1 " + CM80 + SdesLines.K;
    assertThat(verdict(BOTH, first, "1 " + CM32 + SdesLines.L)).isEqualTo("NONE_ACCEPTABLE");
    assertThat(verdict(BOTH, first, "1 UNKNOWN inline:x")).isEqualTo("NONE_ACCEPTABLE");
    assertThat(verdict(BOTH, first, "2 " + CM32 + SdesLines.L)).isEqualTo("ok");
  }

  @Requirement({"S4568-6.1-03", "S4568-6.1-06"})
  @Test
  void acceptsNoLineThatRepeatsTheKeyOfAnEarlierOne() {
    List<String> repeated = List.of("1 " + CM80 + SdesLines.K, "2 " + CM32 + SdesLines.K);
    SdesPolicy only32 = SdesPolicy.of(List.of(SrtpProfile.AES_CM_128_HMAC_SHA1_32));

    assertThat(SdesAnswer.select(repeated, BOTH).value().tag()).isEqualTo(1);
    assertThat(SdesAnswer.select(repeated, only32).refusal())
        .hasValueSatisfying(r -> assertThat(r.detail()).contains("DUPLICATE_KEY"));
  }

  @Requirement("S4568-7.1.2-04")
  @Test
  void acceptsUnencryptedStreamsOnlyWhenThePolicyDoes() {
    String start = "1 " + CM80 + SdesLines.K;
    assertThat(verdict(BOTH, start + " UNENCRYPTED_SRTP")).isEqualTo("NONE_ACCEPTABLE");
    assertThat(verdict(BOTH, start + " UNENCRYPTED_SRTCP")).isEqualTo("NONE_ACCEPTABLE");
    assertThat(verdict(BOTH.acceptingUnencryptedRtcp(), start + " UNENCRYPTED_SRTP"))
        .isEqualTo("NONE_ACCEPTABLE");
    assertThat(verdict(BOTH.acceptingUnencryptedRtp(), start + " UNENCRYPTED_SRTP"))
        .isEqualTo("ok");
    assertThat(verdict(BOTH.acceptingUnencryptedRtcp(), start + " UNENCRYPTED_SRTCP"))
        .isEqualTo("ok");
    assertThat(verdict(BOTH, start + " UNAUTHENTICATED_SRTP", "2 " + CM32 + SdesLines.L))
        .isEqualTo("ok");
  }

  @Requirement({"S4568-5.1.2-07", "S4568-5.1.2-08", "S4568-7.1.2-06", "S4568-7.1.2-09"})
  @Test
  void answersWithAKeyTheNegotiatedParametersAndItsOwnDeclarativeOnes() {
    SdesPolicy policy =
        BOTH.acceptingUnencryptedRtcp()
            .withParameters(SdesParameters.NONE.withKeyDerivationRate(1 << 10));
    String offered = "7 " + CM32 + SdesLines.K + "|2^20|1:4 UNENCRYPTED_SRTCP KDR=3 WSH=128 -NEW";
    try (SdesAgreement agreed = SdesAnswer.to(List.of(offered), policy, random).value()) {
      assertThat(agreed.sending().format())
          .matches(
              "a=crypto:7 AES_CM_128_HMAC_SHA1_32 inline:[A-Za-z0-9+/]{40}"
                  + " KDR=10 UNENCRYPTED_SRTCP");
      assertThat(agreed.receiving().parameters().keyDerivationRate()).isEqualTo(8);
      assertThat(agreed.receiving().parameters().windowSizeHint()).hasValue(128);
      assertThat(agreed.receiving().parameters().encryptRtcp()).isFalse();
    }
  }

  @Requirement({"S4568-7.1.2-07", "S4568-6.4-02", "S4568-7.1.4-03", "S4568-6.1-05"})
  @Test
  void hasANewKeyInEveryAnswerAndNoneOfTheOffer() {
    List<SrtpMasterKey> seen = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      SdesAgreement agreed =
          SdesAnswer.to(List.of("1 " + CM80 + SdesLines.K), BOTH, random).value();
      assertThat(SdesKeyRules.sharesKey(seen, agreed.sending().keys())).isFalse();
      assertThat(SdesKeyRules.sharesKey(agreed.receiving().keys(), agreed.sending().keys()))
          .isFalse();
      seen.addAll(agreed.sending().keys());
    }
  }

  @Requirement({"S4568-7.1.2-07", "S4568-6.4-02"})
  @Test
  void doesNotTrustASourceOfRandomnessThatRepeatsAKeyOfTheOffer() {
    SecureRandom stuck =
        new SecureRandom() {
          private static final long serialVersionUID = 1;

          @Override
          public void nextBytes(byte[] octets) {
            System.arraycopy(Base64.getDecoder().decode(SdesLines.L), 0, octets, 0, octets.length);
          }
        };
    List<String> offered = List.of("1 " + CM80 + SdesLines.K, "2 " + CM32 + SdesLines.L);

    assertThatThrownBy(() -> SdesAnswer.to(offered, BOTH, stuck))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("randomness");
  }

  @Test
  void looksAtNoMoreLinesThanItsLimit() {
    List<String> lines = Collections.nCopies(SdesAnswer.MAX_LINES + 1, "1 " + CM80 + SdesLines.K);

    assertThat(SdesCryptoTest.verdict(SdesAnswer.select(lines, BOTH)))
        .isEqualTo("TOO_MANY_ATTRIBUTES");
    assertThat(SdesCryptoTest.verdict(SdesAnswer.select(lines.subList(1, lines.size()), BOTH)))
        .isEqualTo("NONE_ACCEPTABLE");
  }

  private String verdict(SdesPolicy policy, String... offered) {
    SdesResult<SdesAgreement> result = SdesAnswer.to(List.of(offered), policy, random);
    if (result.isAccepted()) {
      result.value().close();
    }
    return SdesCryptoTest.verdict(result);
  }
}
