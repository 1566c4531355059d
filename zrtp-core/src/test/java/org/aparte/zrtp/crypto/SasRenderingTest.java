package org.aparte.zrtp.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.SasType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SasRenderingTest {

  static Stream<Arguments> shown() throws Exception {
    try (InputStream in = SasRenderingTest.class.getResourceAsStream("sas.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split(" = ", -1))
              .map(
                  parts -> Arguments.of(SasType.ofCode(parts[0]).orElseThrow(), parts[1], parts[2]))
              .toList()
              .stream();
    }
  }

  private static Octets sasHash(String hexOfItsLeftEnd) {
    return Octets.of(Arrays.copyOf(Octets.ofHex(hexOfItsLeftEnd).toArray(), 32));
  }

  @ParameterizedTest
  @MethodSource("shown")
  @Requirement({"Z-5.1.6-01", "Z-5.1.6-03", "Z-5.1.6-04", "Z-5.1.6-05", "Z-4.5.2-07", "Z-5.1.6-02"})
  void rendersWhatForeignEnginesShowed(SasType type, String sasHash, String sas) {
    assertThat(SasRendering.render(type, sasHash(sasHash))).isEqualTo(sas);
    assertThat(SasRendering.asGnuZrtpShows(type, sasHash(sasHash))).isEqualTo(sas);
  }

  @ParameterizedTest
  @CsvSource({
    "000003e700, 999744, 999744",
    "0000000000, 000000, 00",
    "0000000780, 007920, 7920",
    "fffffed9000000, 776176, 776176",
    "fffffed8000000, 000520, 0520"
  })
  void writesBothNumbersOfB10dInFull(String sasHash, String ours, String theirs) {
    assertThat(SasRendering.render(SasType.B10D, sasHash(sasHash))).isEqualTo(ours);
    assertThat(SasRendering.asGnuZrtpShows(SasType.B10D, sasHash(sasHash))).isEqualTo(theirs);
  }

  @ParameterizedTest
  @EnumSource
  void rendersEvenAHashThatCannotBe(SasType type) {
    byte[] all = new byte[32];
    Arrays.fill(all, (byte) 0xff);
    assertThat(SasRendering.render(type, Octets.of(all))).isNotEmpty();
  }

  @Test
  void doesNotDependOnTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(SasRendering.render(SasType.B10D, sasHash("f68c02498c0d8517")))
          .isEqualTo("761140");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  @Requirement("Z-5.1.6-03")
  void hasTwoColumnsOf256DifferentWords() {
    List<String> even = IntStream.range(0, 256).mapToObj(PgpWordList::even).toList();
    List<String> odd = IntStream.range(0, 256).mapToObj(PgpWordList::odd).toList();
    assertThat(Stream.concat(even.stream(), odd.stream())).hasSize(512).doesNotHaveDuplicates();
    assertThat(even).isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
    assertThat(even).allMatch(word -> word.matches("[A-Za-z]{4,9}"));
    assertThat(odd).allMatch(word -> word.matches("[A-Za-z]{4,12}"));
    // of the words in the library of bzrtp 5.1.64, each column joined by spaces
    assertThat(sha256(even))
        .isEqualTo("541ddf6f9cb42d5f68c504d3e73c9604e07cc9bc0c9f970ede363979f631aff8");
    assertThat(sha256(odd))
        .isEqualTo("da2f42899401481ae69b71da92f1f26abd36d0c1e457fd372a0f1e48d1f3f152");
  }

  private static String sha256(List<String> words) {
    return ZrtpHash.implicit(CryptoProviders.platform())
        .hash(Octets.of(ZrtpHash.ascii(String.join(" ", words))))
        .toString();
  }
}
