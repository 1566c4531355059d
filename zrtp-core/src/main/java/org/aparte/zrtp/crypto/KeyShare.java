package org.aparte.zrtp.crypto;

import java.util.Optional;
import java.util.function.Function;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.KeyAgreementType;

/**
 * One side's half of a key agreement: svi with pvi, or svr with pvr (RFC 6189 section 4.4.1). In
 * KEM mode the initiator's is a key pair, whose public value travels in Commit and which agrees on
 * the ciphertext; the responder's is made from that public key, has the ciphertext as its public
 * value and the result already, and agrees on the nonce of DHPart2, which adds nothing to the
 * result.
 *
 * <p>It owns the secret value and agrees once: a secret value that computes with one value of the
 * peer's only teaches nobody anything by its timing. Not safe for use by several threads at once.
 */
public abstract class KeyShare implements AutoCloseable {

  private final KeyAgreementType type;
  private final Function<Octets, Optional<PublicValueFault>> judge;
  private final Octets publicValue;
  private boolean spent;

  KeyShare(KeyAgreement agreement, Octets publicValue) {
    this(agreement.type(), agreement::faultOf, publicValue);
  }

  /**
   * A share.
   *
   * @param judge what is wrong with the peer's value, as far as it can be told without a secret
   */
  KeyShare(
      KeyAgreementType type,
      Function<Octets, Optional<PublicValueFault>> judge,
      Octets publicValue) {
    this.type = type;
    this.judge = judge;
    this.publicValue = publicValue;
  }

  /** The type that this share is for. */
  public final KeyAgreementType type() {
    return type;
  }

  /** pvi or pvr, of the type's full length; in KEM mode the public key or the ciphertext. */
  public final Octets publicValue() {
    return publicValue;
  }

  /**
   * Checks the peer's public value (ciphertext, nonce) and computes DHResult. After a result the
   * share is closed; after a refusal it is as before.
   *
   * @param peerPublicValue as received, of any length
   * @throws IllegalStateException when there was a result before, or after {@link #close}
   */
  public final AgreementOutcome agree(Octets peerPublicValue) {
    if (spent) {
      throw new IllegalStateException("this key share is used up; make a new one per exchange");
    }
    Optional<PublicValueFault> fault = judge.apply(peerPublicValue);
    if (fault.isPresent()) {
      return new AgreementOutcome.Refused(fault.get());
    }
    AgreementOutcome outcome = compute(peerPublicValue);
    if (outcome instanceof AgreementOutcome.Agreed) {
      close();
    }
    return outcome;
  }

  /** Computes with a value that has no fault; never throws because of it. */
  abstract AgreementOutcome compute(Octets peerPublicValue);

  /** A result of a provider, if it is one. */
  static AgreementOutcome outcomeOf(byte[] dhResult, int expectedOctets) {
    SecretBytes result = SecretBytes.takeOver(dhResult);
    if (result.length() != expectedOctets) {
      result.close();
      return new AgreementOutcome.Refused(PublicValueFault.REFUSED_BY_PROVIDER);
    }
    return new AgreementOutcome.Agreed(result);
  }

  /** Gives up the secret value. Further calls do nothing. */
  @Override
  public void close() {
    spent = true;
  }
}
