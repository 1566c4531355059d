package org.aparte.zrtp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZrtpConfigTest {

  @Test
  void sendsPacketsThatFitEthernetUnderIpv6() {
    assertThat(ZrtpConfig.recommended().mtuOctets()).isEqualTo(1452);
  }

  @ParameterizedTest
  @ValueSource(ints = {600, 604, 1452, 65_504})
  void takesAnMtuAndKeepsItInWhatIsMadeOfIt(int octets) {
    ZrtpConfig config = ZrtpConfig.builder().mtu(octets).build();

    assertThat(config.mtuOctets()).isEqualTo(octets);
    assertThat(config.toBuilder().build().mtuOctets()).isEqualTo(octets);
  }

  @ParameterizedTest
  @CsvSource({"599, 600", "0, 600", "-4, 600", "1451, 1448", "601, 600", "65508, 65504"})
  void saysWhichMtuWouldDo(int octets, int instead) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ZrtpConfig.builder().mtu(octets))
        .withMessageContaining("multiple of 4 from 600")
        .withMessageEndingWith("try " + instead);
  }

  private static ZrtpConfig offering(KeyAgreementType... types) {
    return ZrtpConfig.builder().keyAgreements(types).build();
  }

  @Test
  @Requirement("Z-KEM-14")
  void cutsALongListOfKeyAgreementsSoThatDh3kAndMultStillFit() {
    assertThat(
            offering(
                    KeyAgreementType.X3M3,
                    KeyAgreementType.X1M1,
                    KeyAgreementType.MLK3,
                    KeyAgreementType.K448,
                    KeyAgreementType.X448,
                    KeyAgreementType.X255,
                    KeyAgreementType.EC25,
                    KeyAgreementType.DH3K,
                    KeyAgreementType.PRSH,
                    KeyAgreementType.MULT)
                .keyAgreements())
        .containsExactly(
            KeyAgreementType.X3M3,
            KeyAgreementType.X1M1,
            KeyAgreementType.MLK3,
            KeyAgreementType.K448,
            KeyAgreementType.X448,
            KeyAgreementType.DH3K,
            KeyAgreementType.MULT);
  }

  @Test
  @Requirement("Z-KEM-14")
  void cutsNoMoreThanItHasTo() {
    KeyAgreementType[] seven = {
      KeyAgreementType.MULT,
      KeyAgreementType.X3M3,
      KeyAgreementType.DH3K,
      KeyAgreementType.X1M1,
      KeyAgreementType.MLK3,
      KeyAgreementType.K448,
      KeyAgreementType.PRSH
    };
    assertThat(offering(seven).keyAgreements()).containsExactly(seven);
    assertThat(offering(KeyAgreementType.values()).keyAgreements())
        .hasSize(7)
        .contains(KeyAgreementType.DH3K, KeyAgreementType.MULT);
  }

  @Test
  void offersWhatIsModernUnasked() {
    for (ZrtpConfig config :
        new ZrtpConfig[] {ZrtpConfig.recommended(), ZrtpConfig.builder().build()}) {
      assertThat(config.keyAgreements())
          .containsExactly(
              KeyAgreementType.X3M3,
              KeyAgreementType.X1M1,
              KeyAgreementType.X255,
              KeyAgreementType.EC25,
              KeyAgreementType.DH3K,
              KeyAgreementType.PRSH,
              KeyAgreementType.MULT);
      assertThat(config.hashes()).containsExactly(HashType.S512, HashType.S384, HashType.S256);
      assertThat(config.ciphers()).containsExactly(CipherType.AES3, CipherType.AES1);
      assertThat(config.authTags()).containsExactly(AuthTagType.GCM, AuthTagType.HS80);
      assertThat(config.sasTypes()).containsExactly(SasType.B32, SasType.B256);
      assertThat(config.onlyListed()).isFalse();
    }
  }

  @Test
  void takesEachAlgorithmOnceAndNoMoreThanSevenOfTheOtherKinds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> offering(KeyAgreementType.X255, KeyAgreementType.X255));
    assertThat(HashType.values()).hasSize(7);
    assertThat(ZrtpConfig.builder().hashes(HashType.values()).build().hashes()).hasSize(7);
  }
}
