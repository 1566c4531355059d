package org.aparte.zrtp.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.aparte.srtp.SrtpProfile;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlgorithmTypeTest {

  private static Stream<AlgorithmType> all() {
    return Stream.of(
            HashType.values(),
            CipherType.values(),
            AuthTagType.values(),
            KeyAgreementType.values(),
            SasType.values(),
            SignatureType.values())
        .flatMap(Stream::of);
  }

  @Test
  @Requirement("Z-5.1-01")
  void everyCodeIsFourAsciiCharacters() {
    assertThat(all())
        .allSatisfy(type -> assertThat(type.code().getBytes(StandardCharsets.UTF_8)).hasSize(4));
  }

  @Test
  @Requirement({"Z-5.1.2-01", "Z-5.1.3-01", "Z-5.1.4-01", "Z-5.1.5-01", "Z-5.1.6-01"})
  void findsTheMandatoryAlgorithmsByTheirCodes() {
    assertThat(HashType.ofCode("S256")).contains(HashType.S256);
    assertThat(CipherType.ofCode("AES1")).contains(CipherType.AES1);
    assertThat(AuthTagType.ofCode("HS32")).contains(AuthTagType.HS32);
    assertThat(AuthTagType.ofCode("HS80")).contains(AuthTagType.HS80);
    assertThat(KeyAgreementType.ofCode("DH3k")).contains(KeyAgreementType.DH3K);
    assertThat(SasType.ofCode("B32 ")).contains(SasType.B32);
  }

  @Test
  void findsEveryOtherAlgorithmByItsCodeToo() {
    for (HashType type : HashType.values()) {
      assertThat(HashType.ofCode(type.code())).contains(type);
    }
    for (CipherType type : CipherType.values()) {
      assertThat(CipherType.ofCode(type.code())).contains(type);
    }
    for (AuthTagType type : AuthTagType.values()) {
      assertThat(AuthTagType.ofCode(type.code())).contains(type);
    }
    for (KeyAgreementType type : KeyAgreementType.values()) {
      assertThat(KeyAgreementType.ofCode(type.code())).contains(type);
    }
    for (SasType type : SasType.values()) {
      assertThat(SasType.ofCode(type.code())).contains(type);
    }
    for (SignatureType type : SignatureType.values()) {
      assertThat(SignatureType.ofCode(type.code())).contains(type);
    }
  }

  @Test
  @Requirement("Z-5.1-02")
  void answersWithNothingToACodeThatItDoesNotKnow() {
    assertThat(HashType.ofCode("MD5 ")).isEmpty();
    assertThat(HashType.ofCode("s256")).isEmpty();
    assertThat(SasType.ofCode("B32")).isEmpty();
    assertThat(CipherType.ofCode("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "DH3k, 96, 117, 384",
    "DH2k, 64,  85, 256",
    "EC25, 16,  37,  32",
    "EC38, 24,  45,  48",
    "EC52, 33,  54,  66",
    "X255,  8,  29,  32",
    "E255,  8,  29,  32",
    "X448, 14,  35,  56",
    "Prsh,  0,   0,   0",
    "Mult,  0,   0,   0"
  })
  @Requirement({"Z-5.1.5-22", "Z-5.1.5-23", "Z-4.4.1.4-04", "Z-5.1.5-24"})
  void hasTheLengthsOfTable5(String code, int pvWords, int messageWords, int resultOctets) {
    KeyAgreementType type = KeyAgreementType.ofCode(code).orElseThrow();
    assertThat(type.publicValueWords()).isEqualTo(pvWords);
    assertThat(type.dhPartWords()).isEqualTo(messageWords);
    assertThat(type.resultOctets(HashType.S384)).isEqualTo(resultOctets);
    assertThat(type.isDh()).isEqualTo(pvWords > 0);
    assertThat(type.hasDhParts()).isEqualTo(pvWords > 0);
    assertThat(type.isKem()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "K255,   32,   32, 32, 32",
    "K448,   56,   56, 56, 56",
    "MLK1,  800,  768, 32, 32",
    "MLK2, 1184, 1088, 32, 32",
    "MLK3, 1568, 1568, 32, 32",
    "X1M1,  832,  800, 32, 64",
    "p1M2, 1216, 1120, 32, 64",
    "X3M3, 1624, 1624, 32, 64",
    "p3M3, 1664, 1664, 32, 64"
  })
  void hasTheLengthsOfKemMode(
      String code, int publicKey, int ciphertext, int resultWithS256, int resultWithS512) {
    KeyAgreementType type = KeyAgreementType.ofCode(code).orElseThrow();
    assertThat(type.publicKeyOctets()).isEqualTo(publicKey);
    assertThat(type.ciphertextOctets()).isEqualTo(ciphertext);
    assertThat(type.resultOctets(HashType.S256)).isEqualTo(resultWithS256);
    assertThat(type.resultOctets(HashType.S512)).isEqualTo(resultWithS512);
    assertThat(type.isKem()).isTrue();
    assertThat(type.hasDhParts()).isTrue();
    assertThat(type.isDh()).isFalse();
    assertThat(type.publicValueWords()).isZero();
    assertThat(type.dhPartWords()).isZero();
  }

  /** ML-KEM is; an ECDH-KEM by itself is Diffie-Hellman in another form. */
  @Test
  @Requirement("Z-KEM-08")
  void knowsWhatIsPostQuantum() {
    assertThat(Stream.of(KeyAgreementType.values()).filter(KeyAgreementType::isPostQuantum))
        .containsExactly(
            KeyAgreementType.MLK1,
            KeyAgreementType.MLK2,
            KeyAgreementType.MLK3,
            KeyAgreementType.X1M1,
            KeyAgreementType.P1M2,
            KeyAgreementType.X3M3,
            KeyAgreementType.P3M3);
  }

  /** As Linphone ranks them, and with them the private codes and the one of GNU ZRTP. */
  @Test
  @Requirement("Z-4.1.2-04")
  void standsInTheOrderOfSpeed() {
    assertThat(Stream.of(KeyAgreementType.values()).map(KeyAgreementType::code))
        .containsExactly(
            "DH2k", "X255", "E255", "K255", "EC25", "X448", "K448", "DH3k", "EC38", "EC52", "MLK1",
            "MLK2", "MLK3", "X1M1", "p1M2", "X3M3", "p3M3", "Prsh", "Mult");
  }

  @Test
  void makesTheSrtpProfileOfTagAndCipher() {
    assertThat(AuthTagType.HS32.srtpProfile(CipherType.AES1))
        .isSameAs(SrtpProfile.AES_CM_128_HMAC_SHA1_32);
    assertThat(AuthTagType.HS80.srtpProfile(CipherType.AES2))
        .isSameAs(SrtpProfile.AES_CM_192_HMAC_SHA1_80);
    assertThat(AuthTagType.SK64.srtpProfile(CipherType.TWOFISH3).name())
        .isEqualTo("TWOFISH_CM_256_SKEIN_64");
  }
}
