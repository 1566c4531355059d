package org.aparte.zrtp.state;

import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.AgreementOutcome;
import org.aparte.zrtp.crypto.PeerHashChain.Link;
import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.DhPart1;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.model.ZrtpWarning;
import org.jspecify.annotations.Nullable;

/**
 * Our DH or KEM Commit is sent. Timer: T2, repeating Commit. Owns the Commit, our half, the turn.
 */
final class ExpectDhPart1 implements StreamState {

  private final StreamContext context;
  private final PeerCandidates candidates;
  private final OwnHviCommit commit;
  private final VoidAnswers before;

  private ExpectDhPart1(
      StreamContext context, PeerCandidates candidates, OwnHviCommit commit, VoidAnswers before) {
    this.context = context;
    this.candidates = candidates;
    this.commit = commit;
    this.before = before;
  }

  /** Sends Commit. */
  static Step begin(
      StreamContext context, PeerCandidates candidates, OwnHviCommit commit, VoidAnswers before) {
    return Step.to(new ExpectDhPart1(context, candidates, commit, before))
        .send(commit.octets())
        // Z-6-11. Now and then with our Hello: without it the Commit tells the peer nothing, and
        // the HelloACK that we had may have been anybody's
        .arm(new Timer(context.t2(), List.of(commit.octets()), List.of(context.hello())));
  }

  @Override
  public StreamPhase phase() {
    return StreamPhase.KEY_AGREEMENT; // Z-4-06
  }

  @Override
  public Step onHello(Received<Hello> hello) {
    if (HelloCheck.check(context, hello) instanceof Check.Refused<Received<Hello>> refused) {
      return Step.refused(this, refused);
    }
    return Step.to(new ExpectDhPart1(context, candidates.heard(context, hello), commit, before))
        .keepTimer()
        .send(new HelloAck());
  }

  @Override
  public Step onHelloAck() {
    return Step.stay(this); // again
  }

  @Override
  public Step onDhPart1(Received<DhPart1> dhPart1) {
    if (before.contains(dhPart1.octets())) {
      return Step.ignored(this, IgnoredReason.OTHER_EXCHANGE_IN_PROGRESS); // a late copy
    }
    Check<ProvenPeer> proven = candidates.provenBy(Link.H1, dhPart1.message().h1());
    if (proven instanceof Check.Refused<ProvenPeer> refused) {
      return Step.refused(this, refused); // Z-9-06, Z-9-08
    }
    ProvenPeer peer = ((Check.Passed<ProvenPeer>) proven).proof();
    if (!peer.helloOctets().equals(commit.peer().octets())) {
      return restartWith(peer, dhPart1.octets());
    }
    return commit.turn().begun()
        ? agree(peer, dhPart1)
        : Step.ignored(this, IgnoredReason.OTHER_EXCHANGE_IN_PROGRESS);
  }

  /** The Hello that we committed to was forged: hvi and choice are void, another Commit is due. */
  private Step restartWith(ProvenPeer peer, Octets dhPart1) {
    PeerCandidates only = candidates.onlyThose(known -> known.octets().equals(peer.helloOctets()));
    if (before.isFull()) {
      return Step.ignored(this, IgnoredReason.TOO_MANY_COMMITS);
    }
    // DHPart2 was not shown yet, nor our H1: a new promise gives away nothing
    commit.close();
    return ExpectCommit.commitOrWait(context, only, before.and(dhPart1));
  }

  private Step agree(ProvenPeer peer, Received<DhPart1> dhPart1) {
    AgreementOutcome outcome = commit.half().share().agree(dhPart1.message().publicValue());
    if (outcome instanceof AgreementOutcome.Refused) {
      // Z-4.4.1.3-01, Z-4.4.1.3-02, Z-4.4.1.3-03, Z-KEM-03: with this value there is no exchange.
      // H1 is
      // public
      // once it was shown, so a bystander can have sent it, and the peer's own DHPart1 may follow;
      // when none does, this is the reason given
      return Step.refused(
          this,
          Check.refused(
              IgnoredReason.BAD_PUBLIC_VALUE,
              ZrtpFailure.BAD_PUBLIC_VALUE,
              ZrtpWarning.BAD_PUBLIC_VALUE));
    }
    SecretBytes dhResult = ((AgreementOutcome.Agreed) outcome).dhResult();
    KeyedExchange exchange =
        KeyedExchange.ofDh(
            context,
            Role.INITIATOR,
            commit.algorithms(),
            peer,
            commit.half(),
            dhResult,
            commit.octets(),
            dhPart1.octets(),
            dhPart1.message(),
            commit.turn());
    return ExpectConfirm1.begin(exchange, commit.half().dhPart()); // Z-4.4.1.3-04, Z-5.6-01
  }

  @Override
  public Step onCommit(Received<Commit> theirs) {
    Check<AcceptableCommit> check = AcceptableCommit.check(context, candidates, theirs);
    if (check instanceof Check.Refused<AcceptableCommit> refused) {
      return Step.refused(this, refused);
    }
    AcceptableCommit acceptable = ((Check.Passed<AcceptableCommit>) check).proof();
    CommitContention.Outcome outcome =
        CommitContention.decide(
            commit.message(),
            context.config().mitm(),
            theirs.message(),
            acceptable.peer().hello().mitm());
    return switch (outcome) {
      case OURS_PREVAILS -> Step.ignored(this, IgnoredReason.LOST_CONTENTION);
      // Z-4.2-06: a bystander who saw the peer's H2 can make such a Commit, so it is remembered
      case UNSOLVED ->
          Step.refused(
              this,
              Check.refused(IgnoredReason.IMPOSSIBLE_CONTENTION, ZrtpFailure.CONTENTION_UNSOLVED));
      // The rules let only a DH or KEM Commit prevail over ours
      case THEIRS_PREVAILS -> {
        Step answer = Answer.insteadOf(commit, acceptable, context, candidates);
        yield answer != null
            ? answer
            : Step.ignored(this, IgnoredReason.OTHER_EXCHANGE_IN_PROGRESS);
      }
    };
  }

  @Override
  public Step onExhausted(@Nullable ZrtpFailure suspicion) {
    return Step.fail(context, suspicion == null ? ZrtpFailure.PEER_SILENT : suspicion);
  }

  @Override
  public @Nullable Step review() {
    if (!commit.turn().isWithdrawn()) {
      return null;
    }
    // Z-4.2-08: another stream answers the peer's Commit; this one waits
    commit.close();
    return ExpectCommit.commitOrWait(context, candidates, before);
  }

  @Override
  public void close() {
    commit.close();
  }
}
