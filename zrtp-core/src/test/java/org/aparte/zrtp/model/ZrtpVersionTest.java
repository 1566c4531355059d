package org.aparte.zrtp.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZrtpVersionTest {

  @ParameterizedTest
  @ValueSource(strings = {"1.1", "1.10", "1.11", "1.1a", "1.1~"})
  @Requirement({"Z-4.1.1-01", "Z-4.1.1-14"})
  void matchesWhenThreeCharactersAreTheSame(String text) {
    assertThat(ZrtpVersion.of(text).matches(ZrtpVersion.V1_10)).isTrue();
    assertThat(ZrtpVersion.V1_10.matches(ZrtpVersion.of(text))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1.00, 1.10", "1.10, 1.20", "1.19, 1.20", "1.90, 2.00", "0.95, 1.00"})
  @Requirement("Z-4.1.1-14")
  void isLowerOrHigherByThreeCharacters(String lower, String higher) {
    assertThat(ZrtpVersion.of(lower).compareProtocol(ZrtpVersion.of(higher))).isNegative();
    assertThat(ZrtpVersion.of(higher).compareProtocol(ZrtpVersion.of(lower))).isPositive();
  }

  @Test
  void hasAPlaceInTheOrderEvenWhenItIsNoText() {
    ZrtpVersion high = new ZrtpVersion(0xffffffff);
    assertThat(high.compareProtocol(ZrtpVersion.V1_10)).isPositive();
    assertThat(new ZrtpVersion(0).compareProtocol(ZrtpVersion.V1_10)).isNegative();
    assertThat(high).hasToString("\\xff\\xff\\xff\\xff");
  }
}
