package org.aparte.zrtp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlgorithmCodeTest {

  @Test
  @Requirement("Z-5.1-01")
  void isItsFourCharactersInTheOrderOfTheWire() {
    assertThat(AlgorithmCode.of("S256").word()).isEqualTo(0x53323536);
    assertThat(AlgorithmCode.of("B32").word()).isEqualTo(0x42333220);
    assertThat(AlgorithmCode.of("B32")).isEqualTo(AlgorithmCode.of("B32 "));
    assertThat(AlgorithmCode.of("B32")).hasToString("B32 ");
  }

  @Test
  void findsItsAlgorithmInTheRegistry() {
    AlgorithmCode code = AlgorithmCode.of(SasType.B32);
    assertThat(code.is(SasType.B32)).isTrue();
    assertThat(code.is(SasType.B256)).isFalse();
    assertThat(SasType.ofCode(code.text())).contains(SasType.B32);
  }

  @Test
  @Requirement("Z-5.1-02")
  void keepsAndShowsOctetsThatAreNoText() {
    AlgorithmCode odd = new AlgorithmCode(0x00ff2041);
    assertThat(odd.text()).isEqualTo("\\x00\\xff A");
    assertThat(new AlgorithmCode(0x7e7e7e7f).text()).isEqualTo("~~~\\x7f");
    assertThat(HashType.ofCode(odd.text())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AES10", "h\u00e9", "a\nb"})
  void refusesTextThatIsNoTypeBlock(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> AlgorithmCode.of(text));
  }
}
