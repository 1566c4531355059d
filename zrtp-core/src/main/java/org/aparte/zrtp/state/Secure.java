package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.message.Conf2Ack;
import org.aparte.zrtp.message.Confirm2;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.StreamPhase;
import org.jspecify.annotations.Nullable;

/**
 * Both directions are protected. Nothing unauthenticated leads out of here: no Hello, Commit or
 * Error. Owns the keys for GoClear and SASrelay.
 */
final class Secure implements StreamState {

  private final Protection protection;
  private final @Nullable Octets confirm2;

  /**
   * The end of an exchange.
   *
   * @param protection taken over
   * @param confirm2 for a responder, who answers it again when it comes again
   */
  Secure(Protection protection, @Nullable Octets confirm2) {
    this.protection = protection;
    this.confirm2 = confirm2;
  }

  @Override
  public StreamPhase phase() {
    return StreamPhase.SECURE;
  }

  @Override
  public Step onConfirm2(Received<Confirm2> received) {
    return confirm2 != null && received.octets().equals(confirm2)
        ? Step.stay(this).send(new Conf2Ack()) // Z-5.8-01, Z-6-08
        : Step.ignored(this, IgnoredReason.UNEXPECTED_MESSAGE);
  }

  @Override
  public Step onConf2Ack() {
    return Step.stay(this); // again
  }

  @Override
  public void close() {
    protection.close();
  }
}
