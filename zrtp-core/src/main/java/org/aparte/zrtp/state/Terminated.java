package org.aparte.zrtp.state;

import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.StreamPhase;

/** The end: by a failure, or by the app. */
final class Terminated implements StreamState {

  private final StreamPhase phase;

  Terminated(StreamPhase phase) {
    this.phase = phase;
  }

  @Override
  public StreamPhase phase() {
    return phase;
  }

  @Override
  public Step onHello(Received<Hello> hello) {
    return phase == StreamPhase.CLOSED
        ? Step.ignored(this, IgnoredReason.UNEXPECTED_MESSAGE)
        : StreamState.super.onHello(hello);
  }
}
