package org.aparte.zrtp.state;

import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.jspecify.annotations.Nullable;

/** A Hello has come; ours is still to be acknowledged. Timer: T1, for 12 seconds (Z-6-14). */
final class ExpectHelloAck implements StreamState {

  private final StreamContext context;
  private final PeerCandidates candidates;

  ExpectHelloAck(StreamContext context, PeerCandidates candidates) {
    this.context = context;
    this.candidates = candidates;
  }

  @Override
  public StreamPhase phase() {
    return StreamPhase.PEER_FOUND;
  }

  @Override
  public Step onHello(Received<Hello> hello) {
    if (HelloCheck.check(context, hello) instanceof Check.Refused<Received<Hello>> refused) {
      return Step.refused(this, refused);
    }
    Step heard = Step.to(new ExpectHelloAck(context, candidates.heard(context, hello))).keepTimer();
    return (candidates.contains(hello) ? heard : heard.tell(HelloCheck.found(hello)))
        .send(new HelloAck());
  }

  @Override
  public Step onHelloAck() {
    return ExpectCommit.ready(context, candidates);
  }

  @Override
  public Step onCommit(Received<Commit> commit) {
    // Z-5.3-03: a Commit acknowledges our Hello too, though section 5.4 would have HelloACK first
    return Answer.to(commit, this, context, candidates);
  }

  @Override
  public Step onExhausted(@Nullable ZrtpFailure suspicion) {
    // Z-6-15: somebody is there, but does not seem to hear us. A late HelloACK or Commit is served
    return Step.stay(this).stopTimer().tell(new ZrtpEvent.NoPeer());
  }
}
