package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.crypto.HashCommitment;
import org.aparte.zrtp.message.DhCommit;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.message.MacProtected;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.Role;

/**
 * A Commit of ours for DH mode, with the DHPart2 that it promises, made for one Hello (RFC 6189
 * section 4.4.1.1). Owns our half of the exchange and the turn.
 */
final class OwnDhCommit implements AutoCloseable {

  private final PeerCandidate peer;
  private final NegotiatedAlgorithms algorithms;
  private final DhHalf half;
  private final DhCommit commit;
  private final Octets octets;
  private final ExchangeTurns.Turn turn;

  /**
   * Makes the Commit.
   *
   * @param turn taken over
   */
  OwnDhCommit(
      StreamContext context,
      PeerCandidate peer,
      NegotiatedAlgorithms algorithms,
      ExchangeTurns.Turn turn) {
    this.peer = peer;
    this.algorithms = algorithms;
    this.turn = turn;
    // Z-4.4.1.1-08: DHPart2 is final, its MAC included, before Commit is made
    this.half =
        DhHalf.of(
            context,
            Role.INITIATOR,
            algorithms,
            DhHalf.freshShare(context, algorithms),
            context.secretsFor(peer.zid(), Role.INITIATOR, algorithms.hash()));
    // Z-4.4.1.1-06
    Octets hvi = HashCommitment.hvi(context.hash(algorithms.hash()), half.dhPart(), peer.octets());
    DhCommit unsealed =
        new DhCommit(
            context.chain().h2(),
            context.ownZid(), // Z-5.4-04
            AlgorithmChoice.codes(algorithms),
            hvi,
            Mac64.PENDING);
    // Z-5.4-05
    Octets mac = context.chain().commitMac(MacProtected.octetsUnderMac(unsealed.write()));
    this.commit = unsealed.withMac(Mac64.leftmostOf(mac.toArray()));
    this.octets = commit.write();
    turn.committed(commit);
  }

  PeerCandidate peer() {
    return peer;
  }

  NegotiatedAlgorithms algorithms() {
    return algorithms;
  }

  DhHalf half() {
    return half;
  }

  DhCommit message() {
    return commit;
  }

  Octets octets() {
    return octets;
  }

  ExchangeTurns.Turn turn() {
    return turn;
  }

  @Override
  public void close() {
    half.close();
    turn.close();
  }
}
