package org.aparte.zrtp.state;

import java.util.List;
import org.aparte.zrtp.crypto.EncapsulationOutcome;
import org.aparte.zrtp.crypto.KdfContext;
import org.aparte.zrtp.crypto.KeyShare;
import org.aparte.zrtp.crypto.PresharedKey;
import org.aparte.zrtp.crypto.SharedSecretS0;
import org.aparte.zrtp.crypto.ZrtpHash;
import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.HviCommit;
import org.aparte.zrtp.message.KemCommit;
import org.aparte.zrtp.message.MultistreamCommit;
import org.aparte.zrtp.message.PresharedCommit;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.model.ZrtpWarning;
import org.jspecify.annotations.Nullable;

/** What makes us the responder: answering a Commit (RFC 6189 sections 4.2, 4.4). */
final class Answer {

  /** The answer to a keyID of nothing that we have. */
  static final Check.Refused<AcceptableCommit> UNKNOWN_KEY_ID =
      Check.refused(IgnoredReason.UNKNOWN_KEY_ID, ZrtpFailure.NO_SHARED_SECRET);

  /** The answer to a public key that nothing can be encapsulated to. */
  static final Check.Refused<AcceptableCommit> BAD_PUBLIC_KEY =
      Check.refused(
          IgnoredReason.BAD_PUBLIC_VALUE,
          ZrtpFailure.BAD_PUBLIC_VALUE,
          ZrtpWarning.BAD_PUBLIC_VALUE);

  private Answer() {}

  /** Answers a Commit, or refuses it; we have sent none. */
  static Step to(
      Received<Commit> commit, StreamState from, StreamContext context, PeerCandidates candidates) {
    // Z-8.1-03: signaling may have named the Hello since it came
    PeerCandidates expected =
        candidates.onlyThose(candidate -> context.mayBeExpected(candidate.octets()));
    Check<AcceptableCommit> check = AcceptableCommit.check(context, expected, commit);
    if (check instanceof Check.Refused<AcceptableCommit> refused) {
      return refuse(refused, from);
    }
    AcceptableCommit acceptable = ((Check.Passed<AcceptableCommit>) check).proof();
    Check.Refused<AcceptableCommit> refusal = refusal(context, acceptable);
    if (refusal != null) {
      return refuse(refusal, from);
    }
    Step answer = to(acceptable, from, context, expected);
    return answer != null ? answer : Step.ignored(from, IgnoredReason.OTHER_EXCHANGE_IN_PROGRESS);
  }

  /** Why a Commit does not fit the call as it stands; {@code null} when it does. */
  static Check.@Nullable Refused<AcceptableCommit> refusal(
      StreamContext context, AcceptableCommit commit) {
    boolean multistream = commit.message() instanceof MultistreamCommit;
    // Z-4.4.3-04, Z-4.4.3-05, Z-4.4.2-01, Z-4.4.3.1-07: Multistream exactly where there is a
    // session.
    // The peer may be ahead of us by a lost Conf2ACK: it says it again until we are there too
    if (multistream != (context.session().established() != null)) {
      return Check.refused(IgnoredReason.WRONG_MODE);
    }
    // Z-4.4.3.1-06: ends the exchange, or would, if it could not be the forgery of somebody who saw
    // the peer's H2. So the peer has a moment to send another
    if (!(commit.message() instanceof HviCommit)
        && context.session().nonces().isUsed(CommitContention.value(commit.message()))) {
      return Check.refused(IgnoredReason.NONCE_REUSED, ZrtpFailure.NONCE_REUSED);
    }
    return null;
  }

