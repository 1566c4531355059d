package org.aparte.zrtp.state;

import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.jspecify.annotations.Nullable;

/** Our Hello goes out; nothing of the peer's has come (RFC 6189 sections 4.1, 6). Timer: T1. */
final class Discovering implements StreamState {

  private final StreamContext context;
  private final int unfollowedAcks;
  private final boolean exhausted;
  private final boolean failed;

  private Discovering(
      StreamContext context, int unfollowedAcks, boolean exhausted, boolean failed) {
    this.context = context;
    this.unfollowedAcks = unfollowedAcks;
    this.exhausted = exhausted;
    this.failed = failed;
  }

  /**
   * Sends Hello, again and again.
   *
   * @param unfollowedAcks how many HelloACKs came that no Hello followed
   */
  static Step begin(StreamContext context, int unfollowedAcks) {
    return Step.to(new Discovering(context, unfollowedAcks, false, false))
        .send(context.hello())
        .arm(Timer.repeating(context.t1(), context.hello())); // Z-4.1-03, Z-6-04
  }

  @Override
  public StreamPhase phase() {
    return failed ? StreamPhase.FAILED : StreamPhase.DISCOVERING;
  }

  @Override
  public Step onHello(Received<Hello> hello) {
    if (HelloCheck.check(context, hello) instanceof Check.Refused<Received<Hello>> refused) {
      return Step.refused(this, refused);
    }
    Step found =
        Step.to(new ExpectHelloAck(context, PeerCandidates.NONE.heard(context, hello)))
            .tell(HelloCheck.found(hello))
            .send(new HelloAck()); // Z-5.3-01
    // Z-6-15: after the schedule ran out a late peer is served; it has not had our Hello
    return exhausted
        ? found.send(context.hello()).arm(Timer.repeating(context.t1PeerKnown(), context.hello()))
        : found.extendTimer(context.t1PeerKnown()); // Z-6-14
  }

  @Override
  public Step onHelloAck() {
    // Z-5.3-02, Z-6-06
    return exhausted ? Step.stay(this) : ExpectHello.begin(context, unfollowedAcks);
  }

  @Override
  public Step onErrorAck() {
    return Step.stay(this).stopTimer();
  }

  @Override
  public Step onExhausted(@Nullable ZrtpFailure suspicion) {
    if (exhausted) {
      return Step.stay(this).stopTimer();
    }
    return nobodyElse(context, unfollowedAcks, suspicion);
  }

  /** What came led to nothing: tells so, and goes on listening. */
  static Step nobodyElse(
      StreamContext context, int unfollowedAcks, @Nullable ZrtpFailure suspicion) {
    if (suspicion == null || suspicion == ZrtpFailure.PEER_REPORTED_ERROR) {
      return Step.to(new Discovering(context, unfollowedAcks, true, false))
          .tell(new ZrtpEvent.NoPeer());
    }
    // Z-4.1.1-12, Z-4.1-04, Z-5.2-14: the only packets that came were of another version, with our
    // own SSRC or with our own ZID. Now that nobody else has answered, the peer is told. We go on
    // listening: whoever sent those packets was not necessarily the peer
    return Step.to(new Discovering(context, unfollowedAcks, true, true))
        .send(context.error(suspicion.errorCode()))
        .arm(Timer.repeating(context.t2(), context.error(suspicion.errorCode())))
        .tell(new ZrtpEvent.Failed(suspicion));
  }
}
