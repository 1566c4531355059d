package org.aparte.zrtp.state;

import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpFailure;
import org.jspecify.annotations.Nullable;

/**
 * The exchange failed; the peer is told by Error, which is repeated until ErrorACK (RFC 6189
 * sections 5.9, 5.10). Nothing of the exchange is left.
 */
final class ExpectErrorAck implements StreamState {

  ExpectErrorAck(StreamContext context) {
    context.session().changed();
  }

  @Override
  public StreamPhase phase() {
    return StreamPhase.FAILED;
  }

  @Override
  public Step onErrorAck() {
    return Step.to(new Terminated(StreamPhase.FAILED)); // Z-5.10-01
  }

  @Override
  public Step onExhausted(@Nullable ZrtpFailure suspicion) {
    return Step.to(new Terminated(StreamPhase.FAILED));
  }
}
