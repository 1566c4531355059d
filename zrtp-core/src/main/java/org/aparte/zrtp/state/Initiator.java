package org.aparte.zrtp.state;

import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.ZidRecord;
import org.jspecify.annotations.Nullable;

/** What makes us the initiator: choosing the mode and sending Commit (RFC 6189 section 4.2). */
final class Initiator {

  private Initiator() {}

  /**
   * Commits to the Hello heard last: in Multistream mode when the call has a secure stream, in
   * Preshared mode when that is preferred and possible, else in DH mode.
   *
   * @param before what answered Commits of this stream to other Hellos
   * @return {@code null} when it is not the time: there is no Hello that may be the peer's, another
   *     exchange with the peer is in progress, or the peer does not have Multistream
   */
  static @Nullable Step commit(
      StreamContext context, PeerCandidates candidates, VoidAnswers before) {
    // Z-8.1-03: signaling may have named the Hello since it came
    PeerCandidates expected =
        candidates.onlyThose(candidate -> context.mayBeExpected(candidate.octets()));
    if (expected.isEmpty()) {
      return null;
    }
    PeerCandidate peer = expected.latest();
    AlgorithmChoice choice = choice(context, peer);
    EstablishedSession session = context.session().established();
    if (session != null) {
      // Z-4.4.2-02, Z-4.4.3-04, Z-4.4.3-06
      return choice.has(KeyAgreementType.MULT)
          ? ExpectConfirm1WithoutDh.begin(
              context,
              expected,
              OwnNonceCommit.multistream(
                  context, choice.chooseForMultistream(session.algorithms())))
          : null;
    }
    // A PBX answers Preshared with its own ideas (Z-4.2-03), and s3 is what one wants to know of it
    if (context.config().preferPreshared()
        && choice.has(KeyAgreementType.PRSH)
        && !peer.hello().message().mitm()) {
      NegotiatedAlgorithms algorithms = choice.choose(KeyAgreementType.PRSH);
      KnownSecrets known = context.secretsFor(peer.zid(), Role.INITIATOR, algorithms.hash());
      if (isFitForPreshared(known.record())) {
        return commitPreshared(context, expected, algorithms, known);
      }
      known.close();
    }
    return commitDh(context, expected, before);
  }

  /**
   * Commits in DH mode to the Hello heard last.
   *
   * @return {@code null} when another exchange with the peer is in progress
   */
  static @Nullable Step commitDh(
      StreamContext context, PeerCandidates candidates, VoidAnswers before) {
    PeerCandidate peer = candidates.latest();
    AlgorithmChoice choice = choice(context, peer);
    NegotiatedAlgorithms algorithms = choice.choose(choice.keyAgreement());
    ExchangeTurns.Turn turn = turn(context, peer);
    return turn == null
        ? null
        : ExpectDhPart1.begin(
            context, candidates, new OwnHviCommit(context, peer, algorithms, turn), before);
  }

  private static @Nullable Step commitPreshared(
      StreamContext context,
      PeerCandidates candidates,
      NegotiatedAlgorithms algorithms,
      KnownSecrets known) {
    ExchangeTurns.Turn turn = turn(context, candidates.latest());
    if (turn == null) {
      known.close();
      return null;
    }
    return ExpectConfirm1WithoutDh.begin(
        context, candidates, OwnNonceCommit.preshared(context, algorithms, known, turn));
  }

  /** Z-4.4.2.2-02, Z-4.4.2.1-03: there is an rs1, of a lineage whose SAS was compared. */
  private static boolean isFitForPreshared(@Nullable ZidRecord record) {
    return record != null && record.rs1() != null && record.sasVerified();
  }

  private static AlgorithmChoice choice(StreamContext context, PeerCandidate peer) {
    return new AlgorithmChoice(context.config(), peer.hello().message().offered());
  }

  /** Z-4.4.1-01, Z-4.4.2-03. */
  private static ExchangeTurns.@Nullable Turn turn(StreamContext context, PeerCandidate peer) {
    return context.session().turns().takeAsInitiator(context.ownZid(), peer.zid()).orElse(null);
  }
}
