package org.aparte.zrtp.state;

import org.aparte.zrtp.model.StreamPhase;

/** Before the start: nothing was sent. */
final class Idle implements StreamState {

  private final StreamContext context;

  Idle(StreamContext context) {
    this.context = context;
  }

  @Override
  public StreamPhase phase() {
    return StreamPhase.IDLE;
  }

  /** The first Hello (Z-8-01: whatever signaling said about the peer). */
  Step start() {
    return Discovering.begin(context, 0);
  }
}
