package org.aparte.zrtp.state;

import org.aparte.zrtp.crypto.ClearMac;
import org.aparte.zrtp.message.ClearAck;
import org.aparte.zrtp.message.GoClear;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.jspecify.annotations.Nullable;

/**
 * Our GoClear is sent: no SRTP is sent any more, and no RTP yet (RFC 6189 section 4.7.2). Timer:
 * T2, repeating GoClear. Owns the keys.
 */
final class ExpectClearAck implements StreamState {

  private final Protection protection;

  private ExpectClearAck(Protection protection) {
    this.protection = protection;
  }

  /** Sends GoClear (Z-4.7.2-03, Z-4.7.2-15). */
  static Step begin(Protection protection) {
    GoClear goClear =
        new GoClear(
            Mac64.leftmostOf(
                ClearMac.of(protection.hash(), protection.keys(), protection.role()).toArray()));
    return Step.to(new ExpectClearAck(protection))
        .send(goClear)
        .arm(Timer.repeating(protection.context().t2(), goClear.write()));
  }

  @Override
  public StreamPhase phase() {
    return StreamPhase.CLEARING;
  }

  @Override
  public Step onClearAck() {
    return Clear.byUs(protection);
  }

  /** Both sides pressed the button: one is enough, and ZRTPSess is replaced once. */
  @Override
  public Step onGoClear(Received<GoClear> goClear) {
    if (!Clear.isAuthentic(protection, goClear)) {
      return Step.ignored(this, IgnoredReason.WRONG_CONFIRM_MAC);
    }
    if (!protection.weAllowClear()) {
      return Clear.refuse(this, protection);
    }
    protection.context().obeyed(goClear.octets());
    return Clear.byUs(protection).send(new ClearAck());
  }

  @Override
  public Step onExhausted(@Nullable ZrtpFailure suspicion) {
    // Z-4.7.2-17. The peer may never have heard of it and still take the call for secure: so this
    // stream does not become clear, and nothing is sent on it
    protection.context().session().cleared(false);
    return Step.abandonFor(new Terminated(StreamPhase.FAILED))
        .tell(new ZrtpEvent.ProtectionEnded(false))
        .tell(new ZrtpEvent.Failed(ZrtpFailure.CLEAR_UNANSWERED));
  }

  @Override
  public void close() {
    protection.close();
  }
}
