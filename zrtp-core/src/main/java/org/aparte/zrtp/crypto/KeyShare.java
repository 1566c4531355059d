package org.aparte.zrtp.crypto;

import java.util.Optional;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.KeyAgreementType;

/**
 * One side's half of a key agreement: svi with pvi, or svr with pvr (RFC 6189 section 4.4.1).
 *
 * <p>It owns the secret value and agrees once: a secret value that computes with one value of the
 * peer's only teaches nobody anything by its timing. Not safe for use by several threads at once.
 */
public abstract class KeyShare implements AutoCloseable {

  private final KeyAgreement agreement;
  private final Octets publicValue;
  private boolean spent;

  KeyShare(KeyAgreement agreement, Octets publicValue) {
    this.agreement = agreement;
    this.publicValue = publicValue;
  }

  /** The type that this share is for. */
  public final KeyAgreementType type() {
    return agreement.type();
  }

  /** pvi or pvr, of the type's full length. */
  public final Octets publicValue() {
    return publicValue;
  }

  /**
   * Checks the peer's public value and computes DHResult. After a result the share is closed; after
   * a refusal it is as before.
   *
   * @param peerPublicValue as received, of any length
   * @throws IllegalStateException when there was a result before, or after {@link #close}
   */
  public final AgreementOutcome agree(Octets peerPublicValue) {
    if (spent) {
      throw new IllegalStateException("this key share is used up; make a new one per exchange");
    }
    Optional<PublicValueFault> fault = agreement.faultOf(peerPublicValue);
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
  final AgreementOutcome outcomeOf(byte[] dhResult) {
    SecretBytes result = SecretBytes.takeOver(dhResult);
    if (result.length() != type().resultOctets()) {
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