  /**
   * Answers a Commit that nothing is to be said against.
   *
   * @return {@code null} when another exchange with the peer is in progress
   */
  static @Nullable Step to(
      AcceptableCommit commit, StreamState from, StreamContext context, PeerCandidates candidates) {
    if (commit.message() instanceof MultistreamCommit) {
      KeyedExchange exchange = multistream(commit, context);
      return exchange == null
          ? null
          : ExpectConfirm2.afterCommit(exchange, commit.octets(), candidates);
    }
    ExchangeTurns.Turn turn = turn(context, commit, List.of());
    if (turn == null) {
      return null;
    }
    if (commit.message() instanceof PresharedCommit) {
      return preshared(commit, from, context, candidates, turn);
    }
    DhAnswer answer = dhAnswer(context, commit, null, turn);
    return answer == null
        ? refuse(BAD_PUBLIC_KEY, from)
        : ExpectDhPart2.begin(context, candidates, answer);
  }

  /**
   * The turn to answer a Commit; {@code null} when another exchange with the peer is in progress.
   *
   * @param held for other Commits on the same stream
   */
  static ExchangeTurns.@Nullable Turn turn(
      StreamContext context, AcceptableCommit commit, List<ExchangeTurns.Turn> held) {
    Zid peer = commit.peer().zid();
    for (ExchangeTurns.Turn turn : held) {
      if (turn.isFor(peer)) {
        return turn.share();
      }
    }
    // Z-4.4.1-01, Z-4.4.2-03, Z-4.2-07
    ExchangeTurns.Turn taken =
        context
            .session()
            .turns()
            .takeAsResponder(
                context.ownZid(),
                peer,
                commit.message(),
                context.config().mitm(),
                commit.peer().hello().mitm())
            .orElse(null);
    context.session().changed(); // a stream whose turn was taken steps back
    return taken;
  }

  /**
   * Answers a DH or KEM Commit that prevails over ours; our turn goes on as that of the responder.
   *
   * @return {@code null} when the turn was taken by another stream
   */
  static @Nullable Step insteadOf(
      OwnHviCommit ours,
      AcceptableCommit theirs,
      StreamContext context,
      PeerCandidates candidates) {
    if (!ours.turn().begun()) {
      return null;
    }
    ExchangeTurns.Turn turn = turn(context, theirs, List.of(ours.turn()));
    if (turn == null) {
      return null;
    }
    ours.turn().close();
    DhAnswer answer = dhAnswer(context, theirs, ours.half(), turn);
    return answer == null
        // Its public key has no fault that we see: the provider failed, and what we gave up for it
        // begins again
        ? ExpectCommit.commitOrWait(context, candidates, VoidAnswers.NONE)
        : ExpectDhPart2.begin(context, candidates, answer);
  }

  /** The exchange of a Multistream Commit; {@code null} without a session. */
  static @Nullable KeyedExchange multistream(AcceptableCommit commit, StreamContext context) {
    EstablishedSession session = context.session().established();
    if (session == null) {
      return null;
    }
    ZrtpHash hash = context.hash(commit.algorithms().hash());
    // Z-4.4.3.2-01, Z-4.4.3.2-03
    SharedSecretS0 s0 =
        SharedSecretS0.ofMultistream(hash, kdfContext(hash, commit, context), session.sessionKey());
    return keyed(commit, context, s0, SecretFacts.MULTISTREAM, null, null);
  }

  private static Step preshared(
      AcceptableCommit commit,
      StreamState from,
      StreamContext context,
      PeerCandidates candidates,
      ExchangeTurns.Turn turn) {
    KeyedExchange exchange = preshared(commit, context, turn);
    if (exchange != null) {
      return ExpectConfirm2.afterCommit(exchange, commit.octets(), candidates);
    }
    // Z-4.4.2.3-03: a DH Commit of ours, which prevails over it
    Step dh =
        context.config().passive()
            ? null
            : Initiator.commitDh(context, candidates, VoidAnswers.NONE);
    return dh != null
        ? dh
        // Z-4.4.2.3-04
        : refuse(UNKNOWN_KEY_ID, from);
  }

