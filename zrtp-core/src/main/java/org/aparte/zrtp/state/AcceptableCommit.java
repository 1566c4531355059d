package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.crypto.KeyEncapsulation;
import org.aparte.zrtp.crypto.PeerHashChain.Link;
import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.KemCommit;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.NegotiatedAlgorithms;

/**
 * Proof that a Commit comes from the maker of a Hello, names its ZID, and chooses what both sides
 * offered. Its MAC is checked when H1 is shown: until then another Commit may prove to be the right
 * one.
 */
final class AcceptableCommit {

  private final Received<Commit> commit;
  private final ProvenPeer peer;
  private final NegotiatedAlgorithms algorithms;

  private AcceptableCommit(
      Received<Commit> commit, ProvenPeer peer, NegotiatedAlgorithms algorithms) {
    this.commit = commit;
    this.peer = peer;
    this.algorithms = algorithms;
  }

  static Check<AcceptableCommit> check(
      StreamContext context, PeerCandidates candidates, Received<Commit> commit) {
    // Z-9-05: H2 first, since it costs three hashes and stops all strangers
    Check<ProvenPeer> proven = candidates.provenBy(Link.H2, commit.message().h2());
    if (proven instanceof Check.Refused<ProvenPeer> refused) {
      return refused.of();
    }
    ProvenPeer peer = ((Check.Passed<ProvenPeer>) proven).proof();
    // Z-5.4-04: an attacker who forged the Hello would have to name its ZID in Commit, which
    // total_hash covers
    if (!commit.message().zid().equals(peer.zid())) {
      return Check.refused(IgnoredReason.ZID_MISMATCH);
    }
    Check<NegotiatedAlgorithms> algorithms =
        new AlgorithmChoice(context.config(), peer.hello().offered())
            .judge(commit.message().algorithms());
    if (algorithms instanceof Check.Refused<NegotiatedAlgorithms> refused) {
      return refused.of();
    }
    NegotiatedAlgorithms chosen = ((Check.Passed<NegotiatedAlgorithms>) algorithms).proof();
    // Z-KEM-07: before anything is given up for such a Commit, or computed. A bystander who saw H2
    // can send it, so it ends nothing
    if (commit.message() instanceof KemCommit kem
        && KeyEncapsulation.of(chosen.keyAgreement(), chosen.hash(), context.session().providers())
            .faultOf(kem.publicKey())
            .isPresent()) {
      return Answer.BAD_PUBLIC_KEY;
    }
    return Check.passed(new AcceptableCommit(commit, peer, chosen));
  }

  Commit message() {
    return commit.message();
  }

  Octets octets() {
    return commit.octets();
  }

  ProvenPeer peer() {
    return peer;
  }

  NegotiatedAlgorithms algorithms() {
    return algorithms;
  }
}
