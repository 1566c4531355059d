package org.aparte.zrtp.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.aparte.vectors.TestVector;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.SasSigningKey;
import org.aparte.zrtp.model.SasVerdict;
import org.aparte.zrtp.model.SasVerdict.UnknownKey;
import org.aparte.zrtp.model.SasVerdict.Valid;
import org.aparte.zrtp.model.SasVerifier;
import org.aparte.zrtp.model.SignatureType;
import org.junit.jupiter.api.Test;

/** What an app is asked, and what it learns about a key that it does not know. */
class UnknownKeyTest {

  private static final CryptoProviders PROVIDERS = CryptoProviders.standard();
  private static final TestVector X509 = RecordedSignatures.vector("x509-p256");
  private static final TestVector PGP = RecordedSignatures.vector("pgp-nistp256-sha256");

  @Test
  @Requirement({"Z-7.2.2-03", "Z-7.2.3-01", "Z-7.2.3-02"})
  void showsTheCertificateThatTheAppDoesNotTrustSoThatItMayBeRemembered() {
    List<Octets> remembered = new ArrayList<>();
    X509SasVerifier verifier =
        new X509SasVerifier(
            PROVIDERS,
            certificate -> {
              byte[] key = certificate.getPublicKey().getEncoded();
              return remembered.contains(Octets.of(SignatureHash.SHA256.digest(key)))
                  ? "the one of last time"
                  : null;
            });
    UnknownKey first = (UnknownKey) verify(verifier, X509);
    assertThat(first.key().certificate()).isNotNull();
    assertThat(first.key().certificate().getSubjectX500Principal().getName()).isEqualTo("CN=alice");
    remembered.add(first.key().id());
    assertThat(((Valid) verify(verifier, X509)).signer()).isEqualTo("the one of last time");
  }

  @Test
  void asksForTrustOnlyInCertificatesWhoseSignatureFits() {
    X509SasVerifier verifier =
        new X509SasVerifier(
            PROVIDERS,
            certificate -> {
              throw new AssertionError("asked about a certificate that signed something else");
            });
    assertThat(RecordedSignatures.wordsOf(verify(verifier, RecordedSignatures.vector("x509-zero"))))
        .isEqualTo("does-not-fit");
  }

  @Test
  @Requirement({"Z-7.2.1-06", "Z-7.2.1-07"})
  void namesKeyIdAndUriOfAnOpenPgpKeySoThatItMayBeFetched() {
    List<String> asked = new ArrayList<>();
    PgpSasVerifier verifier =
        new PgpSasVerifier(
            PROVIDERS,
            (keyId, uri) -> {
              asked.add(keyId + " at " + uri);
              return null;
            });
    SasSigningKey key = ((UnknownKey) verify(verifier, PGP)).key();
    assertThat(PGP.expected().text("signer")).endsWith(key.id().toString());
    assertThat(key.id().length()).isEqualTo(8);
    assertThat(key.keyServerUri()).isEqualTo("https://example.org/k.pgp");
    assertThat(asked).containsExactly(key.id() + " at https://example.org/k.pgp");
  }

  @Test
  void doesNotTakeAnotherKeyForTheOneThatWasNamed() {
    TestVector other = RecordedSignatures.vector("pgp-nistp384-sha384");
    PgpPublicKey wrong = PgpPublicKey.parse(Octets.of(other.inputs().octets("pgp_key"))).get(0);
    PgpSasVerifier verifier =
        new PgpSasVerifier(PROVIDERS, (keyId, uri) -> new PgpKeys.KnownKey("mallory", wrong));
    assertThat(verify(verifier, PGP)).isInstanceOf(UnknownKey.class);
  }

  @Test
  void combinesVerifiersByTheTypesThatTheyHave() {
    PgpSasVerifier pgp = new PgpSasVerifier(PROVIDERS, (keyId, uri) -> null);
    X509SasVerifier x509 = new X509SasVerifier(PROVIDERS, certificate -> null);
    for (SasVerifier both : List.of(pgp.or(x509), x509.or(pgp))) {
      assertThat(both.types()).isEqualTo(EnumSet.allOf(SignatureType.class));
      assertThat(verify(both, PGP)).isInstanceOf(UnknownKey.class);
      assertThat(verify(both, X509)).isInstanceOf(UnknownKey.class);
      assertThat(
              RecordedSignatures.wordsOf(verify(both, RecordedSignatures.vector("unknown-type"))))
          .isEqualTo("unsupported-type");
    }
    assertThat(RecordedSignatures.wordsOf(verify(pgp, X509))).isEqualTo("unsupported-type");
    assertThat(RecordedSignatures.wordsOf(verify(x509, PGP))).isEqualTo("unsupported-type");
  }

  private static SasVerdict verify(SasVerifier verifier, TestVector vector) {
    return verifier.verify(
        AlgorithmCode.of(vector.inputs().text("type")),
        RecordedSignatures.block(vector),
        RecordedSignatures.sasHash(vector));
  }
}
