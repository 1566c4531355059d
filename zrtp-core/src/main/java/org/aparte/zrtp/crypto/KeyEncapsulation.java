package org.aparte.zrtp.crypto;

import java.security.SecureRandom;
import java.util.Optional;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;

/**
 * A key encapsulation mechanism of KEM mode, which Linphone put beside the DH mode of RFC 6189: the
 * initiator makes a key pair and sends the public key in Commit, the responder draws a secret and
 * sends the ciphertext of it in DHPart1, and the initiator decapsulates.
 *
 * <p>Both ends hold {@link KeyShare}s, as in DH mode. The hash is the negotiated one: the ECDH-KEM
 * and the hybrids derive with its HMAC. With a hash whose MAC is no HMAC, that MAC stands in; no
 * engine but this one is known to do so.
 *
 * <p>Immutable, usable by several threads.
 */
public abstract sealed class KeyEncapsulation permits EcdhKem, MlKem, HybridKem {

  private final KeyAgreementType type;
  private final int publicKeyOctets;

  /**
   * A mechanism, whole or part of a hybrid.
   *
   * @param type the hybrid's, for a part of one
   */
  KeyEncapsulation(KeyAgreementType type, int publicKeyOctets) {
    this.type = type;
    this.publicKeyOctets = publicKeyOctets;
  }

  /**
   * The mechanism of a type.
   *
   * @throws IllegalArgumentException when it is not {@link KeyAgreementType#isKem}
   */
  public static KeyEncapsulation of(
      KeyAgreementType type, HashType negotiated, CryptoProviders providers) {
    ZrtpHash hash = ZrtpHash.of(negotiated, providers);
    return switch (type) {
      case K255 -> EcdhKem.x25519(type, hash, providers);
      case K448 -> EcdhKem.x448(type, hash, providers);
      case MLK1 -> MlKem.ofRank(type, 2);
      case MLK2 -> MlKem.ofRank(type, 3);
      case MLK3 -> MlKem.ofRank(type, 4);
      case X1M1 ->
          new HybridKem(type, hash, EcdhKem.x25519(type, hash, providers), MlKem.ofRank(type, 2));
      case P1M2 ->
          new HybridKem(type, hash, EcdhKem.x25519(type, hash, providers), MlKem.ofRank(type, 3));
      case X3M3 ->
          new HybridKem(type, hash, EcdhKem.x448(type, hash, providers), MlKem.ofRank(type, 4));
      case P3M3 ->
          new HybridKem(type, hash, EcdhKem.p384(type, hash, providers), MlKem.ofRank(type, 4));
      case DH2K, DH3K, EC25, EC38, EC52, X255, E255, X448, PRSH, MULT ->
          throw new IllegalArgumentException(type.code() + " is no KEM; see KeyAgreement");
    };
  }

  /** The type that this mechanism is for. */
  public final KeyAgreementType type() {
    return type;
  }

  /** Octets of the public key. */
  final int publicKeyOctets() {
    return publicKeyOctets;
  }

  /** The initiator's share: a fresh key pair. */
  public abstract KeyShare generate(SecureRandom random);

  /**
   * The initiator's share from a given private key: to compute vectors, and to run recorded
   * exchanges again.
   *
   * @param privateKey of the ECDH-KEM the scalar in full width, of ML-KEM the decapsulation key or
   *     the 64 octets d || z that it is made of (FIPS 203 sections 6.1, 7.1), of a hybrid one after
   *     the other. Stays the caller's
   * @param random for blinding only; the result does not depend on it
   * @throws IllegalArgumentException when it is no private key of this type
   */
  public abstract KeyShare fromPrivate(SecretBytes privateKey, SecureRandom random);

  /**
   * What is wrong with the initiator's public key. Cheap: no scalar multiplication.
   *
   * @param publicKey as received, of any length, but without the padding to whole words
   * @return nothing when a secret may be encapsulated to it
   */
  public final Optional<PublicValueFault> faultOf(Octets publicKey) {
    return publicKey.length() == publicKeyOctets
        ? faultOfContent(publicKey)
        : Optional.of(PublicValueFault.WRONG_LENGTH);
  }

  /**
   * The responder's share: a fresh secret, encapsulated to the initiator's public key.
   *
   * @param publicKey as received, of any length
   */
  public final EncapsulationOutcome encapsulate(Octets publicKey, SecureRandom random) {
    Optional<PublicValueFault> fault = faultOf(publicKey);
    return fault.isPresent()
        ? new EncapsulationOutcome.Refused(fault.get())
        : compute(publicKey, random);
  }

  /**
   * The responder's share from given randomness: to compute vectors, and to run recorded exchanges
   * again.
   *
   * @param publicKey as received, of any length
   * @param drawn of the ECDH-KEM the ephemeral scalar in full width, of ML-KEM the 32 octets m
   *     (FIPS 203 section 6.2), of a hybrid one after the other. Stays the caller's
   * @param random for blinding only; the result does not depend on it
   * @throws IllegalArgumentException when that cannot have been drawn
   */
  public final EncapsulationOutcome encapsulateFrom(
      Octets publicKey, SecretBytes drawn, SecureRandom random) {
    Optional<PublicValueFault> fault = faultOf(publicKey);
    return fault.isPresent()
        ? new EncapsulationOutcome.Refused(fault.get())
        : computeFrom(publicKey, drawn, random);
  }

  /** As {@link #faultOf}; the length is right. */
  abstract Optional<PublicValueFault> faultOfContent(Octets publicKey);

  /** Encapsulates to a key that has no fault; never throws because of it. */
  abstract EncapsulationOutcome compute(Octets publicKey, SecureRandom random);

  /** As {@link #compute}, with what was drawn before. */
  abstract EncapsulationOutcome computeFrom(
      Octets publicKey, SecretBytes drawn, SecureRandom random);
}
