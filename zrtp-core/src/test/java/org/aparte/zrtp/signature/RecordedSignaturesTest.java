package org.aparte.zrtp.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.aparte.trace.Requirement;
import org.aparte.vectors.TestVector;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.CryptoProviders.Primitive;
import org.aparte.zrtp.model.SasVerdict;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What GnuPG and OpenSSL sign is judged rightly, by every choice of providers. */
class RecordedSignaturesTest {

  private static final List<Named<CryptoProviders>> PROVIDERS =
      List.of(
          Named.of("standard", CryptoProviders.standard()),
          Named.of("platform", CryptoProviders.platform()),
          Named.of(
              "all by Bouncy Castle",
              CryptoProviders.standard().with(Primitive.CERTIFICATE, new BouncyCastleProvider())));

  static Stream<Arguments> cases() {
    return RecordedSignatures.vectors()
        .flatMap(vector -> PROVIDERS.stream().map(providers -> Arguments.of(vector, providers)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Requirement({
    "Z-5.1.7-02",
    "Z-5.1.7-03",
    "Z-7.2-03",
    "Z-7.2-09",
    "Z-7.2-10",
    "Z-7.2-13",
    "Z-7.2-14",
    "Z-7.2.1-01",
    "Z-7.2.1-03",
    "Z-7.2.1-07",
    "Z-7.2.2-01",
    "Z-7.2.2-02",
    "Z-7.2.2-03"
  })
  void judgesWhatOthersSigned(TestVector vector, CryptoProviders providers) {
    SasVerdict verdict = RecordedSignatures.verdict(vector, providers);
    String expected = vector.isValid() ? "valid" : vector.expected().text("failure");
    assertThat(RecordedSignatures.wordsOf(verdict)).as("%s", verdict).isEqualTo(expected);
    if (verdict instanceof SasVerdict.Valid valid) {
      assertThat(valid.signer()).isEqualTo(RecordedSignatures.OWNER);
      assertThat(valid.key().id()).hasToString(vector.expected().text("signer"));
      assertThat(valid.key().keyServerUri())
          .isEqualTo(vector.expected().text("key_server_uri", ""));
      assertThat(valid.key().certificate() != null)
          .isEqualTo(vector.inputs().text("type").equals("X509"));
    }
  }
}
