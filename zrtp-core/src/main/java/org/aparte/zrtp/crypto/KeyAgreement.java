package org.aparte.zrtp.crypto;

import java.security.SecureRandom;
import java.util.Optional;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.KeyAgreementType;

/**
 * A Diffie-Hellman key agreement of RFC 6189 section 5.1.5: makes key shares and judges the peer's
 * public values.
 *
 * <p>It treats both roles alike: each makes a {@link KeyShare} without the other's value, sends its
 * public value in DHPart and agrees on what it receives. A key encapsulation mechanism does not,
 * and so is a {@link KeyEncapsulation}; its shares are the same.
 *
 * <p>Immutable, usable by several threads.
 */
public abstract sealed class KeyAgreement permits FiniteFieldDh, EllipticCurveDh, MontgomeryDh {

  private final KeyAgreementType type;

  KeyAgreement(KeyAgreementType type) {
    this.type = type;
  }

  /**
   * The key agreement of a type.
   *
   * @throws IllegalArgumentException when it is not {@link KeyAgreementType#isDh}
   */
  public static KeyAgreement of(KeyAgreementType type, CryptoProviders providers) {
    return switch (type) {
      case DH2K, DH3K -> new FiniteFieldDh(type);
      case EC25, EC38, EC52 -> new EllipticCurveDh(type, providers);
      case X255, E255, X448 -> new MontgomeryDh(type, providers);
      case K255, K448, MLK1, MLK2, MLK3, X1M1, P1M2, X3M3, P3M3 ->
          throw new IllegalArgumentException(type.code() + " is a KeyEncapsulation");
      case PRSH, MULT ->
          throw new IllegalArgumentException(
              type.code() + " has no public values; its s0 comes from SharedSecretS0");
    };
  }

  /** The type that this agreement is for. */
  public KeyAgreementType type() {
    return type;
  }

  /**
   * A fresh secret value and its public value.
   *
   * @param cipher decides the length of a finite-field exponent (Z-5.1.5-08); curves ignore it
   */
  public abstract KeyShare generate(CipherType cipher, SecureRandom random);

  /**
   * A share whose secret value is given: to compute vectors, and to run recorded exchanges again.
   *
   * @param privateValue the exponent or scalar, big-endian; little-endian for X25519 and X448, of
   *     their full length. Stays the caller's
   * @param random for blinding only; the result does not depend on it
   * @throws IllegalArgumentException when it is no private value of this type
   */
  public abstract KeyShare fromPrivate(SecretBytes privateValue, SecureRandom random);

  /**
   * What is wrong with a public value of the peer's, as far as it can be told without a secret.
   * Cheap: no exponentiation, no scalar multiplication.
   *
   * @param publicValue as received, of any length
   * @return nothing when it may be agreed on
   */
  public final Optional<PublicValueFault> faultOf(Octets publicValue) {
    return publicValue.length() == type.publicValueOctets()
        ? faultOfContent(publicValue)
        : Optional.of(PublicValueFault.WRONG_LENGTH);
  }

  /** As {@link #faultOf}; the length is right. */
  abstract Optional<PublicValueFault> faultOfContent(Octets publicValue);
}
