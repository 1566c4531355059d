package org.aparte.zrtp.state;

import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.jspecify.annotations.Nullable;

/** What makes us the initiator: choosing the mode and sending Commit (RFC 6189 section 4.2). */
final class Initiator {

  private Initiator() {}

  /**
   * Commits to the Hello heard last.
   *
   * @param restarts how often this stream committed to another Hello before
   * @return {@code null} when it is not the time: there is no Hello that may be the peer's, or
   *     another exchange with the peer is in progress
   */
  static @Nullable Step commit(StreamContext context, PeerCandidates candidates, int restarts) {
    // Z-8.1-03: signaling may have named the Hello since it came
    PeerCandidates expected =
        candidates.onlyThose(candidate -> context.mayBeExpected(candidate.octets()));
    if (expected.isEmpty()) {
      return null;
    }
    PeerCandidate peer = expected.latest();
    AlgorithmChoice choice =
        new AlgorithmChoice(context.config(), peer.hello().message().offered());
    // Z-4.4.3-04: what is not the first stream does no DH
    if (context.session().established() != null) {
      return null;
    }
    KeyAgreementType keyAgreement = choice.keyAgreement();
    NegotiatedAlgorithms algorithms = choice.choose(keyAgreement);
    // Z-4.4.1-01
    ExchangeTurns.Turn turn =
        context.session().turns().takeAsInitiator(context.ownZid(), peer.zid()).orElse(null);
    if (turn == null) {
      return null;
    }
    return ExpectDhPart1.begin(
        context, expected, new OwnDhCommit(context, peer, algorithms, turn), restarts);
  }
}
