package org.aparte.srtp;

/**
 * What an offer and its answer agreed on for one media line: our attribute, for the packets that we
 * send, and the peer's, for those that we receive (RFC 4568 section 5.1.1). Both have one tag, one
 * crypto suite and the same encryption flags.
 *
 * <pre>{@code
 * try (SdesAgreement agreed = answered.value()) {
 *   sender = agreed.sender(SrtpOptions.builder());
 *   receiver = agreed.receiver(SrtpOptions.builder());
 * }
 * }</pre>
 */
public final class SdesAgreement implements AutoCloseable {

  private final SdesCrypto sending;
  private final SdesCrypto receiving;

  SdesAgreement(SdesCrypto sending, SdesCrypto receiving) {
    this.sending = sending;
    this.receiving = receiving;
  }

  /** Our attribute; as answerers, the one to answer with: {@code sending().format()}. */
  public SdesCrypto sending() {
    return sending;
  }

  /** The peer's attribute. */
  public SdesCrypto receiving() {
    return receiving;
  }

  /**
   * The sender of our packets: under our keys, of which the first is in use, with our rate of key
   * derivation. It begins every SSRC with ROC 0 (section 6.4).
   *
   * @param options what is not negotiated here; the rest is set in them
   * @throws IllegalStateException when it was made before: a second one would use the keystream of
   *     the first again; or when no provider has an algorithm of the profile
   * @throws IllegalArgumentException when the options do not go with what was agreed
   */
  public SrtpSender sender(SrtpOptions.Builder options) {
    // S4568-6.4-01: SrtpSender.of takes each key once. S4568-6.4-03: a new sender, so ROC 0
    SrtpSender sender = SrtpSender.of(sending.key(), sending.parameters().applyTo(options).build());
    sending.keys().stream().skip(1).forEach(sender::addKey);
    return sender;
  }

  /**
   * A receiver of the peer's packets: under the peer's keys and by their policies, with the peer's
   * rate of key derivation and WSH as replay window.
   *
   * @param options what is not negotiated here; the rest is set in them
   * @throws IllegalStateException when no provider has an algorithm of the profile
   * @throws IllegalArgumentException when the options do not go with what was agreed
   */
  public SrtpReceiver receiver(SrtpOptions.Builder options) {
    // S4568-6.1-02: lifetime and MKI go with each key, and the receiver refuses what violates them
    SrtpReceiver receiver =
        SrtpReceiver.of(receiving.key(), receiving.parameters().applyTo(options).build());
    receiving.keys().stream().skip(1).forEach(receiver::addKey);
    return receiver;
  }

  /** The crypto suite, the same in both directions. */
  public SrtpProfile profile() {
    return sending.profile();
  }

  /** Wipes the keys of both attributes. */
  @Override
  public void close() {
    sending.close();
    receiving.close();
  }

  /** Both attributes, without their keys. */
  @Override
  public String toString() {
    return "SdesAgreement[sending=" + sending + ", receiving=" + receiving + "]";
  }
}
