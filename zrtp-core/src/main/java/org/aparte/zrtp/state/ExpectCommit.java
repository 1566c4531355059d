package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.jspecify.annotations.Nullable;

/**
 * Both Hellos are exchanged: either side may commit. Reached only when we do not, or not yet: the
 * app has not asked for it, or another stream has the turn (RFC 6189 sections 4.2, 4.4.1).
 *
 * <p>A Commit that is refused ends nothing: whoever saw the peer's H2 can send such a one, and a
 * stranger one of its own. When no better one follows for a moment, the peer is told by Error and
 * the app by {@code Failed}; but a better one is answered even then.
 */
final class ExpectCommit implements StreamState {

  /** How often a turn that another call has is asked for. */
  private static final long TURN_POLL_MILLIS = 100;

  /** How long a better Commit may follow one that was refused, before the peer is told. */
  private static final long GRACE_MILLIS = 2_000;

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
  private final VoidAnswers before;
  private int polls;
  private int repeatedHellos;
  private @Nullable ZrtpFailure refusedFor;
  private boolean toldOfRefusal;

  ExpectCommit(
      StreamContext context, PeerCandidates candidates, boolean wantsToCommit, VoidAnswers before) {
    this.context = context;
    this.candidates = candidates;
    this.wantsToCommit = wantsToCommit;
    this.before = before;
  }

  /** Both Hellos are there: commits, if that is our business. */
  static Step ready(StreamContext context, PeerCandidates candidates) {
    return context.commitsByItself()
        ? commitOrWait(context, candidates, VoidAnswers.NONE)
        : Step.to(new ExpectCommit(context, candidates, false, VoidAnswers.NONE));
  }

  /** Commits as soon as the turn is ours. */
  static Step commitOrWait(StreamContext context, PeerCandidates candidates, VoidAnswers before) {
    Step commit = Initiator.commit(context, candidates, before);
    return commit != null
        ? commit
        : Step.to(new ExpectCommit(context, candidates, true, before))
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
    boolean again = candidates.contains(hello);
    ExpectCommit next = with(candidates.heard(context, hello));
    next.repeatedHellos = again ? repeatedHellos + 1 : repeatedHellos;
    Step heard = Step.to(next).keepTimer().send(new HelloAck());
    if (!again) {
      return heard.tell(HelloCheck.found(hello));
    }
    // A peer that goes on saying Hello may have missed ours: the HelloACK for it may have been
    // anybody's
    return next.repeatedHellos % HELLOS_PER_ANSWER == 0 ? heard.send(context.hello()) : heard;
  }

  private ExpectCommit with(PeerCandidates heard) {
    ExpectCommit next = new ExpectCommit(context, heard, wantsToCommit, before);
    next.polls = polls;
    next.repeatedHellos = repeatedHellos;
    next.refusedFor = refusedFor;
    next.toldOfRefusal = toldOfRefusal;
    return next;
  }

  @Override
  public Step onHelloAck() {
    return Step.stay(this); // again
  }

  @Override
  public Step onCommit(Received<Commit> commit) {
    return Answer.to(commit, this, context, candidates);
  }

  /** A Commit is not to be answered, and its sender to be told why (Z-5.9-06 to Z-5.9-11). */
  Step refuse(Check.Refused<AcceptableCommit> refused) {
    if (wantsToCommit) {
      return Step.refused(this, refused); // a Commit of ours will say all
    }
    ExpectCommit next = with(candidates);
    next.refusedFor = refused.suspicion();
    Step step = Step.refused(next, refused);
    return refusedFor == null ? step.arm(Timer.waiting(GRACE_MILLIS)) : step;
  }

  @Override
  public Step onErrorAck() {
    return refusedFor == null && !wantsToCommit
        ? Step.stay(this).stopTimer() // Z-5.10-01
        : Step.stay(this);
  }

  @Override
  public Step goSecure() {
    return commitOrWait(context, candidates, before);
  }

  @Override
  public Step onExhausted(@Nullable ZrtpFailure suspicion) {
    if (refusedFor != null) {
      return tellOfRefusal(refusedFor);
    }
    if (!wantsToCommit) {
      return Step.stay(this).stopTimer();
    }
    Step commit = Initiator.commit(context, candidates, before);
    if (commit != null) {
      return commit;
    }
    polls++;
    return polls > MAX_POLLS_FOR_MULTISTREAM && isWithoutMultistream()
        ? Step.fail(context, ZrtpFailure.NO_MULTISTREAM)
        : Step.stay(this).arm(Timer.waiting(TURN_POLL_MILLIS));
  }

  /** Nobody sent a better Commit since. */
  private Step tellOfRefusal(ZrtpFailure failure) {
    ExpectCommit next = with(candidates);
    next.refusedFor = null;
    next.toldOfRefusal = true;
    Octets error = context.error(failure.errorCode());
    Step told = Step.to(next).send(error).arm(Timer.repeating(context.t2(), error)); // Z-6-09
    return toldOfRefusal ? told : told.tell(new ZrtpEvent.Failed(failure));
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
    return wantsToCommit ? Initiator.commit(context, candidates, before) : null;
  }
}
