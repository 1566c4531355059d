package org.aparte.zrtp.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which of several keys signs. */
class SasSignerTest {

  private static final int ROOM = SasSigner.UNFRAGMENTED_OCTETS;

  @ParameterizedTest
  @CsvSource({
    "EC25, DSA ECDSA_P384 ECDSA_P256, ECDSA_P256",
    "EC38, DSA ECDSA_P256 ECDSA_P384, ECDSA_P384",
    "EC52, DSA ECDSA_P256 ECDSA_P384, ECDSA_P384",
    "X255, DSA ECDSA_P384 ECDSA_P256, ECDSA_P256",
    "E255, DSA ECDSA_P384 ECDSA_P256, ECDSA_P256",
    "X448, DSA ECDSA_P256 ECDSA_P384, ECDSA_P384",
    "EC25, DSA ECDSA_P384 ECDSA_P224, ECDSA_P384",
    "EC25, DSA, DSA",
    "DH3k, DSA ECDSA_P256, DSA",
    "DH2k, ECDSA_P384 DSA, ECDSA_P384",
    "X1M1, DSA ECDSA_P384 ECDSA_P256, ECDSA_P256",
    "X3M3, DSA ECDSA_P256 ECDSA_P384, ECDSA_P384"
  })
  @Requirement({"Z-7.2-07", "Z-7.2-08"})
  void suitsTheKeyAgreement(String agreement, String atHand, SasKeyType chosen) {
    List<Signer> signers =
        Arrays.stream(atHand.split(" "))
            .map(name -> new Signer(SasKeyType.valueOf(name), ROOM))
            .toList();
    KeyAgreementType type = KeyAgreementType.ofCode(agreement).orElseThrow();
    assertThat(SasSigner.choose(signers, type, ROOM)).map(SasSigner::keyType).hasValue(chosen);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyAgreementType.class,
      names = {"MULT", "PRSH"})
  @Requirement("Z-7.2-05")
  void neverSignsWithoutDiffieHellman(KeyAgreementType agreement) {
    assertThat(SasSigner.choose(List.of(new Signer(SasKeyType.DSA, 1)), agreement, ROOM)).isEmpty();
  }

  @Test
  @Requirement("Z-7.2-12")
  void signsRatherNotAtAllThanInFragments() {
    Signer fits = new Signer(SasKeyType.DSA, ROOM);
    Signer tooLong = new Signer(SasKeyType.ECDSA_P256, ROOM + 1);
    KeyAgreementType agreement = KeyAgreementType.EC25;
    assertThat(SasSigner.choose(List.of(tooLong), agreement, ROOM)).isEmpty();
    assertThat(SasSigner.choose(List.of(tooLong, fits), agreement, ROOM))
        .isEqualTo(Optional.of(fits));
    assertThat(SasSigner.choose(List.of(fits, tooLong), agreement, SasSigner.MAX_OCTETS))
        .isEqualTo(Optional.of(tooLong));
  }

  @Test
  @Requirement({"Z-5.1.7-01", "Z-7.2-01"})
  void signsNothingWithoutASigner() {
    assertThat(SasSigner.choose(List.of(), KeyAgreementType.DH3K, ROOM)).isEmpty();
  }

  private record Signer(SasKeyType keyType, int maxOctets) implements SasSigner {

    @Override
    public SignatureType type() {
      return SignatureType.X509;
    }

    @Override
    public Octets sign(Octets sasHash) {
      throw new AssertionError("choosing signs nothing");
    }
  }
}
