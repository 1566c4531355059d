package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.crypto.PeerHashChain;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.model.ZrtpWarning;

/**
 * Proof that a message comes from the maker of a Hello: its link of the hash chain leads to the H3
 * of that Hello, whose MAC fits under the H2 so found (RFC 6189 sections 8.1.1, 9).
 *
 * <p>The maker of the Hello: an attacker in the middle makes its own. And a link is known to all
 * once it was shown.
 */
final class ProvenPeer {

  private final PeerCandidate candidate;
  private final PeerHashChain chain;

  private ProvenPeer(PeerCandidate candidate, PeerHashChain chain) {
    this.candidate = candidate;
    this.chain = chain;
  }

  /** Judges the link that a message shows. */
  static Check<ProvenPeer> by(PeerCandidate candidate, PeerHashChain.Link link, Octets value) {
    return by(candidate, candidate.chain(), link, value);
  }

  /** Judges the link that a later message shows. */
  Check<ProvenPeer> with(PeerHashChain.Link link, Octets value) {
    return by(candidate, chain, link, value);
  }

  /**
   * Judges the link that a message shows.
   *
   * @param known what earlier messages showed of the chain of this candidate
   */
  static Check<ProvenPeer> by(
      PeerCandidate candidate, PeerHashChain known, PeerHashChain.Link link, Octets value) {
    // Z-9-05, Z-9-06: a message with a wrong preimage is not used. Z-9-09, Z-9-10: whichever link
    // comes, those towards H3 follow from it
    PeerHashChain chain = known.with(link, value).orElse(null);
    if (chain == null) {
      return Check.refused(IgnoredReason.WRONG_HASH_PREIMAGE);
    }
    // Z-8.1.1-02, Z-8.1.1-03: not the Hello that the owner of the chain sent. It may be the forgery
    // of a bystander who saw the real one, so it ends nothing: the real one may be known too
    if (chain.helloMac(candidate.octets()) != PeerHashChain.MacVerdict.FITS) {
      return wrongMac();
    }
    return Check.passed(new ProvenPeer(candidate, chain));
  }

  static <T> Check<T> wrongMac() {
    // Z-8.1.1-04: told at once, and the reason given when the exchange does not complete
    return Check.refused(
        IgnoredReason.WRONG_MESSAGE_MAC,
        ZrtpFailure.MESSAGE_MAC_MISMATCH,
        ZrtpWarning.MESSAGE_MAC_MISMATCH);
  }

  PeerHashChain chain() {
    return chain;
  }

  PeerCandidate candidate() {
    return candidate;
  }

  Hello hello() {
    return candidate.hello().message();
  }

  Octets helloOctets() {
    return candidate.octets();
  }

  Zid zid() {
    return candidate.zid();
  }

  Octets h3() {
    return hello().h3();
  }
}
