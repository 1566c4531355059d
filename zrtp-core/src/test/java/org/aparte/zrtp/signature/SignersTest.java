package org.aparte.zrtp.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.aparte.vectors.TestVector;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.SasKeyType;
import org.aparte.zrtp.model.SasSigner;
import org.aparte.zrtp.model.SasVerdict;
import org.aparte.zrtp.model.SasVerifier;
import org.aparte.zrtp.model.SignatureType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What our signers make, and what they refuse to be made of. */
class SignersTest {

  private static final String URI = "https://example.org/k.pgp";
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
  private static final Octets SAS_HASH =
      RecordedSignatures.sasHash(RecordedSignatures.vector("x509-p256"));
  private static final Octets OTHER_HASH =
      RecordedSignatures.sasHash(RecordedSignatures.vector("x509-other-sashash"));

  @ParameterizedTest
  @CsvSource({"secp256r1, ECDSA_P256, 64", "secp384r1, ECDSA_P384, 96"})
  @Requirement({"Z-5.1.7-02", "Z-7.2-03", "Z-7.2-13", "Z-7.2-14", "Z-7.2.2-01", "Z-7.2.2-02"})
  void signsWithTheCertificateAndFixedWidthNumbersAfterIt(
      String curve, SasKeyType keyType, int signatureOctets) throws Exception {
    KeyPair pair = TestKeys.ec(curve);
    for (int extra = 0; extra < 4; extra++) {
      X509Certificate certificate = TestKeys.certificate(pair.getPublic(), extra);
      X509SasSigner signer =
          X509SasSigner.of(certificate, pair.getPrivate(), TestKeys.BOUNCY_CASTLE);
      assertThat(signer.keyType()).isEqualTo(keyType);
      SasVerifier verifier = new X509SasVerifier(CryptoProviders.standard(), cert -> "me");
      Octets block = signAndVerify(signer, verifier);
      int der = certificate.getEncoded().length;
      int boundary = (der + 3) / 4 * 4;
      assertThat(block.length()).isEqualTo(boundary + signatureOctets);
      assertThat(block.slice(0, der)).isEqualTo(Octets.of(certificate.getEncoded()));
      assertThat(block.slice(der, boundary)).isEqualTo(Octets.of(new byte[boundary - der]));
    }
  }

  @Test
  @Requirement("Z-7.2.2-02")
  void keepsLeadingZerosOfTheNumbers() {
    SignaturePair small = new SignaturePair(BigInteger.ONE, BigInteger.valueOf(0x80));
    Octets fixed = Octets.of(small.fixedWidth(32));
    assertThat(fixed.length()).isEqualTo(64);
    assertThat(fixed.at(31)).isEqualTo(1);
    assertThat(fixed.at(63)).isEqualTo(0x80);
    assertThat(SignaturePair.ofFixedWidth(fixed)).isEqualTo(small);
  }

  @ParameterizedTest
  @CsvSource({"secp224r1, ECDSA_P224", "secp256r1, ECDSA_P256", "secp384r1, ECDSA_P384"})
  @Requirement({"Z-7.2-03", "Z-7.2-13", "Z-7.2-14", "Z-7.2.1-01", "Z-7.2.1-05", "Z-7.2.1-07"})
  void signsWithOpenPgpOnTheThreeCurves(String curve, SasKeyType keyType) throws Exception {
    KeyPair pair = TestKeys.ec(curve);
    PgpPublicKey key = TestKeys.pgp(pair.getPublic());
    PgpSasSigner signer =
        PgpSasSigner.of(key, pair.getPrivate(), URI, CLOCK, TestKeys.BOUNCY_CASTLE);
    assertThat(signer.keyType()).isEqualTo(keyType);
    signAndVerify(
        signer,
        new PgpSasVerifier(CryptoProviders.standard(), RecordedSignatures.keys(List.of(key))));
  }