  /**
   * The exchange of a Preshared Commit; {@code null} when we have no such secret.
   *
   * @param turn taken over
   */
  static @Nullable KeyedExchange preshared(
      AcceptableCommit commit, StreamContext context, ExchangeTurns.Turn turn) {
    ZrtpHash hash = context.hash(commit.algorithms().hash());
    KnownSecrets known = secrets(context, commit);
    // Z-4.4.2.3-01
    PresharedKey key =
        PresharedKey.find(hash, known.own(), ((PresharedCommit) commit.message()).keyId())
            .orElse(null);
    if (key == null) {
      known.close();
      turn.close();
      return null;
    }
    SecretFacts facts = SecretFacts.of(key);
    SharedSecretS0 s0 = SharedSecretS0.ofPreshared(hash, kdfContext(hash, commit, context), key);
    return keyed(commit, context, s0, facts, known, turn);
  }

  /** Z-4.4.2.4-01, Z-4.4.2.4-02, Z-4.4.3.2-02. */
  private static KdfContext kdfContext(
      ZrtpHash hash, AcceptableCommit commit, StreamContext context) {
    return KdfContext.withoutDh(
        hash, commit.peer().zid(), context.ownZid(), context.hello(), commit.octets());
  }

  private static KeyedExchange keyed(
      AcceptableCommit commit,
      StreamContext context,
      SharedSecretS0 s0,
      SecretFacts facts,
      @Nullable KnownSecrets known,
      ExchangeTurns.@Nullable Turn turn) {
    return new KeyedExchange(
        context,
        Role.RESPONDER,
        commit.algorithms(),
        commit.peer().candidate(),
        commit.peer().chain(),
        s0,
        facts,
        known,
        turn,
        new ConfirmVerified.Unverified(ConfirmVerified.Unverified.Kind.COMMIT, commit.octets()),
        CommitContention.value(commit.message()));
  }

  /**
   * Our answer to a DH or KEM Commit; {@code null} when nothing can be encapsulated to its key,
   * which {@link AcceptableCommit} has seen no fault in: then it is the provider that fails.
   *
   * @param unseen a half of ours of which only the hash was shown; its share is used if it fits,
   *     otherwise it is wiped
   * @param turn taken over
   */
  static @Nullable DhAnswer dhAnswer(
      StreamContext context,
      AcceptableCommit commit,
      @Nullable DhHalf unseen,
      ExchangeTurns.Turn turn) {
    KeyShare share = null;
    if (unseen != null && unseen.shareFits(commit.algorithms())) {
      // Z-4.2-09: the value was promised and never shown, so it is as good as a fresh one
      share = unseen.share();
      unseen.known().close(); // srtps depends on the role, and the rest on whose Hello it was
    } else {
      if (unseen != null) {
        unseen.close();
      }
      share = freshShare(context, commit);
    }
    if (share == null) {
      turn.close();
      return null;
    }
    KnownSecrets known = secrets(context, commit);
    return new DhAnswer(
        commit, DhHalf.ofResponder(context, commit.algorithms(), share, known), turn);
  }

  private static @Nullable KeyShare freshShare(StreamContext context, AcceptableCommit commit) {
    NegotiatedAlgorithms algorithms = commit.algorithms();
    if (!(commit.message() instanceof KemCommit kem)) {
      return DhHalf.freshShare(context, algorithms);
    }
    // Z-KEM-06: a secret of its own for each Commit
    return context
                .session()
                .random()
                .encapsulate(algorithms.keyAgreement(), algorithms.hash(), kem.publicKey())
            instanceof EncapsulationOutcome.Encapsulated encapsulated
        ? encapsulated.share()
        : null;
  }

  private static KnownSecrets secrets(StreamContext context, AcceptableCommit commit) {
    return context.secretsFor(commit.peer().zid(), Role.RESPONDER, commit.algorithms().hash());
  }

  private static Step refuse(Check.Refused<AcceptableCommit> refused, StreamState from) {
    // The rest is refused in silence: it cannot be the word of a peer that keeps to the protocol.
    // In other states the peer is told too, for it repeats its Commit
    return refused.suspicion() != null
            && refused.reason() != IgnoredReason.WRONG_MESSAGE_MAC
            && from instanceof ExpectCommit waiting
        ? waiting.refuse(refused)
        : Step.refused(from, refused);
  }
}
