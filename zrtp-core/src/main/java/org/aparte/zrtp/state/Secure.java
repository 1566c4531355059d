package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.message.Conf2Ack;
import org.aparte.zrtp.message.Confirm2;
import org.aparte.zrtp.message.GoClear;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.message.SasRelay;
import org.aparte.zrtp.message.SasRelayPlaintext;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.model.ZrtpWarning;
import org.jspecify.annotations.Nullable;

/**
 * Both directions are protected. Nothing unauthenticated leads out of here: no Hello, Commit or
 * Error. Timer: none; or T2, repeating our Confirm2 until media come, or our SASrelay until it is
 * acknowledged, which changes nothing else (RFC 6189 section 5.13). Owns the keys for GoClear and
 * SASrelay.
 */
final class Secure implements StreamState {

  private final Protection protection;
  private final @Nullable Octets confirm2;
  private final int clearsBefore;
  private final boolean relaying;
  private final @Nullable Octets unprovenConfirm2;

  /**
   * The end of an exchange.
   *
   * @param protection taken over
   * @param confirm2 for a responder, who answers it again when it comes again
   * @param unprovenConfirm2 for an initiator whose peer may not have it, and to whom it is repeated
   */
  Secure(Protection protection, @Nullable Octets confirm2, @Nullable Octets unprovenConfirm2) {
    this.protection = protection;
    this.confirm2 = confirm2;
    this.clearsBefore = protection.context().session().clears();
    this.relaying = false;
    this.unprovenConfirm2 = unprovenConfirm2;
  }

  /**
   * The same stream; our SASrelay is on its way, or nothing is repeated any more.
   *
   * @param before whose keys are taken over
   */
  private Secure(Secure before, boolean relaying) {
    this.protection = before.protection;
    this.confirm2 = before.confirm2;
    this.clearsBefore = before.clearsBefore;
    this.relaying = relaying;
    this.unprovenConfirm2 = relaying ? before.unprovenConfirm2 : null;
  }

  /** Whether the session was made by this stream, and not this stream added to a session. */
  boolean isFirstStream() {
    return protection.algorithms().keyAgreement() != KeyAgreementType.MULT;
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
  public Step onConf2Ack() {
    return Step.stay(this); // again
  }

  @Override
  public Step onSasRelay(Received<SasRelay> sasRelay) {
    return RelayedSas.receive(this, protection, sasRelay);
  }

  @Override
  public Step onRelayAck() {
    return relaying
        ? Step.to(new Secure(this, false)) // Z-5.14-01
        : Step.ignored(this, IgnoredReason.UNEXPECTED_MESSAGE);
  }

  @Override
  public Step onExhausted(@Nullable ZrtpFailure suspicion) {
    Step step = Step.to(new Secure(this, false));
    return relaying
        ? step.tell(new ZrtpEvent.Warning(ZrtpWarning.RELAY_UNANSWERED))
        : step; // our Confirm2 has been said often enough
  }

  @Override
  public @Nullable Step review() {
    if (protection.context().session().clears() != clearsBefore) {
      return Clear.withTheCall(protection);
    }
    SasRelayPlaintext relay = protection.context().takeRelay();
    return relay == null
        ? null
        : RelayedSas.send(protection, relay, unprovenConfirm2, Step.to(new Secure(this, true)));
  }

  @Override
  public Step onMedia() {
    // Z-6-12: only now it is certain that Confirm2 arrived
    return relaying ? Step.stay(this) : Step.to(new Secure(this, false));
  }

  @Override
  public void close() {
    protection.close();
  }
}
