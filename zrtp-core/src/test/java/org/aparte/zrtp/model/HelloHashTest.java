package org.aparte.zrtp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelloHashTest {

  /** The example of section 8. */
  private static final String DIGITS =
      "fe30efd02423cb054e50efd0248742ac7a52c8f91bc2df881ae642c371ba46df";

  private static final HelloHash EXAMPLE = new HelloHash(ZrtpVersion.V1_10, Octets.ofHex(DIGITS));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=zrtp-hash:1.10 " + DIGITS,
        "zrtp-hash:1.10 " + DIGITS,
        "1.10 " + DIGITS,
        "1.10\t" + DIGITS,
        "a=zrtp-hash: 1.10  " + DIGITS + " \r\n",
        // the grammar, which has no space
        "a=zrtp-hash:1.10" + DIGITS,
        "1.10" + DIGITS,
        "a=zrtp-hash:1.10 FE30EFD02423CB054E50EFD0248742AC7A52C8F91BC2DF881AE642C371BA46DF"
      })
  @Requirement({"Z-8-03", "Z-8.1-01", "Z-13-01"})
  void readsTheAttributeInEveryFormThatIsSeen(String text) {
    assertThat(HelloHash.parse(text)).contains(EXAMPLE);
  }

  @Test
  @Requirement("Z-8-03")
  void writesTheFormOfTheExample() {
    assertThat(EXAMPLE.value()).isEqualTo("1.10 " + DIGITS);
    assertThat(EXAMPLE.attribute()).isEqualTo("a=zrtp-hash:1.10 " + DIGITS);
  }

  @Test
  void keepsHashesOfVersionsThatHaveAnotherImplicitHash() {
    HelloHash other = HelloHash.parse("2.00 " + DIGITS + DIGITS).orElseThrow();
    assertThat(other.version()).isEqualTo(ZrtpVersion.of("2.00"));
    assertThat(other.hash().length()).isEqualTo(64);
    assertThat(HelloHash.parse("1.1 " + DIGITS).orElseThrow().value()).isEqualTo("1.1 " + DIGITS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.10",
        "1.10 ",
        "a=zrtp-hash:",
        "a=zrtp-hash:" + DIGITS,
        "a=crypto:1.10 " + DIGITS,
        "1.10 " + DIGITS + "0",
        "1.10 " + DIGITS + "00",
        "1.10 00",
        "1.100 " + DIGITS,
        "1.10 fe30 " + DIGITS,
        "2.00 fe3",
        "2.00 " + DIGITS + DIGITS + "00",
        "1.10 x" + DIGITS,
        // full-width digits are digits to Unicode
        "1.10 \uff10\uff10" + "30efd02423cb054e50efd0248742ac7a52c8f91bc2df881ae642c371ba46df"
      })
  @Requirement({"Z-8-03", "Z-8.1-01"})
  void readsNothingElse(String text) {
    assertThat(HelloHash.parse(text)).isEmpty();
  }

  @Test
  @Requirement("Z-8.1-01")
  void refusesATruncatedHash() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HelloHash(ZrtpVersion.V1_10, Octets.ofHex(DIGITS.substring(0, 32))))
        .withMessageContaining("16 octets");
  }

  @Test
  void boundsTheHashOfAnotherVersion() {
    ZrtpVersion other = ZrtpVersion.of("2.00");
    assertThat(new HelloHash(other, Octets.of(new byte[1])).value()).isEqualTo("2.00 00");
    assertThat(new HelloHash(other, Octets.of(new byte[64])).hash().length()).isEqualTo(64);
    for (int octets : new int[] {0, 65}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new HelloHash(other, Octets.of(new byte[octets])));
    }
  }
}
