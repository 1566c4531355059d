package org.aparte.zrtp.crypto;

/** How an encapsulation to the initiator's public key ended. */
public sealed interface EncapsulationOutcome {

  /** There is a secret. */
  final class Encapsulated implements EncapsulationOutcome {

    private final EncapsulatedShare share;

    Encapsulated(EncapsulatedShare share) {
      this.share = share;
    }

    /** The responder's share, for the caller to close; its public value is the ciphertext. */
    public EncapsulatedShare share() {
      return share;
    }
  }

  /**
   * The initiator's public key is not to be used.
   *
   * @param fault what is wrong with it
   */
  record Refused(PublicValueFault fault) implements EncapsulationOutcome {}
}
