package org.aparte.zrtp.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.crypto.RandomSource;
import org.aparte.zrtp.message.DhPart1;
import org.aparte.zrtp.message.DhPart2;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.HviCommit;
import org.aparte.zrtp.message.KemCommit;
import org.aparte.zrtp.message.MessageParser;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.message.ZrtpMessage;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.UnexpectedKeyAgreement;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.scenario.SeededRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two Commits that cross with whatever key agreements. Two engines that keep to the rule commit to
 * the same one, so here the states are brought to it by hand.
 */
class UnequalCommitsTest {

  private static final CryptoProviders PROVIDERS = CryptoProviders.standard();

  /** One end: a state, and what it sent and told. */
  private static final class End {

    private final StreamContext context;
    private final Deque<Octets> outbox = new ArrayDeque<>();
    private final List<ZrtpMessage> sent = new ArrayList<>();
    private final List<ZrtpEvent> events = new ArrayList<>();
    private StreamState state;

    End(ZrtpConfig config, long seed) {
      RandomSource random = RandomSource.of(PROVIDERS, new SeededRandom(seed));
      Zid zid = Zid.random(new SeededRandom(~seed));
      context =
          new StreamContext(
              new SessionContext(
                  config, zid, zid, null, PROVIDERS, random, () -> 1_000_000, new ExchangeTurns()));
      state = new Idle(context);
    }

    void commit(KeyAgreementType type, End peer) {
      PeerCandidates candidates =
          PeerCandidates.NONE.heard(
              context, new Received<>(peer.context.hello(), (Hello) message(peer.context.hello())));
      PeerCandidate candidate = candidates.latest();
      AlgorithmChoice choice =
          new AlgorithmChoice(context.config(), candidate.hello().message().offered());
      ExchangeTurns.Turn turn =
          context
              .session()
              .turns()
              .takeAsInitiator(context.ownZid(), candidate.zid())
              .orElseThrow();
      OwnHviCommit commit = new OwnHviCommit(context, candidate, choice.choose(type), turn);
      apply(ExpectDhPart1.begin(context, candidates, commit, VoidAnswers.NONE));
    }

    private void apply(Step step) {
      if (step.abandons()) {
        state.close();
      }
      state = step.next();
      step.send().forEach(octets -> sent.add(message(octets)));
      outbox.addAll(step.send());
      events.addAll(step.events());
    }

    void receiveFrom(End peer) {
      Octets octets = peer.outbox.poll();
      if (octets != null) {
        apply(state.on((Received<?>) MessageParser.parse(octets)));
      }
    }

    <T> Optional<T> sent(Class<T> type) {
      return sent.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    ZrtpEvent.Secure secure() {
      return events.stream()
          .filter(ZrtpEvent.Secure.class::isInstance)
          .map(ZrtpEvent.Secure.class::cast)
          .findFirst()
          .orElseThrow(() -> new AssertionError(state + " after " + events));
    }
  }

  private static ZrtpMessage message(Octets octets) {
    return ((Received<?>) MessageParser.parse(octets)).message();
  }

  static Stream<KeyAgreementType> withDhParts() {
    return Stream.of(KeyAgreementType.values()).filter(KeyAgreementType::hasDhParts);
  }

  /** For every other type, each side winning once at least. */
  @ParameterizedTest
  @MethodSource("withDhParts")
  @Requirement({"Z-KEM-13", "Z-KEM-06", "Z-4.2-04"})
  void theCommitWithTheLargerHviPrevailsAndTheOtherSideAnswersIt(KeyAgreementType type) {
    for (KeyAgreementType other : withDhParts().toList()) {
      boolean won = false;
      boolean lost = false;
      for (long seed = 1; !(won && lost); seed++) {
        assertThat(seed).as("both ends prevail within a hundred runs").isLessThan(100);
        if (run(type, other, seed)) {
          won = true;
        } else {
          lost = true;
        }
      }
    }
  }

  /** Whether the first end prevailed. */
  private static boolean run(KeyAgreementType type, KeyAgreementType other, long seed) {
    ZrtpConfig config =
        ZrtpConfig.builder()
            .hashes(HashType.S384, HashType.S256)
            .keyAgreements(
                type == other
                    ? new KeyAgreementType[] {type}
                    : new KeyAgreementType[] {type, other})
            .unexpectedKeyAgreement(UnexpectedKeyAgreement.ACCEPT)
            .build();
    End one = new End(config, 2 * seed);
    End two = new End(config, 2 * seed + 1);
    one.commit(type, two);
    two.commit(other, one);
    HviCommit commitOfOne = one.sent(HviCommit.class).orElseThrow();
    HviCommit commitOfTwo = two.sent(HviCommit.class).orElseThrow();
    for (int i = 0; i < 10; i++) {
      one.receiveFrom(two);
      two.receiveFrom(one);
    }

    boolean oneIsLarger = commitOfOne.hvi().toString().compareTo(commitOfTwo.hvi().toString()) > 0;
    End winner = oneIsLarger ? one : two;
    End loser = oneIsLarger ? two : one;
    assertThat(winner.secure().role()).isEqualTo(Role.INITIATOR);
    assertThat(loser.secure().role()).isEqualTo(Role.RESPONDER);
    assertThat(winner.secure().sas()).isEqualTo(loser.secure().sas());
    for (End end : List.of(one, two)) {
      assertThat(end.secure().algorithms().keyAgreement()).isEqualTo(oneIsLarger ? type : other);
    }
    // What the loser committed to is not shown, but where it was a public value of the same group
    assertThat(loser.sent(DhPart2.class)).isEmpty();
    loser
        .sent(KemCommit.class)
        .ifPresent(commit ->
            assertThat(loser.sent(DhPart1.class).orElseThrow().publicValue())
                .isNotEqualTo(commit.publicKey()));
    assertThat(loser.sent(DhPart1.class).orElseThrow().h1()).isEqualTo(loser.context.chain().h1());
    return oneIsLarger;
  }
}
