package org.aparte.conformance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.AgreementOutcome;
import org.aparte.zrtp.crypto.EncapsulatedShare;
import org.aparte.zrtp.crypto.EncapsulationOutcome;
import org.aparte.zrtp.crypto.KeyEncapsulation;
import org.aparte.zrtp.crypto.KeyShare;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * KEM mode: the public key in Commit, the ciphertext in DHPart1, the nonce in DHPart2, and the
 * secret from either side, as a whole and by its components.
 */
final class KemChecks {

  private static final int PUBLIC_KEY_OFFSET = 108;
  private static final int PUBLIC_VALUE_OFFSET = 76;
  private static final int MAC_OCTETS = 8;

  private final SecureRandom random = new SecureRandom();
  private final RecordedChannel channel;
  private final KemScheme scheme;
  private final @Nullable KeyEncapsulation whole;
  private final Findings findings;

  KemChecks(
      RecordedChannel channel,
      ChannelAlgorithms algorithms,
      KemScheme scheme,
      CryptoProviders providers,
      Findings findings) {
    this.channel = channel;
    this.scheme = scheme;
    this.whole =
        algorithms.isStandIn()
            ? null
            : KeyEncapsulation.of(algorithms.keyAgreement(), algorithms.hash(), providers);
    this.findings = findings;
  }

  /** Compares all of it; the DHResult, or null where it is not known. */
  @Nullable SecretBytes sharedSecret() {
    Octets publicKey =
        inMessage(channel.commit(), PUBLIC_KEY_OFFSET, scheme.publicKeyOctets(), "commit");
    Octets ciphertext =
        inMessage(
            channel.dhPart(Role.RESPONDER),
            PUBLIC_VALUE_OFFSET,
            scheme.ciphertextOctets(),
            "dhpart1");
    Octets nonce =
        inMessage(
            channel.dhPart(Role.INITIATOR),
            PUBLIC_VALUE_OFFSET,
            KeyAgreementType.KEM_NONCE_OCTETS,
            "dhpart2");
    compareIfAny("kem_public_key", publicKey);
    compareIfAny("kem_ciphertext", ciphertext);
    compareIfAny("nonce", nonce);
    List<Octets> results = new ArrayList<>();
    addDecapsulated(results, publicKey, ciphertext);
    addEncapsulated(results, publicKey, ciphertext, nonce);
    checkComponents(publicKey, ciphertext, results);
    Octets said = channel.octets("dh_result");
    for (Octets result : results) {
      channel.compare("kem_shared_secret", result);
      channel.compare("dh_result", result);
    }
    if (results.isEmpty()) {
      findings.notChecked("dh_result (no private key): taken as it is");
      return said == null ? null : SecretBytes.takeOver(said.toArray());
    }
    Octets result = said != null && results.contains(said) ? said : results.get(0);
    return SecretBytes.takeOver(result.toArray());
  }

  /** A value at the end of a message, padded with zeros to whole words. */
  private @Nullable Octets inMessage(
      @Nullable Octets message, int offset, int octets, String name) {
    if (message == null) {
      findings.notChecked("the value in " + name + " (no such message)");
      return null;
    }
    int padded = (octets + 3) / 4 * 4;
    findings.compare(
        name + " octets",
        String.valueOf(message.length()),
        String.valueOf(offset + padded + MAC_OCTETS));
    if (message.length() < offset + padded) {
      return null;
    }
    findings.compare(
        name + " padding",
        message.slice(offset + octets, offset + padded).toString(),
        Octets.of(new byte[padded - octets]).toString());
    return message.slice(offset, offset + octets);
  }

  private void compareIfAny(String field, @Nullable Octets actual) {
    if (actual != null) {
      channel.compare(field, actual);
    }
  }

  private void addDecapsulated(
      List<Octets> results, @Nullable Octets publicKey, @Nullable Octets ciphertext) {
    Octets privateKey = channel.octets("kem_private_key");
    if (privateKey == null) {
      findings.missing("kem_private_key");
      return;
    }
    try {
      if (publicKey != null) {
        findings.compare(
            "public key of kem_private_key",
            publicKey.toString(),
            scheme.publicKey(privateKey).toString());
      }
      if (ciphertext != null) {
        results.add(scheme.decapsulate(privateKey, ciphertext));
        if (whole != null) {
          try (SecretBytes secret = SecretBytes.takeOver(privateKey.toArray());
              KeyShare share = whole.fromPrivate(secret, random)) {
            results.add(agreed(share.agree(ciphertext)));
          }
        }
      }
    } catch (IllegalArgumentException wrong) {
      findings.fail("kem_private_key", "is none: " + wrong.getMessage());
    }
  }

