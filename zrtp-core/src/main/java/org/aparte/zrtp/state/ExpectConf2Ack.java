package org.aparte.zrtp.state;

import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.jspecify.annotations.Nullable;

/**
 * Our Confirm2 is sent: we can receive SRTP and must not send any (Z-4-07). Timer: T2, repeating
 * Confirm2. Owns the exchange.
 */
final class ExpectConf2Ack implements StreamState {

  private final KeyedExchange exchange;
  private final ConfirmVerified peer;
  private final OwnConfirm confirm2;
  private final long confirm1EpochSeconds;

  private ExpectConf2Ack(
      KeyedExchange exchange, ConfirmVerified peer, OwnConfirm confirm2, long confirm1Seconds) {
    this.exchange = exchange;
    this.peer = peer;
    this.confirm2 = confirm2;
    this.confirm1EpochSeconds = confirm1Seconds;
  }

  /** Sends Confirm2 (Z-5.7-02). */
  static Step begin(KeyedExchange exchange, ConfirmVerified peer) {
    OwnConfirm confirm2 = OwnConfirm.of(exchange);
    long now = exchange.context().session().epochSeconds(); // Z-4.9-08
    return Step.to(new ExpectConf2Ack(exchange, peer, confirm2, now))
        .send(confirm2.message())
        .arm(Timer.repeating(exchange.context().t2(), confirm2.message()))
        .tellAll(confirm2.warnings());
  }

  @Override
  public StreamPhase phase() {
    return StreamPhase.KEY_AGREEMENT;
  }

  @Override
  public Step onConf2Ack() {
    // Z-5.8-01. Anybody can send a Conf2ACK, and our Confirm2 may be lost: then the responder would
    // wait for it in vain while we hold the call secure. So it is repeated until there is a proof
    // that the responder has it, its SRTP, or until the schedule ends
    return secure(confirm2.message()).keepTimer();
  }

  @Override
  public Step onMedia() {
    return secure(null); // Z-4.6-07
  }

  private Step secure(@Nullable Octets unprovenConfirm2) {
    List<ZrtpEvent> completed = Completion.complete(exchange, peer, confirm2, confirm1EpochSeconds);
    Protection protection = new Protection(exchange, confirm2, peer);
    return Step.to(new Secure(protection, null, unprovenConfirm2))
        .tell(new ZrtpEvent.SendKey(protection.keys().takeSrtpKey(Role.INITIATOR)))
        .tellAll(completed);
  }

  @Override
  public Step onExhausted(@Nullable ZrtpFailure suspicion) {
    return Step.fail(exchange.context(), suspicion == null ? ZrtpFailure.PEER_SILENT : suspicion);
  }

  @Override
  public void close() {
    exchange.close();
  }
}
