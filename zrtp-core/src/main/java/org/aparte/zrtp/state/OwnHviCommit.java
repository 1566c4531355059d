package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.crypto.HashCommitment;
import org.aparte.zrtp.message.ChosenAlgorithms;
import org.aparte.zrtp.message.DhCommit;
import org.aparte.zrtp.message.HviCommit;
import org.aparte.zrtp.message.KemCommit;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.message.MacProtected;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.Zid;

/**
 * A Commit of ours for DH or KEM mode, with the DHPart2 that it promises, made for one Hello (RFC
 * 6189 section 4.4.1.1). Owns our half of the exchange and the turn.
 */
final class OwnHviCommit implements AutoCloseable {

  private final PeerCandidate peer;
  private final NegotiatedAlgorithms algorithms;
  private final DhHalf half;
  private final HviCommit commit;
  private final Octets octets;
  private final ExchangeTurns.Turn turn;

  /**
   * Makes the Commit.
   *
   * @param turn taken over
   */
  OwnHviCommit(
      StreamContext context,
      PeerCandidate peer,
      NegotiatedAlgorithms algorithms,
      ExchangeTurns.Turn turn) {
    this.peer = peer;
    this.algorithms = algorithms;
    this.turn = turn;
    // Z-4.4.1.1-08: DHPart2 is final, its MAC included, before Commit is made
    this.half =
        DhHalf.ofInitiator(
            context, algorithms, context.secretsFor(peer.zid(), Role.INITIATOR, algorithms.hash()));
    // Z-4.4.1.1-06
    Octets hvi = HashCommitment.hvi(context.hash(algorithms.hash()), half.dhPart(), peer.octets());
    HviCommit unsealed = unsealed(context, hvi);
    // Z-5.4-05
    Octets mac = context.chain().commitMac(MacProtected.octetsUnderMac(unsealed.write()));
    this.commit = unsealed.withMac(Mac64.leftmostOf(mac.toArray()));
    this.octets = commit.write();
    turn.committed(commit);
  }

  /** Z-KEM-02: in KEM mode with the public key, which total_hash covers. */
  private HviCommit unsealed(StreamContext context, Octets hvi) {
    Octets h2 = context.chain().h2();
    Zid zid = context.ownZid(); // Z-5.4-04
    ChosenAlgorithms codes = AlgorithmChoice.codes(algorithms);
    return algorithms.keyAgreement().isKem()
        ? new KemCommit(h2, zid, codes, hvi, half.share().publicValue(), Mac64.PENDING)
        : new DhCommit(h2, zid, codes, hvi, Mac64.PENDING);
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

  HviCommit message() {
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
