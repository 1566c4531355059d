package org.aparte.zrtp.crypto;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.KeyAgreementType;

/**
 * An ECDH-KEM and ML-KEM together: secure while one of them is. Keys and ciphertexts stand one
 * after the other, and {@link KemCombiner} makes one secret of two.
 */
final class HybridKem extends KeyEncapsulation {

  private final ZrtpHash hash;
  private final EcdhKem classical;
  private final MlKem postQuantum;

  HybridKem(KeyAgreementType type, ZrtpHash hash, EcdhKem classical, MlKem postQuantum) {
    super(type, classical.publicKeyOctets() + postQuantum.publicKeyOctets());
    this.hash = hash;
    this.classical = classical;
    this.postQuantum = postQuantum;
  }

  @Override
  public KeyShare generate(SecureRandom random) {
    return new Share(classical.generate(random), postQuantum.generate(random));
  }

  @Override
  public KeyShare fromPrivate(SecretBytes privateKey, SecureRandom random) {
    try (SecretBytes first = first(privateKey);
        SecretBytes second = second(privateKey)) {
      return new Share(
          classical.fromPrivate(first, random), postQuantum.fromPrivate(second, random));
    }
  }

  private SecretBytes first(SecretBytes both) {
    return SecretBytes.copyOf(both.expose(), 0, Math.min(both.length(), classical.secretOctets()));
  }

  private SecretBytes second(SecretBytes both) {
    int from = Math.min(both.length(), classical.secretOctets());
    return SecretBytes.copyOf(both.expose(), from, both.length() - from);
  }

  private Octets first(Octets publicKeys) {
    return publicKeys.slice(0, classical.publicKeyOctets());
  }

  private Octets second(Octets publicKeys) {
    return publicKeys.slice(classical.publicKeyOctets(), publicKeys.length());
  }

  @Override
  Optional<PublicValueFault> faultOfContent(Octets publicKey) {
    Optional<PublicValueFault> fault = classical.faultOf(first(publicKey));
    return fault.isPresent() ? fault : postQuantum.faultOf(second(publicKey));
  }

  @Override
  EncapsulationOutcome compute(Octets publicKey, SecureRandom random) {
    return combine(
        classical.compute(first(publicKey), random),
        () -> postQuantum.compute(second(publicKey), random));
  }

  @Override
  EncapsulationOutcome computeFrom(Octets publicKey, SecretBytes drawn, SecureRandom random) {
    try (SecretBytes first = first(drawn);
        SecretBytes second = second(drawn)) {
      return combine(
          classical.computeFrom(first(publicKey), first, random),
          () -> postQuantum.computeFrom(second(publicKey), second, random));
    }
  }

  private EncapsulationOutcome combine(
      EncapsulationOutcome first, Supplier<EncapsulationOutcome> rest) {
    if (!(first instanceof EncapsulationOutcome.Encapsulated encapsulated)) {
      return first;
    }
    try (EncapsulatedShare one = encapsulated.share()) {
      EncapsulationOutcome second = rest.get();
      if (!(second instanceof EncapsulationOutcome.Encapsulated encapsulatedToo)) {
        return second;
      }
      try (EncapsulatedShare two = encapsulatedToo.share()) {
        Octets ciphertext = concat(one.publicValue(), two.publicValue());
        return new EncapsulationOutcome.Encapsulated(
            new EncapsulatedShare(
                type(),
                ciphertext,
                KemCombiner.combine(hash, ciphertext, one.secret(), two.secret())));
      }
    }
  }

  private static Octets concat(Octets first, Octets second) {
    byte[] both = new byte[first.length() + second.length()];
    first.copyTo(both, 0);
    second.copyTo(both, first.length());
    return Octets.of(both);
  }

  private Optional<PublicValueFault> faultOfCiphertext(Octets ciphertext) {
    // the ciphertext of an ECDH-KEM is a public key
    return ciphertext.length() == type().ciphertextOctets()
        ? classical.faultOf(first(ciphertext))
        : Optional.of(PublicValueFault.WRONG_LENGTH);
  }

  private final class Share extends KeyShare {

    private final KeyShare one;
    private final KeyShare two;

    Share(KeyShare one, KeyShare two) {
      super(
          HybridKem.this.type(),
          HybridKem.this::faultOfCiphertext,
          concat(one.publicValue(), two.publicValue()));
      this.one = one;
      this.two = two;
    }

    /** The classical part first: after it nothing is refused, and so neither is used up alone. */
    @Override
    AgreementOutcome compute(Octets ciphertext) {
      AgreementOutcome first = one.agree(first(ciphertext));
      if (!(first instanceof AgreementOutcome.Agreed agreed)) {
        return first;
      }
      try (SecretBytes secret = agreed.dhResult();
          SecretBytes other =
              ((AgreementOutcome.Agreed) two.agree(second(ciphertext))).dhResult()) {
        return new AgreementOutcome.Agreed(KemCombiner.combine(hash, ciphertext, secret, other));
      }
    }

    @Override
    public void close() {
      super.close();
      one.close();
      two.close();
    }
  }
}