  @Test
  @Requirement({"Z-7.2-13", "Z-7.2-14", "Z-7.2.1-02", "Z-7.2.1-04"})
  void signsWithDsaOf2048Bits() throws Exception {
    KeyPair pair = TestKeys.dsa(2048);
    PgpPublicKey key = TestKeys.pgp(pair.getPublic());
    PgpSasSigner signer = PgpSasSigner.of(key, pair.getPrivate(), URI, CLOCK);
    assertThat(signer.keyType()).isEqualTo(SasKeyType.DSA);
    signAndVerify(
        signer,
        new PgpSasVerifier(CryptoProviders.platform(), RecordedSignatures.keys(List.of(key))));
  }

  /** Signs several times, for the lengths of the numbers vary. */
  private static Octets signAndVerify(SasSigner signer, SasVerifier verifier) throws Exception {
    Octets block = Octets.EMPTY;
    for (int i = 0; i < 8; i++) {
      block = signer.sign(SAS_HASH);
      assertThat(block.length()).isBetween(signer.maxOctets() - 8, signer.maxOctets());
      Octets padded = padded(block);
      AlgorithmCode type = AlgorithmCode.of(signer.type());
      assertThat(verifier.verify(type, padded, SAS_HASH)).isInstanceOf(SasVerdict.Valid.class);
      assertThat(RecordedSignatures.wordsOf(verifier.verify(type, padded, OTHER_HASH)))
          .isEqualTo("does-not-fit");
    }
    return block;
  }

  private static Octets padded(Octets block) {
    byte[] padded = new byte[(block.length() + 3) / 4 * 4];
    block.copyTo(padded, 0);
    return Octets.of(padded);
  }

  @Test
  @Requirement({"Z-7.2.1-06", "Z-7.2.1-07"})
  void putsTimeKeyIdAndUriUnderTheSignature() throws Exception {
    KeyPair pair = TestKeys.ec("secp256r1");
    PgpPublicKey key = TestKeys.pgp(pair.getPublic());
    Octets block = PgpSasSigner.of(key, pair.getPrivate(), URI, CLOCK).sign(SAS_HASH);
    PgpSignature signature = PgpSignature.parse(padded(block));
    Octets uri = Octets.of(URI.getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.hashedPart())
        .hasToString("04001308002b" + "05026553f100" + "0910" + key.keyId() + "1a18" + uri);
  }

