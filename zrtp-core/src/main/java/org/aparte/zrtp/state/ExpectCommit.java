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

  /**
   * Every so many repetitions of a Hello are answered by ours. Two ends that wait for Commit would
   * otherwise answer each other's Hellos for ever, once one was duplicated.
   */
  private static final int HELLOS_PER_ANSWER = 3;

  private final StreamContext context;
  private final PeerCandidates candidates;
  private final boolean wantsToCommit;
  private final int restarts;
  private int polls;
  private int repeatedHellos;
  private boolean refusedCommit;

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

  /** A Commit was refused: a better one may follow. The timer is the caller's. */
  static ExpectCommit afterRefusal(StreamContext context, PeerCandidates candidates) {
    ExpectCommit state = new ExpectCommit(context, candidates, false, 0);
    state.refusedCommit = true;
    return state;
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
    boolean again = candidates.contains(hello);
    ExpectCommit next =
        new ExpectCommit(context, candidates.heard(context, hello), wantsToCommit, restarts);
    next.polls = polls;
    next.refusedCommit = refusedCommit;
    next.repeatedHellos = again ? repeatedHellos + 1 : repeatedHellos;
    Step heard = Step.to(next).keepTimer().send(new HelloAck());
    if (!again) {
      return heard.tell(HelloCheck.found(hello));
    }
    // A peer that goes on saying Hello may have missed ours: the HelloACK for it may have been
    // anybody's
    return next.repeatedHellos % HELLOS_PER_ANSWER == 0 ? heard.send(context.hello()) : heard;
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
    // Nobody sent a better Commit since. Without a refused one a suspicion is but a stranger's
    if (refusedCommit && suspicion != null && suspicion != ZrtpFailure.PEER_REPORTED_ERROR) {
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
