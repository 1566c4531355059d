package org.aparte.conformance;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;

/** The key encapsulation mechanisms of ZRTP's KEM mode, alone and combined. */
final class KemVerifier implements Verifier {

  @Override
  public Set<String> kinds() {
    return Set.of("kem");
  }

  @Override
  public Verdict verify(VectorCase vector) {
    CaseFields inputs = vector.inputs();
    String hashCode = String.valueOf(inputs.text("hash"));
    HashType hash =
        HashType.ofCode(hashCode).orElseThrow(() -> new Unsupported("hash " + hashCode));
    List<JsonElement> names = inputs.list("mechanisms");
    if (names == null || names.isEmpty()) {
      throw new Unsupported("no mechanisms");
    }
    KemScheme scheme =
        KemScheme.of(
            names.stream().map(JsonElement::getAsString).toList(), hash, Standard.PROVIDERS);
    Octets privateKey = Octets.of(inputs.octets("private_key"));
    Octets ciphertext = Octets.of(inputs.octets("ciphertext"));
    CaseFields expected = vector.expected().fields("shared_secret");
    List<Verdict> verdicts = new ArrayList<>();
    byte[] publicKey = expected.octetsOrNull("public_key");
    byte[] secret = expected.octets("shared_secret");
    expected.requireAllUnderstood();
    if (publicKey != null) {
      verdicts.add(
          Verdict.compare("public key", publicKey, scheme.publicKey(privateKey).toArray()));
    }
    verdicts.add(
        Verdict.compare(
            "shared secret", secret, scheme.decapsulate(privateKey, ciphertext).toArray()));
    return Verdict.all(verdicts);
  }

  /** Made when first needed, since that takes a while. */
  private static final class Standard {
    static final CryptoProviders PROVIDERS = CryptoProviders.standard();
  }
}
