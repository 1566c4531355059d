package org.aparte.conformance;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.SasVerdict;
import org.aparte.zrtp.model.SasVerifier;
import org.aparte.zrtp.signature.PgpKeys;
import org.aparte.zrtp.signature.PgpPublicKey;
import org.aparte.zrtp.signature.PgpSasVerifier;
import org.aparte.zrtp.signature.X509SasVerifier;
import org.jspecify.annotations.Nullable;

/** Signatures over a SAS hash, judged with the keys that the vector has. */
final class SasSignatureVerifier implements Verifier {

  private static final String OWNER = "the vector's";

  @Override
  public Set<String> kinds() {
    return Set.of("sas-signature");
  }

  @Override
  public Verdict verify(VectorCase vector) {
    CaseFields inputs = vector.inputs();
    AlgorithmCode type = AlgorithmCode.of(String.valueOf(inputs.text("type")));
    Octets block = Octets.of(inputs.octets("block"));
    Octets sasHash = Octets.of(inputs.octets("sas_hash"));
    byte[] pgpKey = inputs.octetsOrNull("pgp_key");
    SasVerifier verifier = verifier(pgpKey, inputs.bool(true, "trusted"));
    SasVerdict verdict = verifier.verify(type, block, sasHash);
    String words = wordsOf(verdict);
    if (vector.expected().isRefusal()) {
      String expected = String.valueOf(vector.expected().refusal());
      return words.equals(expected)
          ? Verdict.pass(words)
          : Verdict.fail(words + ", but the vector says: " + expected);
    }
    if (!(verdict instanceof SasVerdict.Valid valid)) {
      return Verdict.fail(words);
    }
    CaseFields expected = vector.expected().fields("signer");
    Verdict signer =
        Verdict.compare("signer", expected.octets("signer"), valid.key().id().toArray());
    String said = expected.text("key_server_uri");
    String uri = said == null ? "" : said;
    Verdict server =
        uri.equals(valid.key().keyServerUri())
            ? Verdict.pass("key server")
            : Verdict.fail("the key is at " + valid.key().keyServerUri());
    expected.requireAllUnderstood();
    return Verdict.all(List.of(signer, server));
  }

  private static SasVerifier verifier(byte @Nullable [] pgpKey, boolean trusted) {
    CryptoProviders providers = CryptoProviders.standard();
    List<PgpPublicKey> keys = pgpKey == null ? List.of() : PgpPublicKey.parse(Octets.of(pgpKey));
    PgpKeys known =
        (keyId, uri) ->
            keys.stream()
                .filter(key -> key.keyId().equals(keyId))
                .map(key -> new PgpKeys.KnownKey(OWNER, key))
                .findFirst()
                .orElse(null);
    return new X509SasVerifier(providers, certificate -> trusted ? OWNER : null)
        .or(new PgpSasVerifier(providers, known));
  }

  /** The verdict in the words of the schema. */
  private static String wordsOf(SasVerdict verdict) {
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
