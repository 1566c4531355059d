package org.aparte.zrtp.state;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.AgreementOutcome;
import org.aparte.zrtp.crypto.HashCommitment;
import org.aparte.zrtp.crypto.HashCommitment.CommitmentVerified;
import org.aparte.zrtp.crypto.PeerHashChain.Link;
import org.aparte.zrtp.crypto.PeerHashChain.MacVerdict;
import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.DhPart2;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.HviCommit;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.model.ZrtpWarning;
import org.jspecify.annotations.Nullable;

/**
 * Our DHPart1 is sent. Timer: the peer's silence. Owns our answers.
 *
 * <p>There may be several answers, one for each Commit with another content: a Commit's MAC can be
 * checked only when DHPart2 shows H1, and until then any of them may be the peer's, who may also
 * have begun again; and a stranger can have sent a Hello and a Commit of its own. DHPart2 decides.
 */
final class ExpectDhPart2 implements StreamState {

  /** Z-6-18. */
  static final long SILENCE_MILLIS = 10_000;

  private final StreamContext context;
  private final PeerCandidates candidates;
  private final List<DhAnswer> answers;

  private ExpectDhPart2(StreamContext context, PeerCandidates candidates, List<DhAnswer> answers) {
    this.context = context;
    this.candidates = candidates;
    this.answers = answers;
  }

  /** Sends DHPart1 (Z-5.5-01). */
  static Step begin(StreamContext context, PeerCandidates candidates, DhAnswer answer) {
    return Step.to(new ExpectDhPart2(context, candidates, List.of(answer)))
        .send(answer.half().dhPart())
        .arm(Timer.waiting(SILENCE_MILLIS));
  }

  @Override
  public StreamPhase phase() {
    return StreamPhase.KEY_AGREEMENT; // Z-4-08
  }

  @Override
  public Step onHello(Received<Hello> hello) {
    if (HelloCheck.check(context, hello) instanceof Check.Refused<Received<Hello>> refused) {
      return Step.refused(this, refused);
    }
    // The Commit may have been that of a stranger, and the peer only come now
    return Step.to(new ExpectDhPart2(context, candidates.heard(context, hello), answers))
        .keepTimer()
        .send(new HelloAck());
  }

  @Override
  public Step onHelloAck() {
    return Step.stay(this); // late
  }

  @Override
  public Step onCommit(Received<Commit> commit) {
    for (DhAnswer answer : answers) {
      if (answer.commit().octets().equals(commit.octets())) {
        // Z-6-01, Z-6-08: our DHPart1 was lost, or is on its way
        return Step.stay(this).send(answer.half().dhPart()).arm(Timer.waiting(SILENCE_MILLIS));
      }
    }
    Check<AcceptableCommit> check = AcceptableCommit.check(context, candidates, commit);
    if (check instanceof Check.Refused<AcceptableCommit> refused) {
      return Step.refused(this, refused);
    }
    AcceptableCommit acceptable = ((Check.Passed<AcceptableCommit>) check).proof();
    if (!(acceptable.message() instanceof HviCommit)) {
      return Step.ignored(this, IgnoredReason.WRONG_MODE);
    }
    if (!AnswerLimits.allow(
        answers.stream()
            .map(answer -> answer.commit().peer().helloOctets())
            .collect(Collectors.toList()),
        acceptable.peer().helloOctets())) {
      return Step.ignored(this, IgnoredReason.TOO_MANY_COMMITS);
    }
    ExchangeTurns.Turn turn =
        Answer.turn(
            context, acceptable, answers.stream().map(DhAnswer::turn).collect(Collectors.toList()));
    if (turn == null) {
      return Step.ignored(this, IgnoredReason.OTHER_EXCHANGE_IN_PROGRESS);
    }
    DhAnswer answer = Answer.dhAnswer(context, acceptable, null, turn);
    if (answer == null) {
      return Step.refused(this, Answer.BAD_PUBLIC_KEY);
    }
    List<DhAnswer> more = new ArrayList<>(answers);
    more.add(answer);
    return Step.to(new ExpectDhPart2(context, candidates, List.copyOf(more)))
        .send(answer.half().dhPart())
        .arm(Timer.waiting(SILENCE_MILLIS));
  }

