package org.aparte.zrtp.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.aparte.trace.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a preset holds is a promise. Whoever finds a row here in the way of a change adds another
 * constant beside the one that is there.
 */
class AlgorithmPresetTest {

  private static String codes(List<? extends AlgorithmType> types) {
    return types.stream().map(type -> type.code().trim()).collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "RFC6189, 1, false, S256 S384 N256 N384, AES3 AES2 AES1 2FS3 2FS2 2FS1, HS80 HS32 SK64 SK32,"
        + " EC25 DH3k EC38 EC52 DH2k Prsh Mult, B32 B256",
    "MODERN, 1, false, S512 S384 S256, AES3 AES1, GCM HS80,"
        + " X3M3 X1M1 X255 EC25 DH3k Prsh Mult, B32 B256",
    "ANSSI_PQC, 1, true, S512 S384, AES3, GCM, X3M3 p3M3 p1M2 Mult, B32 B256",
    "BSI_2026, 1, true, S512 S384 S256, AES3 AES1, GCM,"
        + " X3M3 p3M3 p1M2 EC38 EC25 DH3k Mult, B32 B256",
    "CNSA_2, 1, true, S384 S512, AES3, GCM, MLK3 p3M3 Mult, B32 B256",
    "ANSSI_2021, 1, true, S512 S384 S256, AES3 AES1, GCM,"
        + " X448 EC38 X255 EC25 EC52 DH3k Mult, B32 B256",
  })
  void neverChanges(
      AlgorithmPreset preset,
      int version,
      boolean onlyListed,
      String hashes,
      String ciphers,
      String authTags,
      String keyAgreements,
      String sasTypes) {
    assertThat(preset.version()).isEqualTo(version);
    assertThat(preset.onlyListed()).isEqualTo(onlyListed);
    assertThat(codes(preset.hashes())).isEqualTo(hashes);
    assertThat(codes(preset.ciphers())).isEqualTo(ciphers);
    assertThat(codes(preset.authTags())).isEqualTo(authTags);
    assertThat(codes(preset.keyAgreements())).isEqualTo(keyAgreements);
    assertThat(codes(preset.sasTypes())).isEqualTo(sasTypes);
  }

  @Test
  void areTheseSix() {
    assertThat(AlgorithmPreset.values())
        .extracting(Enum::name)
        .containsExactly("RFC6189", "MODERN", "ANSSI_PQC", "BSI_2026", "CNSA_2", "ANSSI_2021");
  }

  @ParameterizedTest
  @EnumSource
  void areWhatAConfigurationOffers(AlgorithmPreset preset) {
    ZrtpConfig config =
        ZrtpConfig.builder().hashes(HashType.N384).onlyListed(true).preset(preset).build();

    assertThat(config.hashes()).isEqualTo(preset.hashes());
    assertThat(config.ciphers()).isEqualTo(preset.ciphers());
    assertThat(config.authTags()).isEqualTo(preset.authTags());
    assertThat(config.keyAgreements()).isEqualTo(preset.keyAgreements());
    assertThat(config.sasTypes()).isEqualTo(preset.sasTypes());
    assertThat(config.onlyListed()).isEqualTo(preset.onlyListed());
    assertThat(config.toBuilder().build().onlyListed()).isEqualTo(preset.onlyListed());
  }

  @ParameterizedTest
  @EnumSource
  void fitIntoHelloAndListMultistreamLast(AlgorithmPreset preset) {
    assertThat(
            List.of(
                preset.hashes().size(),
                preset.ciphers().size(),
                preset.authTags().size(),
                preset.keyAgreements().size(),
                preset.sasTypes().size()))
        .allMatch(size -> size >= 1 && size <= ZrtpConfig.MAX_PER_LIST);
    assertThat(preset.keyAgreements()).endsWith(KeyAgreementType.MULT);
  }

  @ParameterizedTest
  @EnumSource
  void standInTheDocumentAsTheyAre(AlgorithmPreset preset) throws IOException {
    Path file = Trace.rootAbove(Path.of("")).resolve("docs/presets.md");

    assertThat(Files.readString(file))
        .contains(
            String.format(
                Locale.ROOT,
                "| `%s` | %d | %s | %s | %s | %s | %s |%n",
                preset.name(),
                preset.version(),
                preset.onlyListed() ? "yes" : "no",
                codes(preset.keyAgreements()),
                codes(preset.hashes()),
                codes(preset.ciphers()),
                codes(preset.authTags())));
  }

  @Test
  void areFoundByName() {
    assertThat(AlgorithmPreset.ofName("bsi-2026")).contains(AlgorithmPreset.BSI_2026);
    assertThat(AlgorithmPreset.ofName("MODERN")).contains(AlgorithmPreset.MODERN);
    assertThat(AlgorithmPreset.ofName("safest")).isEmpty();
  }
}