  @Test
  void signsEachTimeAnew() throws Exception {
    KeyPair pair = TestKeys.ec("secp256r1");
    X509SasSigner signer =
        X509SasSigner.of(TestKeys.certificate(pair.getPublic(), 0), pair.getPrivate());
    Set<Octets> blocks = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      assertThat(blocks.add(signer.sign(SAS_HASH))).isTrue();
    }
    assertThat(signer.type()).isEqualTo(SignatureType.X509);
  }

  @Test
  @Requirement("Z-7.2-03")
  void signsNothingButAWholeSasHash() throws Exception {
    KeyPair pair = TestKeys.ec("secp256r1");
    X509SasSigner x509 =
        X509SasSigner.of(TestKeys.certificate(pair.getPublic(), 0), pair.getPrivate());
    PgpSasSigner pgp =
        PgpSasSigner.of(TestKeys.pgp(pair.getPublic()), pair.getPrivate(), URI, CLOCK);
    for (SasSigner signer : List.of(x509, pgp)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> signer.sign(SAS_HASH.slice(0, 4)))
          .withMessageContaining("32");
    }
  }

  @Test
  void saysWhenTheKeyCannotBeUsed() throws Exception {
    KeyPair pair = TestKeys.ec("secp256r1");
    X509Certificate certificate = TestKeys.certificate(pair.getPublic(), 0);
    X509SasSigner signer = X509SasSigner.of(certificate, TestKeys.dsa(2048).getPrivate());
    assertThatThrownBy(() -> signer.sign(SAS_HASH)).isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  @Requirement({"Z-5.1.7-03", "Z-7.2.2-02"})
  void refusesCertificatesOfOtherCurvesAndForOtherUses() throws Exception {
    KeyPair any = TestKeys.ec("secp256r1");
    for (String curve : List.of("secp224r1", "secp521r1", "secp256k1")) {
      X509Certificate certificate = TestKeys.certificate(TestKeys.ec(curve).getPublic(), 0);
      assertThatIllegalArgumentException()
          .as(curve)
          .isThrownBy(() -> X509SasSigner.of(certificate, any.getPrivate()))
          .withMessageContaining("P-256 or P-384");
    }
    TestVector usage = RecordedSignatures.vector("x509-key-usage");
    X509Certificate agreement =
        new VerifyingCrypto(CryptoProviders.platform())
            .certificate(X509Block.parse(RecordedSignatures.block(usage)).certificate().toArray());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> X509SasSigner.of(agreement, any.getPrivate()))
        .withMessageContaining("KEY_MAY_NOT_SIGN");
  }

  @Test
  @Requirement("Z-7.2.2-04")
  void refusesCertificatesThatDoNotFitBesideTheirSignature() throws Exception {
    KeyPair pair = TestKeys.ec("secp256r1");
    int around = TestKeys.certificate(pair.getPublic(), 1600).getEncoded().length - 1600;
    int room = SasSigner.MAX_OCTETS - 64 - around;
    X509SasSigner largest =
        X509SasSigner.of(TestKeys.certificate(pair.getPublic(), room), pair.getPrivate());
    assertThat(largest.sign(SAS_HASH).length()).isEqualTo(SasSigner.MAX_OCTETS);
    X509Certificate tooLong = TestKeys.certificate(pair.getPublic(), room + 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> X509SasSigner.of(tooLong, pair.getPrivate()))
        .withMessageContaining("no room");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pgp-dsa1024", "pgp-rsa2048-sha512"})
  @Requirement({"Z-7.2.1-02", "Z-7.2.1-04"})
  void refusesOpenPgpKeysThatMayNotSign(String id) throws Exception {
    TestVector vector = RecordedSignatures.vector(id);
    PgpPublicKey key = PgpPublicKey.parse(Octets.of(vector.inputs().octets("pgp_key"))).get(0);
    KeyPair any = TestKeys.ec("secp256r1");
    assertThat(key.keyType()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PgpSasSigner.of(key, any.getPrivate(), URI, CLOCK))
        .withMessageContaining("2048 to 3072");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "example.org", "https:", "https://example.org/a b", "https://example.org/é"})
  @Requirement({"Z-7.2.1-06", "Z-7.2.1-07"})
  void refusesToSignWithoutAWholeUri(String uri) throws Exception {
    KeyPair pair = TestKeys.ec("secp256r1");
    PgpPublicKey key = TestKeys.pgp(pair.getPublic());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PgpSasSigner.of(key, pair.getPrivate(), uri, CLOCK))
        .withMessageContaining("URI");
  }

  @Test
  @Requirement("Z-7.2.1-08")
  void keepsWithinTheBlockWhateverTheLengthOfTheUri() throws Exception {
    KeyPair pair = TestKeys.ec("secp384r1");
    PgpPublicKey key = TestKeys.pgp(pair.getPublic());
    SasVerifier verifier =
        new PgpSasVerifier(CryptoProviders.standard(), RecordedSignatures.keys(List.of(key)));
    for (int length : new int[] {10, 189, 190, 191, 192, 193, 254, 255, 256, 1000}) {
      String uri = "x:" + "y".repeat(length - 2);
      PgpSasSigner signer =
          PgpSasSigner.of(key, pair.getPrivate(), uri, CLOCK, TestKeys.BOUNCY_CASTLE);
      assertThat(signer.maxOctets()).isLessThan(SasSigner.MAX_OCTETS);
      signAndVerify(signer, verifier);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PgpSasSigner.of(key, pair.getPrivate(), "x:" + "y".repeat(999), CLOCK));
  }

  @Test
  void printsNothingOfAKey() throws Exception {
    KeyPair pair = TestKeys.ec("secp256r1");
    assertThat(new SigningKey(pair.getPrivate(), null)).hasToString("SigningKey[EC]");
  }
}
