package org.aparte.conformance;

import com.google.gson.JsonObject;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.AgreementOutcome;
import org.aparte.zrtp.crypto.EncapsulationOutcome;
import org.aparte.zrtp.crypto.KeyShare;
import org.aparte.zrtp.model.KeyAgreementType;

/** One element of {@code kem_components}: a KEM with its keys, ciphertext, secret and seeds. */
final class ComponentChecks {

  private static final List<String> KNOWN =
      List.of(
          "alg",
          "public_key",
          "private_key",
          "ciphertext",
          "shared_secret",
          "ephemeral_private",
          "keygen_seed",
          "encaps_seed");

  private static final Octets NONCE =
      Octets.of(new byte[KeyAgreementType.KEM_NONCE_OCTETS]); // has no part in the secret

  private final SecureRandom random = new SecureRandom();
  private final RecordedChannel channel;
  private final JsonObject object;
  private final String name;
  private final String alg;
  private final KemMechanism mechanism;
  private final Findings findings;

  ComponentChecks(
      RecordedChannel channel,
      JsonObject object,
      String name,
      String alg,
      KemMechanism mechanism,
      Findings findings) {
    this.channel = channel;
    this.object = object;
    this.name = name;
    this.alg = alg;
    this.mechanism = mechanism;
    this.findings = findings;
  }

  /** A field of it, if it is there. */
  Optional<Octets> octets(String field) {
    return Optional.ofNullable(channel.octets(object, field, name + "." + field));
  }

  /** The secret that the private key finds in the ciphertext, if both are there. */
  Optional<Octets> secret() {
    Optional<Octets> privateKey = octets("private_key");
    Optional<Octets> ciphertext = octets("ciphertext");
    if (!privateKey.isPresent() || !ciphertext.isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.of(mechanism.decapsulate(privateKey.get(), ciphertext.get()));
    } catch (IllegalArgumentException wrong) {
      findings.fail(name + ".private_key", "or ciphertext is none: " + wrong.getMessage());
      return Optional.empty();
    }
  }

  void run() {
    for (String field : object.keySet()) {
      if (!KNOWN.contains(field)) {
        findings.remark("unknown field " + name + "." + field);
      }
    }
    String said = RecordedChannel.text(object, "alg");
    if (said == null) {
      findings.missing(name + ".alg");
    } else {
      findings.compare(name + ".alg", said, alg);
    }
    try {
      octets("private_key").ifPresent(key -> compare("public_key", mechanism.publicKey(key)));
    } catch (IllegalArgumentException wrong) {
      findings.fail(name + ".private_key", "is none: " + wrong.getMessage());
    }
    secret().ifPresent(secret -> compare("shared_secret", secret));
    checkSeed();
    octets("ephemeral_private").ifPresent(drawn -> checkDrawn("ephemeral_private", drawn));
    octets("encaps_seed").ifPresent(drawn -> checkDrawn("encaps_seed", drawn));
  }

  private void compare(String field, Octets actual) {
    octets(field)
        .ifPresentOrElse(
            expected ->
                findings.compare(name + "." + field, expected.toString(), actual.toString()),
            () -> findings.missing(name + "." + field));
  }

  /** d || z, of which the keys are made. */
  private void checkSeed() {
    Optional<Octets> seed = octets("keygen_seed");
    if (!seed.isPresent()) {
      return;
    }
    Octets privateKey = octets("private_key").orElse(null);
    if (mechanism.isKyber()) {
      // Its keys are made in another way, but the key ends with z as well
      findings.notChecked(name + ".keygen_seed but for z (Kyber of round 3)");
      if (privateKey == null) {
        return;
      }
      findings.compare(
          name + ".keygen_seed",
          seed.get().slice(Math.max(0, seed.get().length() - 32), seed.get().length()).toString(),
          privateKey.slice(Math.max(0, privateKey.length() - 32), privateKey.length()).toString());
      return;
    }
    try {
      compare("private_key", mechanism.decapsulationKey(seed.get()));
      compare("public_key", mechanism.publicKey(seed.get()));
    } catch (IllegalArgumentException wrong) {
      findings.fail(name + ".keygen_seed", "is none: " + wrong.getMessage());
    }
  }

  private void checkDrawn(String field, Octets drawn) {
    if (mechanism.isKyber()) {
      findings.notChecked(name + "." + field + " (Kyber of round 3)");
      return;
    }
    Octets publicKey = octets("public_key").orElse(null);
    if (publicKey == null) {
      findings.notChecked(name + "." + field + " (no public key)");
      return;
    }
    try (SecretBytes secret = SecretBytes.takeOver(drawn.toArray())) {
      EncapsulationOutcome outcome = mechanism.kem().encapsulateFrom(publicKey, secret, random);
      if (!(outcome instanceof EncapsulationOutcome.Encapsulated encapsulated)) {
        findings.fail(name + ".public_key", "is refused: " + outcome);
        return;
      }
      try (KeyShare share = encapsulated.share()) {
        compare("ciphertext", share.publicValue());
        if (share.agree(NONCE) instanceof AgreementOutcome.Agreed agreed) {
          try (SecretBytes result = agreed.dhResult()) {
            compare("shared_secret", Octets.of(result.expose()));
          }
        }
      }
    } catch (IllegalArgumentException wrong) {
      findings.fail(name + "." + field, "cannot be drawn: " + wrong.getMessage());
    }
  }
}
