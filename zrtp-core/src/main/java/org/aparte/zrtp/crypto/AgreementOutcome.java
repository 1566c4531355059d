package org.aparte.zrtp.crypto;

import org.aparte.srtp.secret.SecretBytes;

/** How an agreement on the peer's public value ended. */
public sealed interface AgreementOutcome {

  /** There is a result. */
  final class Agreed implements AgreementOutcome {

    private final SecretBytes dhResult;

    Agreed(SecretBytes dhResult) {
      this.dhResult = dhResult;
    }

    /**
     * DHResult: as long as {@link org.aparte.zrtp.model.KeyAgreementType#resultOctets} says, for
     * the caller to close.
     */
    public SecretBytes dhResult() {
      return dhResult;
    }
  }

  /**
   * The peer's value is not to be used.
   *
   * @param fault what is wrong with it
   */
  record Refused(PublicValueFault fault) implements AgreementOutcome {}
}
