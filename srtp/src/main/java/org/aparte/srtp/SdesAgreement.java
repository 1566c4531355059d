package org.aparte.srtp;

/**
 * What an offer and its answer agreed on for one media line: our attribute, for the packets that we
 * send, and the peer's, for those that we receive (RFC 4568 section 5.1.1). Both have one tag, one
 * crypto suite and the same encryption flags.
 *
 * <p>{@code sending()} gives the key, rate of key derivation and encryption flags of the sender;
 * {@code receiving()} gives the keys, rate and flags of the receiver, and with WSH a hint for its
 * replay window.
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
