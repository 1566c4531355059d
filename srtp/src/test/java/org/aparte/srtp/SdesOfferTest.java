package org.aparte.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.SdesParameters.FecOrder;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;

class SdesOfferTest {

  private static final String CM = "AES_CM_128_HMAC_SHA1_80";
  private static final SdesPolicy ONLY_CM =
      SdesPolicy.of(List.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80));
  private static final SdesParameters UNENCRYPTED =
      SdesParameters.NONE.withEncryption(false, false);

  private final SecureRandom random = new SecureRandom();

  @Requirement({
    "S4568-5.1.1-01",
    "S4568-5.1.1-02",
    "S4568-5.1.1-03",
    "S4568-5.1.1-04",
    "S4568-7.1.1-02"
  })
  @Test
  void offersEachSuiteOfThePolicyWithItsOwnTagBestFirst() {
    try (SdesOffer offer = SdesOffer.generate(SdesPolicy.recommended(), random)) {
      assertThat(offer.format()).hasSize(4);
      assertThat(offer.format().get(0)).startsWith("a=crypto:1 AEAD_AES_256_GCM inline:");
      assertThat(offer.format().get(1)).startsWith("a=crypto:2 AES_256_CM_HMAC_SHA1_80 inline:");
      assertThat(offer.format().get(2)).startsWith("a=crypto:3 AEAD_AES_128_GCM inline:");
      assertThat(offer.format().get(3)).startsWith("a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:");
      for (String line : offer.format()) {
        assertThat(SdesCrypto.parse(line).isAccepted()).isTrue();
      }
    }
  }

  @Requirement({"S4568-5.1.1-01", "S4568-5.1.1-02", "S4568-4.1-02", "S4568-6.1-03", "S4568-6.1-06"})
  @Test
  void isNotMadeOfNothingNorOfARepeatedTagOrKey() {
    SdesCrypto one = line("1 " + CM + " inline:" + SdesLines.K);
    SdesCrypto sameTag = line("1 " + CM + " inline:" + SdesLines.L);
    SdesCrypto sameKey = line("2 " + CM + " inline:" + SdesLines.K);

    assertThatThrownBy(() -> SdesOffer.of(ONLY_CM, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SdesOffer.of(ONLY_CM, List.of(one, sameTag)))
        .hasMessageContaining("the tag 1");
    assertThatThrownBy(() -> SdesOffer.of(ONLY_CM, List.of(one, sameKey)))
        .hasMessageContaining("master key");
  }

  @Requirement({"S4568-5.1.1-06", "S4568-5.1.3-01", "S4568-5.1.3-02"})
  @Test
  void agreesOnWhicheverLineTheAnswerAccepts() {
    for (SrtpProfile profile : SdesPolicy.recommended().profiles()) {
      try (SdesOffer offer = SdesOffer.generate(SdesPolicy.recommended(), random);
          SdesAgreement answerer =
              SdesAnswer.to(offer.format(), SdesPolicy.of(List.of(profile)), random).value();
          SdesAgreement offerer = offer.conclude(List.of(answerer.sending().format())).value()) {
        assertThat(offerer.profile()).isEqualTo(profile);
        assertThat(offerer.sending().key().key().matches(answerer.receiving().key().key()))
            .isTrue();
        assertThat(offerer.receiving().key().key().matches(answerer.sending().key().key()))
            .isTrue();
      }
    }
  }

  @Requirement({"S4568-5.1.3-01", "S4568-5.1.1-05"})
  @Test
  void concludesTheExchangeOfSection715() {
    SdesOffer offer =
        SdesOffer.of(
            SdesPolicy.of(
                List.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80, SrtpProfile.F8_128_HMAC_SHA1_80)),
            List.of(
                line(
                    "a=crypto:1 AES_CM_128_HMAC_SHA1_80"
                        + " inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4"
                        + " FEC_ORDER=FEC_SRTP"),
                line(
                    "a=crypto:2 F8_128_HMAC_SHA1_80"
                        + " inline:MTIzNDU2Nzg5QUJDREUwMTIzNDU2Nzg5QUJjZGVm|2^20|1:4;"
                        + "inline:QUJjZGVmMTIzNDU2Nzg5QUJDREUwMTIzNDU2Nzg5|2^20|2:4"
                        + " FEC_ORDER=FEC_SRTP")));
    try (offer;
        SdesAgreement agreed =
            offer
                .conclude(
                    List.of(
                        "a=crypto:1 AES_CM_128_HMAC_SHA1_80"
                            + " inline:PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR|2^20|1:4"))
                .value()) {
      assertThat(agreed.profile()).isEqualTo(SrtpProfile.AES_CM_128_HMAC_SHA1_80);
      assertThat(agreed.sending()).isSameAs(offer.lines().get(0));
      assertThat(agreed.receiving().key().lifetimePackets()).isEqualTo(1 << 20);
    }
  }

  @Requirement({
    "S4568-5.1.3-01",
    "S4568-5.1.3-02",
    "S4568-5.1.3-05",
    "S4568-5.3-01",
    "S4568-7.4-01",
    "S4568-7.1.3-02",
    "S4568-7.1.3-04"
  })
  @Test
  void failsOnAnAnswerThatDoesNotEchoTagAndSuiteOrIsNotValid() {
    String key = " inline:" + SdesLines.L;
    assertThat(verdict(ONLY_CM)).isEqualTo("NO_CRYPTO_ATTRIBUTE");
    assertThat(verdict(ONLY_CM, "1 " + CM + key, "1 " + CM + key)).isEqualTo("SEVERAL_ANSWERS");
    assertThat(verdict(ONLY_CM, "2 " + CM + key)).isEqualTo("TAG_NOT_OFFERED");
    assertThat(verdict(ONLY_CM, "1 F8_128_HMAC_SHA1_80" + key)).isEqualTo("SUITE_CHANGED");
    assertThat(verdict(ONLY_CM, "1 " + CM)).isEqualTo("MISSING_FIELD");
    assertThat(verdict(ONLY_CM, "1 " + CM + " inline:")).isEqualTo("BAD_BASE64");
    assertThat(verdict(ONLY_CM, "1 " + CM + " inline:AAAA")).isEqualTo("WRONG_KEY_LENGTH");
    assertThat(verdict(ONLY_CM, "1 " + CM + key)).isEqualTo("ok");
  }

  @Requirement({"S4568-5.1.3-04", "S4568-7.1.3-03", "S4568-7.1.3-04"})
  @Test
  void failsOnAnAnswerWithAParameterThatWeDoNotSupportOrHonour() {
    String start = "1 " + CM + " inline:" + SdesLines.L;
    assertThat(verdict(ONLY_CM, start + " NEW")).isEqualTo("UNKNOWN_PARAMETER");
    assertThat(verdict(ONLY_CM, start + " -NEW")).isEqualTo("ok");
    assertThat(verdict(ONLY_CM, start + " UNAUTHENTICATED_SRTP")).isEqualTo("UNAUTHENTICATED_SRTP");
    assertThat(verdict(ONLY_CM, start + " FEC_ORDER=SRTP_FEC")).isEqualTo("FEC_ORDER_NOT_ACCEPTED");
    assertThat(verdict(ONLY_CM.acceptingFecAfterSrtp(), start + " FEC_ORDER=SRTP_FEC"))
        .isEqualTo("ok");
  }

  @Requirement({"S4568-5.1.3-03", "S4568-6.3.2-03"})
  @Test
  void failsOnAnAnswerThatAddsOrLeavesOutANegotiatedParameter() {
    String start = "1 " + CM + " inline:" + SdesLines.L;
    SdesPolicy accepting = ONLY_CM.acceptingUnencryptedRtp().acceptingUnencryptedRtcp();
    SdesPolicy offering = accepting.withParameters(UNENCRYPTED);

    assertThat(verdict(accepting, start + " UNENCRYPTED_SRTP"))
        .isEqualTo("NEGOTIATED_PARAMETER_CHANGED");
    assertThat(verdict(accepting, start + " UNENCRYPTED_SRTCP"))
        .isEqualTo("NEGOTIATED_PARAMETER_CHANGED");
    assertThat(verdict(offering, start)).isEqualTo("NEGOTIATED_PARAMETER_CHANGED");
    assertThat(verdict(offering, start + " UNENCRYPTED_SRTP"))
        .isEqualTo("NEGOTIATED_PARAMETER_CHANGED");
    assertThat(verdict(offering, start + " UNENCRYPTED_SRTP UNENCRYPTED_SRTCP")).isEqualTo("ok");
  }

  @Requirement({"S4568-7.1.2-07", "S4568-6.4-02", "S4568-7.1.1-04", "S4568-6.1-03"})
  @Test
  void failsOnAnAnswerThatRepeatsAnyKeyOfTheOfferEvenUnderAnotherSalt() {
    SdesPolicy two =
        SdesPolicy.of(
            List.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80, SrtpProfile.AES_CM_128_HMAC_SHA1_32));
    try (SdesOffer offer = SdesOffer.generate(two, random)) {
      String own = offer.format().get(0);
      String ofTheOtherLine = own.replace("a=crypto:1", "2").replace("SHA1_80", "SHA1_32");
      String otherSalt = own.substring(0, own.length() - 1) + (own.endsWith("A") ? "B" : "A");

      for (String answer : List.of(own, ofTheOtherLine, otherSalt)) {
        assertThat(SdesCryptoTest.verdict(offer.conclude(List.of(answer))))
            .isEqualTo("KEY_OF_OFFER");
      }
    }
  }

  @Requirement({
    "S4568-6.3.5-02",
    "S4568-6.3.5-03",
    "S4568-6.3.5-04",
    "S4568-7.1.1-03",
    "S4568-7.1.2-05",
    "S4568-7.1.2-08"
  })
  @Test
  void wantsAFecKeyWhenFecHasAnAddressOfItsOwnAndElseNone() {
    String start = "1 " + CM + " inline:" + SdesLines.L;
    String fecKey = " FEC_KEY=inline:" + SdesLines.K;
    SdesPolicy separate = ONLY_CM.withSeparateFecStream();

    assertThat(verdict(ONLY_CM, start + fecKey)).isEqualTo("FEC_KEY_NOT_ALLOWED");
    assertThat(verdict(separate, start)).isEqualTo("FEC_KEY_MISSING");
    assertThat(verdict(separate, start + fecKey)).isEqualTo("ok");
    try (SdesOffer offer = SdesOffer.generate(separate, random);
        SdesAgreement answerer = SdesAnswer.to(offer.format(), separate, random).value()) {
      assertThat(offer.lines().get(0).fecKeys()).hasSize(1);
      assertThat(answerer.sending().fecKeys()).hasSize(1);
      assertThat(answerer.receiving().fecKeys()).hasSize(1);
    }
  }

  @Requirement("S4568-5.1.1-06")
  @Test
  void offersNothingThatItsOwnPolicyRefuses() {
    assertThatThrownBy(() -> SdesOffer.generate(ONLY_CM.withParameters(UNENCRYPTED), random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("UNENCRYPTED_NOT_ACCEPTED");
    assertThatThrownBy(() ->
            SdesOffer.generate(
                ONLY_CM.withParameters(SdesParameters.NONE.withFecOrder(FecOrder.SRTP_FEC)),
                random))
        .hasMessageContaining("FEC_ORDER_NOT_ACCEPTED");
    assertThatThrownBy(() ->
            SdesOffer.generate(
                SdesPolicy.recommended()
                    .acceptingUnencryptedRtp()
                    .acceptingUnencryptedRtcp()
                    .withParameters(UNENCRYPTED),
                random))
        .hasMessageContaining("UNENCRYPTED_AEAD");
  }

  @Requirement({"S4568-6.1-05", "S4568-6.1-06", "S4568-7.1.4-02"})
  @Test
  void hasNewKeysInEveryOfferSoThatAChangedAddressHasThemToo() {
    List<SrtpMasterKey> seen = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      for (SdesCrypto line : SdesOffer.generate(SdesPolicy.recommended(), random).lines()) {
        assertThat(SdesKeyRules.sharesKey(seen, line.allKeys())).isFalse();
        seen.addAll(line.allKeys());
      }
    }
  }

  @Test
  void refusesASecondAnswerWhoseSenderWouldRepeatTheKeystream() {
    String answer = "1 " + CM + " inline:" + SdesLines.L;
    try (SdesOffer offer = SdesOffer.generate(ONLY_CM, random)) {
      assertThat(SdesCryptoTest.verdict(offer.conclude(List.of("3" + answer)))).isNotEqualTo("ok");
      assertThat(SdesCryptoTest.verdict(offer.conclude(List.of(answer)))).isEqualTo("ok");
      assertThat(SdesCryptoTest.verdict(offer.conclude(List.of(answer))))
          .isEqualTo("ALREADY_CONCLUDED");
    }
  }

  @Test
  void wipesTheLinesThatWereNotAccepted() {
    SdesOffer offer = SdesOffer.generate(SdesPolicy.recommended(), random);
    SdesPolicy gcm = SdesPolicy.of(List.of(SrtpProfile.AEAD_AES_128_GCM));
    SdesAgreement answerer = SdesAnswer.to(offer.format(), gcm, random).value();
    SdesAgreement agreed = offer.conclude(List.of(answerer.sending().format())).value();
    offer.close();

    for (SdesCrypto line : offer.lines()) {
      assertThat(line.key().key().isClosed()).isEqualTo(line != agreed.sending());
    }
    agreed.close();
    assertThat(agreed.sending().key().key().isClosed()).isTrue();
    assertThat(agreed.receiving().key().key().isClosed()).isTrue();
    assertThat(agreed.toString()).contains("AEAD_AES_128_GCM").doesNotContain("inline");
    assertThat(offer.toString()).contains("[4, AES_CM_128_HMAC_SHA1_80").doesNotContain("inline");
  }

  @Test
  void takesOnlyPoliciesThatCanBeOffered() {
    assertThatThrownBy(() -> SdesPolicy.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SdesPolicy.of(List.of(SrtpProfile.NULL_HMAC_SHA1_80)))
        .isInstanceOf(IllegalArgumentException.class);
    SrtpProfile gcm = SrtpProfile.AEAD_AES_128_GCM;
    assertThatThrownBy(() -> SdesPolicy.of(List.of(gcm, gcm)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String verdict(SdesPolicy policy, String... answer) {
    try (SdesOffer offer = SdesOffer.generate(policy, random)) {
      SdesResult<SdesAgreement> result = offer.conclude(List.of(answer));
      if (result.isAccepted()) {
        result.value().close();
      }
      return SdesCryptoTest.verdict(result);
    }
  }

  private static SdesCrypto line(String text) {
    return SdesCrypto.parse(text).value();
  }
}
