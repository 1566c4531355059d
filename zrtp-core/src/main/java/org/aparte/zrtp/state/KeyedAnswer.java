package org.aparte.zrtp.state;

import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.crypto.StreamKeys;
import org.aparte.zrtp.message.Conf2Ack;
import org.aparte.zrtp.message.Confirm2;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.ZrtpEvent;

/**
 * Our Confirm1 with the exchange that it confirms; owns the exchange.
 *
 * @param exchange in which we are the responder
 * @param request the message that it answers: DHPart2, or a Commit that no DHPart follows
 * @param confirm1 our answer
 * @param confirm1EpochSeconds when it was first sent (Z-4.9-08)
 */
record KeyedAnswer(
    KeyedExchange exchange, Octets request, OwnConfirm confirm1, long confirm1EpochSeconds)
    implements AutoCloseable {

  static KeyedAnswer to(KeyedExchange exchange, Octets request) {
    return new KeyedAnswer(
        exchange, request, OwnConfirm.of(exchange), exchange.context().session().epochSeconds());
  }

  ConfirmVerified.Verdict judge(Received<Confirm2> confirm2) {
    return ConfirmVerified.verify(exchange, confirm2.octets(), confirm2.message().sealedPart());
  }

  /** Both sides have confirmed. */
  Step secured(ConfirmVerified proof, Received<Confirm2> confirm2) {
    List<ZrtpEvent> completed =
        Completion.complete(exchange, proof, confirm1, confirm1EpochSeconds);
    Protection protection = new Protection(exchange, confirm1, proof);
    StreamKeys keys = protection.keys();
    return Step.to(new Secure(protection, confirm2.octets(), null))
        .send(new Conf2Ack()) // Z-4.6-06, Z-4.6-08
        .tell(new ZrtpEvent.ReceiveKey(keys.takeSrtpKey(Role.INITIATOR)))
        .tell(new ZrtpEvent.SendKey(keys.takeSrtpKey(Role.RESPONDER)))
        .tellAll(completed);
  }

  @Override
  public void close() {
    exchange.close();
  }
}
