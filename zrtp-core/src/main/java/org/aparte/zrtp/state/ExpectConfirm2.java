package org.aparte.zrtp.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.Confirm2;
import org.aparte.zrtp.message.DhPart2;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.HviCommit;
import org.aparte.zrtp.message.MultistreamCommit;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpFailure;
import org.jspecify.annotations.Nullable;

/**
 * Our Confirm1 is sent, and we have the keys, though the peer has confirmed none of them yet
 * (Z-4-09). Timer: the peer's silence. Owns our answers.
 *
 * <p>After a DHPart2 that kept its promise there is one answer. Where no DHPart follows Commit
 * there may be several, as in {@link ExpectDhPart2}, without any public-key operation. Confirm2
 * decides.
 */
final class ExpectConfirm2 implements StreamState {

  private final StreamContext context;
  private final @Nullable PeerCandidates candidates;
  private final List<KeyedAnswer> answers;

  private ExpectConfirm2(
      StreamContext context, @Nullable PeerCandidates candidates, List<KeyedAnswer> answers) {
    this.context = context;
    this.candidates = candidates;
    this.answers = answers;
  }

  /** Answers DHPart2: there is no other exchange any more. */
  static Step afterDhPart2(KeyedExchange exchange, Octets dhPart2) {
    return begin(exchange.context(), null, List.of(), KeyedAnswer.to(exchange, dhPart2));
  }

  /**
   * Answers a Commit that no DHPart follows.
   *
   * @param candidates whose Commit another one may be
   */
  static Step afterCommit(KeyedExchange exchange, Octets commit, PeerCandidates candidates) {
    return begin(exchange.context(), candidates, List.of(), KeyedAnswer.to(exchange, commit));
  }

  /** Sends Confirm1 (Z-5.7-01). */
  private static Step begin(
      StreamContext context,
      @Nullable PeerCandidates candidates,
      List<KeyedAnswer> before,
      KeyedAnswer answer) {
    List<KeyedAnswer> answers = new ArrayList<>(before);
    answers.add(answer);
    return Step.to(new ExpectConfirm2(context, candidates, List.copyOf(answers)))
        .send(answer.confirm1().message())
        .arm(Timer.waiting(ExpectDhPart2.SILENCE_MILLIS))
        .tellAll(answer.confirm1().warnings());
  }

  @Override
  public StreamPhase phase() {
    return StreamPhase.KEY_AGREEMENT;
  }

  @Override
  public Step onHello(Received<Hello> hello) {
    if (candidates == null) {
      return Step.stay(this).send(new HelloAck()); // Z-5.3-01
    }
    if (HelloCheck.check(context, hello) instanceof Check.Refused<Received<Hello>> refused) {
      return Step.refused(this, refused);
    }
    return Step.to(new ExpectConfirm2(context, candidates.heard(context, hello), answers))
        .keepTimer()
        .send(new HelloAck());
  }

  @Override
  public Step onCommit(Received<Commit> commit) {
    KeyedAnswer before = answerTo(commit.octets());
    if (before != null) {
      return again(before);
    }
    if (candidates == null) {
      return Step.ignored(this, IgnoredReason.UNEXPECTED_MESSAGE);
    }
    Check<AcceptableCommit> check = AcceptableCommit.check(context, candidates, commit);
    if (check instanceof Check.Refused<AcceptableCommit> refused) {
      return Step.refused(this, refused);
    }
    AcceptableCommit acceptable = ((Check.Passed<AcceptableCommit>) check).proof();
    Check.Refused<AcceptableCommit> refusal = Answer.refusal(context, acceptable);
    if (refusal != null) {
      return Step.refused(this, refusal);
    }
    if (acceptable.message() instanceof HviCommit) {
      return Step.ignored(this, IgnoredReason.WRONG_MODE);
    }
    if (!AnswerLimits.allow(
        answers.stream()
            .map(answer -> answer.exchange().peer().octets())
            .collect(Collectors.toList()),
        acceptable.peer().helloOctets())) {
      return Step.ignored(this, IgnoredReason.TOO_MANY_COMMITS);
    }
    return alsoAnswer(acceptable, candidates);
  }

  private Step alsoAnswer(AcceptableCommit commit, PeerCandidates heard) {
    KeyedExchange exchange;
    if (commit.message() instanceof MultistreamCommit) {
      exchange = Answer.multistream(commit, context);
    } else {
      List<ExchangeTurns.Turn> held =
          answers.stream()
              .map(answer -> answer.exchange().turn())
              .filter(Objects::nonNull)
              .collect(Collectors.toList());
      ExchangeTurns.Turn turn = Answer.turn(context, commit, held);
      if (turn == null) {
        return Step.ignored(this, IgnoredReason.OTHER_EXCHANGE_IN_PROGRESS);
      }
      exchange = Answer.preshared(commit, context, turn);
    }
    return exchange == null
        ? Step.refused(this, Answer.UNKNOWN_KEY_ID)
        : begin(context, heard, answers, KeyedAnswer.to(exchange, commit.octets()));
  }

  @Override
  public Step onDhPart2(Received<DhPart2> dhPart2) {
    KeyedAnswer before = answerTo(dhPart2.octets());
    return before == null ? Step.ignored(this, IgnoredReason.UNEXPECTED_MESSAGE) : again(before);
  }

  private @Nullable KeyedAnswer answerTo(Octets request) {
    for (KeyedAnswer answer : answers) {
      if (answer.request().equals(request)) {
        return answer;
      }
    }
    return null;
  }

  /** Z-6-01, Z-6-08: our Confirm1 was lost, or is on its way. */
  private Step again(KeyedAnswer answer) {
    return Step.stay(this)
        .send(answer.confirm1().message())
        .arm(Timer.waiting(ExpectDhPart2.SILENCE_MILLIS));
  }

  @Override
  public Step onConfirm2(Received<Confirm2> confirm2) {
    Step refused = Step.ignored(this, IgnoredReason.WRONG_CONFIRM_MAC);
    for (KeyedAnswer answer : answers) {
      ConfirmVerified.Verdict verdict = answer.judge(confirm2);
      if (verdict.proof() != null) {
        answers.stream().filter(other -> !other.equals(answer)).forEach(KeyedAnswer::close);
        return answer.secured(verdict.proof(), confirm2);
      }
      if (verdict.refusal() == null) {
        return fail(verdict.failure());
      }
      refused = Step.refused(this, verdict.refusal());
    }
    return refused;
  }

  @Override
  public Step onExhausted(@Nullable ZrtpFailure suspicion) {
    return fail(suspicion); // Z-6-18
  }

  private Step fail(@Nullable ZrtpFailure failure) {
    return Step.fail(context, failure == null ? ZrtpFailure.PEER_SILENT : failure);
  }

  @Override
  public void close() {
    answers.forEach(KeyedAnswer::close);
  }
}
