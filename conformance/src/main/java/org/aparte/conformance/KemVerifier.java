package org.aparte.conformance;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.KemCombiner;
import org.aparte.zrtp.crypto.ZrtpHash;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.jspecify.annotations.Nullable;

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
    List<KemMechanism> mechanisms = new ArrayList<>();
    List<JsonElement> names = inputs.list("mechanisms");
    if (names == null || names.isEmpty()) {
      throw new Unsupported("no mechanisms");
    }
    names.forEach(
        name -> mechanisms.add(KemMechanism.of(name.getAsString(), hash, Standard.PROVIDERS)));
    CaseFields expected = vector.expected().fields("shared_secret");
    byte[] publicKey = expected.octetsOrNull("public_key");
    byte[] secret = expected.octets("shared_secret");
    expected.requireAllUnderstood();
    return verify(
        mechanisms,
        hash,
        Octets.of(inputs.octets("private_key")),
        Octets.of(inputs.octets("ciphertext")),
        publicKey,
        secret);
  }

  private static Verdict verify(
      List<KemMechanism> mechanisms,
      HashType hash,
      Octets privateKey,
      Octets ciphertext,
      byte @Nullable [] publicKey,
      byte[] secret) {
    if (privateKey.length() != mechanisms.stream().mapToInt(KemMechanism::privateKeyOctets).sum()
        || ciphertext.length()
            != mechanisms.stream().mapToInt(KemMechanism::ciphertextOctets).sum()) {
      return Verdict.fail("private key or ciphertext has another length");
    }
    StringBuilder publicKeys = new StringBuilder();
    SecretBytes[] secrets = new SecretBytes[mechanisms.size()];
    int key = 0;
    int sent = 0;
    for (int i = 0; i < secrets.length; i++) {
      KemMechanism mechanism = mechanisms.get(i);
      Octets ownKey = privateKey.slice(key, key += mechanism.privateKeyOctets());
      Octets ownCiphertext = ciphertext.slice(sent, sent += mechanism.ciphertextOctets());
      publicKeys.append(mechanism.publicKey(ownKey));
      secrets[i] = SecretBytes.takeOver(mechanism.decapsulate(ownKey, ownCiphertext).toArray());
    }
    List<Verdict> verdicts = new ArrayList<>();
    if (publicKey != null) {
      verdicts.add(Verdict.compare("public key", publicKey, Hex.parse(publicKeys.toString())));
    }
    SecretBytes result =
        secrets.length == 1
            ? secrets[0]
            : KemCombiner.combine(ZrtpHash.of(hash, Standard.PROVIDERS), ciphertext, secrets);
    verdicts.add(Verdict.compare("shared secret", secret, result.expose()));
    return Verdict.all(verdicts);
  }

  /** Made when first needed, since that takes a while. */
  private static final class Standard {
    static final CryptoProviders PROVIDERS = CryptoProviders.standard();
  }
}
