package org.aparte.zrtp.state;

import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.crypto.StreamKeys;
import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.Conf2Ack;
import org.aparte.zrtp.message.Confirm2;
import org.aparte.zrtp.message.DhPart2;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.jspecify.annotations.Nullable;

/**
 * Our Confirm1 is sent; we have the keys and use none of them yet (Z-4-09). Timer: the peer's
 * silence. Owns the exchange.
 */
final class ExpectConfirm2 implements StreamState {

  private final KeyedExchange exchange;
  private final Octets request;
  private final OwnConfirm confirm1;
  private final long confirm1EpochSeconds;

  private ExpectConfirm2(
      KeyedExchange exchange, Octets request, OwnConfirm confirm1, long confirm1Seconds) {
    this.exchange = exchange;
    this.request = request;
    this.confirm1 = confirm1;
    this.confirm1EpochSeconds = confirm1Seconds;
  }

  /**
   * Sends Confirm1 (Z-5.7-01).
   *
   * @param request the message that it answers: DHPart2, or a Commit that no DHPart follows
   */
  static Step begin(KeyedExchange exchange, Octets request) {
    OwnConfirm confirm1 = OwnConfirm.of(exchange);
    long now = exchange.context().session().epochSeconds(); // Z-4.9-08
    return Step.to(new ExpectConfirm2(exchange, request, confirm1, now))
        .send(confirm1.message())
        .arm(Timer.waiting(ExpectDhPart2.SILENCE_MILLIS))
        .tellAll(confirm1.warnings());
  }

  @Override
  public StreamPhase phase() {
    return StreamPhase.KEY_AGREEMENT;
  }

  @Override
  public Step onCommit(Received<Commit> commit) {
    return again(commit.octets());
  }

  @Override
  public Step onDhPart2(Received<DhPart2> dhPart2) {
    return again(dhPart2.octets());
  }

  /** Z-6-01, Z-6-08: our Confirm1 was lost, or is on its way. */
  private Step again(Octets repeated) {
    return repeated.equals(request)
        ? Step.stay(this).send(confirm1.message()).arm(Timer.waiting(ExpectDhPart2.SILENCE_MILLIS))
        : Step.ignored(this, IgnoredReason.UNEXPECTED_MESSAGE);
  }

  @Override
  public Step onConfirm2(Received<Confirm2> confirm2) {
    ConfirmVerified.Verdict verdict =
        ConfirmVerified.verify(exchange, confirm2.octets(), confirm2.message().sealedPart());
    if (verdict.refusal() != null) {
      return Step.refused(this, verdict.refusal());
    }
    if (verdict.proof() == null) {
      return fail(verdict.failure());
    }
    List<ZrtpEvent> completed =
        Completion.complete(exchange, verdict.proof(), confirm1, confirm1EpochSeconds);
    Protection protection = new Protection(exchange, confirm1, verdict.proof());
    StreamKeys keys = protection.keys();
    return Step.to(new Secure(protection, confirm2.octets(), null))
        .send(new Conf2Ack()) // Z-4.6-06, Z-4.6-08
        .tell(new ZrtpEvent.ReceiveKey(keys.takeSrtpKey(Role.INITIATOR)))
        .tell(new ZrtpEvent.SendKey(keys.takeSrtpKey(Role.RESPONDER)))
        .tellAll(completed);
  }

  @Override
  public Step onExhausted(@Nullable ZrtpFailure suspicion) {
    return fail(suspicion); // Z-6-18
  }

  private Step fail(@Nullable ZrtpFailure failure) {
    return Step.fail(exchange.context(), failure == null ? ZrtpFailure.PEER_SILENT : failure);
  }

  @Override
  public void close() {
    exchange.close();
  }
}
