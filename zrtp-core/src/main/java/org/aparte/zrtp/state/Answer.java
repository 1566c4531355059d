package org.aparte.zrtp.state;

import org.aparte.zrtp.crypto.KeyShare;
import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.DhCommit;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Role;
import org.jspecify.annotations.Nullable;

/** What makes us the responder: answering a Commit (RFC 6189 sections 4.2, 4.4). */
final class Answer {

  /** How long a better Commit may follow one that was refused. */
  private static final long GRACE_MILLIS = 2_000;

  private Answer() {}

  /** Answers a Commit, or refuses it. */
  static Step to(
      Received<Commit> commit, StreamState from, StreamContext context, PeerCandidates candidates) {
    // Z-8.1-03: signaling may have named the Hello since it came
    PeerCandidates expected =
        candidates.onlyThose(candidate -> context.mayBeExpected(candidate.octets()));
    Check<AcceptableCommit> check = AcceptableCommit.check(context, expected, commit);
    if (check instanceof Check.Refused<AcceptableCommit> refused) {
      return refuse(refused, from, context, expected);
    }
    AcceptableCommit acceptable = ((Check.Passed<AcceptableCommit>) check).proof();
    if (!(acceptable.message() instanceof DhCommit) || context.session().established() != null) {
      return Step.ignored(from, IgnoredReason.WRONG_MODE);
    }
    // Z-4.4.1-01, Z-4.2-07
    ExchangeTurns.Turn turn =
        context
            .session()
            .turns()
            .takeAsResponder(
                context.ownZid(),
                acceptable.peer().zid(),
                acceptable.message(),
                context.config().mitm(),
                acceptable.peer().hello().mitm())
            .orElse(null);
    if (turn == null) {
      return Step.ignored(from, IgnoredReason.OTHER_EXCHANGE_IN_PROGRESS);
    }
    context.session().changed(); // a stream whose turn was taken steps back
    return ExpectDhPart2.begin(context, expected, dhAnswer(context, acceptable, null), turn);
  }

  /** Answers a Commit that prevails over ours; our turn goes on as that of the responder. */
  static Step insteadOf(
      OwnDhCommit ours,
      AcceptableCommit theirs,
      StreamState from,
      StreamContext context,
      PeerCandidates candidates) {
    if (!(theirs.message() instanceof DhCommit)) {
      return Step.ignored(from, IgnoredReason.WRONG_MODE);
    }
    if (!ours.turn().begun()) {
      return Step.ignored(from, IgnoredReason.OTHER_EXCHANGE_IN_PROGRESS);
    }
    DhAnswer answer = dhAnswer(context, theirs, ours.half());
    return ExpectDhPart2.begin(context, candidates, answer, ours.turn());
  }

  /**
   * Our answer to a DH Commit.
   *
   * @param unseen a half of ours of which only the hash was shown; its share is used if it fits,
   *     otherwise it is wiped
   */
  static DhAnswer dhAnswer(
      StreamContext context, AcceptableCommit commit, @Nullable DhHalf unseen) {
    KeyShare share;
    KnownSecrets known;
    if (unseen != null && unseen.shareFits(commit.algorithms())) {
      // Z-4.2-09: the value was promised and never shown, so it is as good as a fresh one
      share = unseen.share();
      known = unseen.known();
    } else {
      if (unseen != null) {
        unseen.close();
      }
      share = DhHalf.freshShare(context, commit.algorithms());
      known = context.secretsFor(commit.peer().zid());
    }
    return new DhAnswer(
        commit, DhHalf.of(context, Role.RESPONDER, commit.algorithms(), share, known));
  }

  private static Step refuse(
      Check.Refused<AcceptableCommit> refused,
      StreamState from,
      StreamContext context,
      PeerCandidates candidates) {
    if (refused.reason() != IgnoredReason.NOT_OFFERED) {
      return Step.refused(from, refused);
    }
    // Z-5.9-06 to Z-5.9-10: the peer is told by Error; but whoever saw the peer's H2 can send such
    // a
    // Commit, so the peer has a moment to send its own
    return Step.refused(new ExpectCommit(context, candidates, false, 0), refused)
        .arm(Timer.waiting(GRACE_MILLIS));
  }
}
