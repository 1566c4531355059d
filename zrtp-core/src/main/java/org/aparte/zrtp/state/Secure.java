package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.message.Conf2Ack;
import org.aparte.zrtp.message.Confirm2;
import org.aparte.zrtp.message.GoClear;
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
  private final int clearsBefore;

  /**
   * The end of an exchange.
   *
   * @param protection taken over
   * @param confirm2 for a responder, who answers it again when it comes again
   */
  Secure(Protection protection, @Nullable Octets confirm2) {
    this.protection = protection;
    this.confirm2 = confirm2;
    this.clearsBefore = protection.context().session().clears();
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
  public Step onGoClear(Received<GoClear> goClear) {
    if (!Clear.isAuthentic(protection, goClear)) {
      return Step.ignored(this, IgnoredReason.WRONG_CONFIRM_MAC); // Z-4.7.2-04, Z-4.7.2-05
    }
    return protection.weAllowClear()
        ? Clear.byPeer(protection, goClear)
        : Clear.refuse(this, protection);
  }

  @Override
  public Step goClear() {
    if (!protection.peerAllowsClear()) {
      throw new IllegalStateException(
          "the peer does not allow GoClear; look at peerAllowsClear of the Secure event");
    }
    return ExpectClearAck.begin(protection);
  }

  @Override
  public boolean isWithAnnouncedPeer() {
    return protection.context().mayBeExpected(protection.peer().octets());
  }

  @Override
  public @Nullable Step review() {
    return protection.context().session().clears() == clearsBefore
        ? null
        : Clear.withTheCall(protection);
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
