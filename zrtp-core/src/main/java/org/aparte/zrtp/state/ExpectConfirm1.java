package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.message.Confirm1;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.jspecify.annotations.Nullable;

/** Our DHPart2 is sent, and we have the keys. Timer: T2, repeating DHPart2. Owns the exchange. */
final class ExpectConfirm1 implements StreamState {

  private final KeyedExchange exchange;

  private ExpectConfirm1(KeyedExchange exchange) {
    this.exchange = exchange;
  }

  /** Sends DHPart2. */
  static Step begin(KeyedExchange exchange, Octets dhPart2) {
    return Step.to(new ExpectConfirm1(exchange))
        .send(dhPart2)
        .arm(Timer.repeating(exchange.context().t2(), dhPart2)); // Z-6-07, Z-6-12
  }

  @Override
  public StreamPhase phase() {
    return StreamPhase.KEY_AGREEMENT;
  }

  @Override
  public Step onConfirm1(Received<Confirm1> confirm1) {
    ConfirmVerified.Verdict verdict =
        ConfirmVerified.verify(exchange, confirm1.octets(), confirm1.message().sealedPart());
    if (verdict.refusal() != null) {
      return Step.refused(this, verdict.refusal());
    }
    if (verdict.proof() == null) {
      return fail(verdict.failure());
    }
    return ExpectConf2Ack.begin(exchange, verdict.proof())
        // Section 4: what the responder sends can be read from now on
        .tell(new ZrtpEvent.ReceiveKey(exchange.keys().takeSrtpKey(Role.RESPONDER)));
  }

  @Override
  public Step onExhausted(@Nullable ZrtpFailure suspicion) {
    return fail(suspicion);
  }

  private Step fail(@Nullable ZrtpFailure failure) {
    return Step.fail(exchange.context(), failure == null ? ZrtpFailure.PEER_SILENT : failure);
  }

  @Override
  public void close() {
    exchange.close();
  }
}
