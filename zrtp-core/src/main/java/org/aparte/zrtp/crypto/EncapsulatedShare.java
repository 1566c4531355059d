package org.aparte.zrtp.crypto;

import java.util.Optional;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.KeyAgreementType;

/**
 * The responder's share in KEM mode: the ciphertext, and the secret in it. What it agrees on is the
 * nonce of DHPart2, whose length alone is looked at: the nonce is bound by hvi and total_hash.
 */
public final class EncapsulatedShare extends KeyShare {

  private final SecretBytes secret;

  /** Takes over the secret. */
  EncapsulatedShare(KeyAgreementType type, Octets ciphertext, SecretBytes secret) {
    super(type, EncapsulatedShare::faultOfNonce, ciphertext);
    this.secret = secret;
  }

  private static Optional<PublicValueFault> faultOfNonce(Octets nonce) {
    return nonce.length() == KeyAgreementType.KEM_NONCE_OCTETS
        ? Optional.empty()
        : Optional.of(PublicValueFault.WRONG_LENGTH);
  }

  /** The secret itself, which stays the share's. */
  SecretBytes secret() {
    return secret;
  }

  @Override
  AgreementOutcome compute(Octets nonce) {
    return new AgreementOutcome.Agreed(secret.copy());
  }

  @Override
  public void close() {
    super.close();
    secret.close();
  }
}
