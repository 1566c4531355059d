package org.aparte.zrtp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
}