  private static Octets agreed(AgreementOutcome outcome) {
    if (!(outcome instanceof AgreementOutcome.Agreed agreed)) {
      throw new IllegalArgumentException("the ciphertext is refused: " + outcome);
    }
    try (SecretBytes result = agreed.dhResult()) {
      return Octets.of(result.expose());
    }
  }

  /** The responder's part, out of what it drew. */
  private void addEncapsulated(
      List<Octets> results,
      @Nullable Octets publicKey,
      @Nullable Octets ciphertext,
      @Nullable Octets nonce) {
    List<Octets> drawn = new ArrayList<>();
    for (JsonElement element : channel.list("kem_components")) {
      Octets own =
          element instanceof JsonObject component
              ? channel.octets(component, drawnField(component), "kem_components.drawn")
              : null;
      if (own != null) {
        drawn.add(own);
      }
    }
    if (whole == null
        || publicKey == null
        || nonce == null
        || drawn.size() != scheme.names().size()) {
      findings.notChecked("encapsulation (not all that was drawn for it is here)");
      return;
    }
    try (SecretBytes secret = SecretBytes.takeOver(KemScheme.join(drawn).toArray())) {
      EncapsulationOutcome outcome = whole.encapsulateFrom(publicKey, secret, random);
      if (!(outcome instanceof EncapsulationOutcome.Encapsulated encapsulated)) {
        findings.fail("kem_public_key", "is refused: " + outcome);
        return;
      }
      try (EncapsulatedShare share = encapsulated.share()) {
        compareIfAny("kem_ciphertext", share.publicValue());
        if (ciphertext != null) {
          findings.compare(
              "ciphertext of dhpart1", ciphertext.toString(), share.publicValue().toString());
        }
        results.add(agreed(share.agree(nonce)));
      }
    } catch (IllegalArgumentException wrong) {
      findings.fail("kem_components", "has drawn what cannot be drawn: " + wrong.getMessage());
    }
  }

  private static String drawnField(JsonObject component) {
    return component.has("ephemeral_private") ? "ephemeral_private" : "encaps_seed";
  }

  private void checkComponents(
      @Nullable Octets publicKey, @Nullable Octets ciphertext, List<Octets> results) {
    List<JsonElement> said = channel.list("kem_components");
    if (said.isEmpty()) {
      findings.missing("kem_components");
      return;
    }
    findings.compare(
        "kem_components", said.size() + " of them", scheme.names().size() + " of them");
    List<ComponentChecks> components = new ArrayList<>();
    for (int i = 0; i < Math.min(said.size(), scheme.names().size()); i++) {
      String name = "kem_components[" + i + "]";
      if (said.get(i) instanceof JsonObject object) {
        ComponentChecks component =
            new ComponentChecks(
                channel, object, name, scheme.names().get(i), scheme.mechanisms().get(i), findings);
        component.run();
        components.add(component);
      } else {
        findings.fail(name, "is no object");
      }
    }
    joined(components, "public_key", publicKey);
    joined(components, "ciphertext", ciphertext);
    joined(components, "private_key", channel.octets("kem_private_key"));
    List<Octets> secrets = components.stream().flatMap(each -> each.secret().stream()).toList();
    if (ciphertext != null && secrets.size() == scheme.names().size()) {
      results.add(scheme.combine(secrets, ciphertext));
    }
  }

  /** The values of all components, one after the other, are that of the whole. */
  private void joined(List<ComponentChecks> components, String field, @Nullable Octets whole) {
    List<Octets> parts = components.stream().flatMap(each -> each.octets(field).stream()).toList();
    if (whole != null && parts.size() == scheme.names().size()) {
      findings.compare(
          "kem_components." + field, KemScheme.join(parts).toString(), whole.toString());
    }
  }
}