  @Override
  public Step onDhPart2(Received<DhPart2> dhPart2) {
    Check.Refused<Promised> refusal = Check.refused(IgnoredReason.WRONG_HASH_PREIMAGE);
    for (DhAnswer answer : answers) {
      Check<Promised> check = promised(answer, dhPart2);
      if (check instanceof Check.Passed<Promised> passed) {
        return agree(passed.proof(), dhPart2);
      }
      refusal = (Check.Refused<Promised>) check;
    }
    return Step.refused(this, refusal);
  }

  /** The answer that a DHPart2 belongs to, with the proofs that it does. */
  private record Promised(DhAnswer answer, ProvenPeer peer, CommitmentVerified proof) {}

  private Check<Promised> promised(DhAnswer answer, Received<DhPart2> dhPart2) {
    // Z-9-05, Z-9-06
    Check<ProvenPeer> chain = answer.commit().peer().with(Link.H1, dhPart2.message().h1());
    if (chain instanceof Check.Refused<ProvenPeer> refused) {
      return refused.of();
    }
    ProvenPeer peer = ((Check.Passed<ProvenPeer>) chain).proof();
    // Z-8.1.1-02: the Commit was not the one that the owner of the chain sent. That may be the
    // forgery of somebody who saw the real one; another of our answers may be for that
    if (peer.chain().commitMac(answer.commit().octets()) != MacVerdict.FITS) {
      return ProvenPeer.wrongMac();
    }
    // Z-4.4.1.2-07, Z-4.4.1.2-08: H1 is public by now, so anybody may have sent another DHPart2,
    // and
    // the promised one may follow. When it does not, a man in the middle is the reason given
    Octets ownHello = context.hello();
    return HashCommitment.verify(
            context.hash(answer.commit().algorithms().hash()),
            answer.hvi(),
            dhPart2.octets(),
            ownHello)
        .map(proof -> Check.passed(new Promised(answer, peer, proof)))
        .orElseGet(() ->
            Check.refused(
                IgnoredReason.HVI_MISMATCH, ZrtpFailure.HVI_MISMATCH, ZrtpWarning.HVI_MISMATCH));
  }

  private Step agree(Promised promised, Received<DhPart2> dhPart2) {
    DhAnswer answer = promised.answer();
    AgreementOutcome outcome = answer.half().share().agree(dhPart2.message().publicValue());
    if (outcome instanceof AgreementOutcome.Refused) {
      // Z-4.4.1.2-04, Z-4.4.1.2-05, Z-4.4.1.2-06, Z-KEM-04: Commit promised this very value, or a
      // nonce
      // that is none, under a MAC that
      // nobody else could make, so the peer sent it
      return Step.fail(context, ZrtpFailure.BAD_PUBLIC_VALUE);
    }
    SecretBytes dhResult = ((AgreementOutcome.Agreed) outcome).dhResult();
    KeyedExchange exchange =
        KeyedExchange.ofDh(
            context,
            Role.RESPONDER,
            answer.commit().algorithms(),
            promised.peer(),
            answer.half(),
            dhResult,
            answer.commit().octets(),
            promised.proof().dhPart2(),
            dhPart2.message(),
            answer.turn());
    for (DhAnswer other : answers) {
      if (!other.commit().octets().equals(answer.commit().octets())) {
        other.close();
      }
    }
    return ExpectConfirm2.afterDhPart2(exchange, dhPart2.octets());
  }

  @Override
  public Step onExhausted(@Nullable ZrtpFailure suspicion) {
    return Step.fail(context, suspicion == null ? ZrtpFailure.PEER_SILENT : suspicion);
  }

  @Override
  public void close() {
    answers.forEach(DhAnswer::close);
  }
}
