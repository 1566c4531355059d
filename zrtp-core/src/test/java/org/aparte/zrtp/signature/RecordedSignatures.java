package org.aparte.zrtp.signature;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.vectors.TestVector;
import org.aparte.vectors.VectorFile;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.SasVerdict;
import org.aparte.zrtp.model.SasVerifier;

/** The signatures that GnuPG and OpenSSL made, and what is to be made of them. */
final class RecordedSignatures {

  static final String OWNER = "alice";

  private RecordedSignatures() {}

  static Stream<TestVector> vectors() {
    return VectorFile.resource("sas-signature/recorded.json").vectors().stream();
  }

  static TestVector vector(String id) {
    return vectors().filter(vector -> vector.id().equals(id)).findFirst().orElseThrow();
  }

  static Octets sasHash(TestVector vector) {
    return Octets.of(vector.inputs().octets("sas_hash"));
  }

  static Octets block(TestVector vector) {
    return Octets.of(vector.inputs().octets("block"));
  }

  /** A verifier that knows the key of the vector, and of no other peer. */
  static SasVerifier verifier(TestVector vector, CryptoProviders providers) {
    boolean trusted = vector.inputs().bool("trusted", true);
    PgpKeys keys = keys(PgpPublicKey.parse(Octets.of(vector.inputs().octetsOrEmpty("pgp_key"))));
    return new X509SasVerifier(providers, certificate -> trusted ? OWNER : null)
        .or(new PgpSasVerifier(providers, keys));
  }

  static PgpKeys keys(List<PgpPublicKey> keys) {
    return (keyId, uri) ->
        keys.stream()
            .filter(key -> key.keyId().equals(keyId))
            .map(key -> new PgpKeys.KnownKey(OWNER, key))
            .findFirst()
            .orElse(null);
  }

  static SasVerdict verdict(TestVector vector, CryptoProviders providers) {
    AlgorithmCode type = AlgorithmCode.of(vector.inputs().text("type"));
    return verifier(vector, providers).verify(type, block(vector), sasHash(vector));
  }

  /** The verdict in the words of the files. */
  static String wordsOf(SasVerdict verdict) {
    if (verdict instanceof SasVerdict.Valid) {
      return "valid";
    }
    if (verdict instanceof SasVerdict.UnknownKey) {
      return "unknown-key";
    }
    String words =
        verdict instanceof SasVerdict.Invalid invalid
            ? invalid.reason().name()
            : "unsupported-" + ((SasVerdict.Unsupported) verdict).reason();
    return words.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
