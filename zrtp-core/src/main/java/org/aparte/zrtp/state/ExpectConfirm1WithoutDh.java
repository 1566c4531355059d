package org.aparte.zrtp.state;

import java.util.List;
import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.Confirm1;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.jspecify.annotations.Nullable;

/**
 * Our Multistream or Preshared Commit is sent; Confirm1 answers it (RFC 6189 sections 4.4.2.3,
 * 4.4.3.1). Timer: T2, repeating Commit. Owns the Commit with what belongs to it.
 */
final class ExpectConfirm1WithoutDh implements StreamState {

  private final StreamContext context;
  private final PeerCandidates candidates;
  private final OwnNonceCommit commit;

  private ExpectConfirm1WithoutDh(
      StreamContext context, PeerCandidates candidates, OwnNonceCommit commit) {
    this.context = context;
    this.candidates = candidates;
    this.commit = commit;
  }

  /** Sends Commit. */
  static Step begin(StreamContext context, PeerCandidates candidates, OwnNonceCommit commit) {
    return Step.to(new ExpectConfirm1WithoutDh(context, candidates, commit))
        .send(commit.octets())
        // As in ExpectDhPart1
        .arm(new Timer(context.t2(), List.of(commit.octets()), List.of(context.hello())));
  }

  @Override
  public StreamPhase phase() {
    return StreamPhase.KEY_AGREEMENT;
  }

  @Override
  public Step onHello(Received<Hello> hello) {
    if (HelloCheck.check(context, hello) instanceof Check.Refused<Received<Hello>> refused) {
      return Step.refused(this, refused);
    }
    return Step.to(new ExpectConfirm1WithoutDh(context, candidates.heard(context, hello), commit))
        .keepTimer()
        .send(new HelloAck());
  }

  @Override
  public Step onHelloAck() {
    return Step.stay(this); // again
  }

  /**
   * Z-4.4.2.3-06, Z-4.4.3.1-09. Which Hello is the responder's shows by which of them leads to the
   * keys of this Confirm1: at most four are tried, without any public-key operation.
   */
  @Override
  public Step onConfirm1(Received<Confirm1> confirm1) {
    if (commit.turn() != null && commit.turn().isWithdrawn()) {
      return Step.ignored(this, IgnoredReason.OTHER_EXCHANGE_IN_PROGRESS);
    }
    Step refused = Step.ignored(this, IgnoredReason.WRONG_CONFIRM_MAC);
    for (PeerCandidate candidate : candidates.all()) {
      KeyedExchange exchange = commit.keyedWith(candidate);
      if (exchange == null) {
        return Step.ignored(this, IgnoredReason.WRONG_MODE);
      }
      ConfirmVerified.Verdict verdict =
          ConfirmVerified.verify(exchange, confirm1.octets(), confirm1.message().sealedPart());
      if (verdict.proof() != null) {
        return secured(exchange, verdict.proof());
      }
      exchange.closeKeys();
      if (verdict.failure() != null) {
        return Step.fail(context, verdict.failure());
      }
      if (verdict.refusal() != null) {
        refused = Step.refused(this, verdict.refusal());
      }
    }
    return refused;
  }

  private Step secured(KeyedExchange exchange, ConfirmVerified proof) {
    if (commit.turn() != null && !commit.turn().begun()) {
      exchange.closeKeys();
      return Step.ignored(this, IgnoredReason.OTHER_EXCHANGE_IN_PROGRESS);
    }
    commit.handOver();
    return ExpectConf2Ack.begin(exchange, proof)
        .tell(new ZrtpEvent.ReceiveKey(exchange.keys().takeSrtpKey(Role.RESPONDER)));
  }

  @Override
  public Step onCommit(Received<Commit> theirs) {
    Check<AcceptableCommit> check = AcceptableCommit.check(context, candidates, theirs);
    if (check instanceof Check.Refused<AcceptableCommit> refused) {
      return Step.refused(this, refused);
    }
    AcceptableCommit acceptable = ((Check.Passed<AcceptableCommit>) check).proof();
    return switch (CommitContention.decide(
        commit.message(),
        context.config().mitm(),
        theirs.message(),
        acceptable.peer().hello().mitm())) {
      case OURS_PREVAILS -> Step.ignored(this, IgnoredReason.LOST_CONTENTION);
      case UNSOLVED ->
          // Z-4.2-06, as in ExpectDhPart1
          Step.refused(
              this,
              Check.refused(IgnoredReason.IMPOSSIBLE_CONTENTION, ZrtpFailure.CONTENTION_UNSOLVED));
      case THEIRS_PREVAILS -> {
        // Z-4.2-02, Z-4.4.2.3-05, Z-4.4.3.1-08
        Check.Refused<AcceptableCommit> refusal = Answer.refusal(context, acceptable);
        if (refusal != null) {
          yield Step.refused(this, refusal);
        }
        commit.close();
        Step answer = Answer.to(acceptable, this, context, candidates);
        yield answer != null
            ? answer
            : ExpectCommit.commitOrWait(context, candidates, VoidAnswers.NONE);
      }
    };
  }

  @Override
  public Step onExhausted(@Nullable ZrtpFailure suspicion) {
    return Step.fail(context, suspicion == null ? ZrtpFailure.PEER_SILENT : suspicion);
  }

  @Override
  public @Nullable Step review() {
    if (commit.turn() == null || !commit.turn().isWithdrawn()) {
      return null;
    }
    commit.close(); // Z-4.2-08
    return ExpectCommit.commitOrWait(context, candidates, VoidAnswers.NONE);
  }

  @Override
  public void close() {
    commit.close();
  }
}
