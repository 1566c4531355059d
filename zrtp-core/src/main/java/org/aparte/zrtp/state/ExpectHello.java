package org.aparte.zrtp.state;

import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpFailure;
import org.jspecify.annotations.Nullable;

/**
 * Our Hello is acknowledged; the peer's is to come.
 *
 * <p>Anybody can send a HelloACK. One that no Hello follows for longer than T1 lasts was not the
 * peer's, and we begin again; twice, since somebody may go on sending them.
 */
final class ExpectHello implements StreamState {

  private static final long LONGER_THAN_T1_MILLIS = 4_000;
  private static final int MAX_UNFOLLOWED_ACKS = 3;

  private final StreamContext context;
  private final int unfollowedAcks;

  private ExpectHello(StreamContext context, int unfollowedAcks) {
    this.context = context;
    this.unfollowedAcks = unfollowedAcks;
  }

  static Step begin(StreamContext context, int unfollowedAcks) {
    return Step.to(new ExpectHello(context, unfollowedAcks + 1))
        .arm(Timer.waiting(LONGER_THAN_T1_MILLIS));
  }

  @Override
  public StreamPhase phase() {
    return StreamPhase.DISCOVERING;
  }

  @Override
  public Step onHello(Received<Hello> hello) {
    if (HelloCheck.check(context, hello) instanceof Check.Refused<Received<Hello>> refused) {
      return Step.refused(this, refused);
    }
    // Z-4.1.1-06, Z-5.4-01: both Hellos are there, and ours is acknowledged
    Step found =
        Step.stay(this).tell(HelloCheck.found(hello)).send(new HelloAck()); // Z-5.3-01, Z-6-13
    return ExpectCommit.ready(context, PeerCandidates.NONE.heard(context, hello)).after(found);
  }

  @Override
  public Step onExhausted(@Nullable ZrtpFailure suspicion) {
    return unfollowedAcks < MAX_UNFOLLOWED_ACKS
        ? Discovering.begin(context, unfollowedAcks)
        : Discovering.nobodyElse(context, unfollowedAcks, suspicion);
  }
}
