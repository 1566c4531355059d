package org.aparte.zrtp.state;

import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpFailure;
import org.jspecify.annotations.Nullable;

/**
 * Both Hellos are exchanged: either side may commit. Reached only when we do not, or not yet: the
 * app has not asked for it, or another stream has the turn (RFC 6189 sections 4.2, 4.4.1).
 */
final class ExpectCommit implements StreamState {

  /** How often a turn that another call has is asked for. */
  private static final long TURN_POLL_MILLIS = 100;

  /** How often it is asked whether the peer has Multistream after all: some 12 seconds. */
  private static final int MAX_POLLS_FOR_MULTISTREAM = 120;

  private final StreamContext context;
  private final PeerCandidates candidates;
  private final boolean wantsToCommit;
  private final int restarts;
  private int polls;

  ExpectCommit(
      StreamContext context, PeerCandidates candidates, boolean wantsToCommit, int restarts) {
    this.context = context;
    this.candidates = candidates;
    this.wantsToCommit = wantsToCommit;
    this.restarts = restarts;
  }

  /** Both Hellos are there: commits, if that is our business. */
  static Step ready(StreamContext context, PeerCandidates candidates) {
    return context.commitsByItself()
        ? commitOrWait(context, candidates, 0)
        : Step.to(new ExpectCommit(context, candidates, false, 0));
  }

  /** Commits as soon as the turn is ours. */
  static Step commitOrWait(StreamContext context, PeerCandidates candidates, int restarts) {
    Step commit = Initiator.commit(context, candidates, restarts);
    return commit != null
        ? commit
        : Step.to(new ExpectCommit(context, candidates, true, restarts))
            .arm(Timer.waiting(TURN_POLL_MILLIS));
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
    ExpectCommit next =
        new ExpectCommit(context, candidates.heard(context, hello), wantsToCommit, restarts);
    next.polls = polls;
    Step heard = Step.to(next).keepTimer().send(new HelloAck());
    // A peer that says Hello again may have missed ours: the HelloACK for it may have been
    // anybody's
    return candidates.contains(hello)
        ? heard.send(context.hello())
        : heard.tell(HelloCheck.found(hello));
  }

  @Override
  public Step onHelloAck() {
    return Step.stay(this); // again
  }

  @Override
  public Step onCommit(Received<Commit> commit) {
    return Answer.to(commit, this, context, candidates);
  }

  @Override
  public Step goSecure() {
    return commitOrWait(context, candidates, restarts);
  }

  @Override
  public Step onExhausted(@Nullable ZrtpFailure suspicion) {
    // A Commit was refused, and nobody sent a better one since
    if (suspicion != null && suspicion != ZrtpFailure.PEER_REPORTED_ERROR) {
      return Step.fail(context, suspicion);
    }
    if (!wantsToCommit) {
      return Step.stay(this).stopTimer();
    }
    Step commit = Initiator.commit(context, candidates, restarts);
    if (commit != null) {
      return commit;
    }
    polls++;
    return polls > MAX_POLLS_FOR_MULTISTREAM && isWithoutMultistream()
        ? Step.fail(context, ZrtpFailure.NO_MULTISTREAM)
        : Step.stay(this).arm(Timer.waiting(TURN_POLL_MILLIS));
  }

  /** Whether this is a further stream, and nobody who sent a Hello can add it (Z-5.1.5-04). */
  private boolean isWithoutMultistream() {
    return context.session().established() != null
        && candidates.all().stream()
            .map(peer -> new AlgorithmChoice(context.config(), peer.hello().message().offered()))
            .noneMatch(choice -> choice.has(KeyAgreementType.MULT));
  }

  @Override
  public @Nullable Step review() {
    return wantsToCommit ? Initiator.commit(context, candidates, restarts) : null;
  }
}
