package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.crypto.ConfirmSeal;
import org.aparte.zrtp.crypto.PeerHashChain.Link;
import org.aparte.zrtp.crypto.PeerHashChain.MacVerdict;
import org.aparte.zrtp.message.ConfirmPlaintext;
import org.aparte.zrtp.message.ParsedPlaintext;
import org.aparte.zrtp.message.SealedPart;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.model.ZrtpWarning;
import org.jspecify.annotations.Nullable;

/**
 * Proof that the peer has the keys of an exchange, and is the one whose messages led to them: its
 * Confirm opened under the keys, its H0 leads to its Hello, and the MAC of its last message fits
 * (RFC 6189 sections 4.6, 8.1.1, 9).
 */
final class ConfirmVerified {

  private final ConfirmPlaintext content;

  /**
   * A message of the peer's whose MAC is still to be checked.
   *
   * @param kind names the link that is its key: H0, H1 or H2
   */
  record Unverified(Kind kind, Octets message) {

    /** The messages that carry such a MAC. */
    enum Kind {
      /** DHPart1 or DHPart2, under H0. */
      DH_PART,
      /** The Commit of an initiator that sends no DHPart, under H1. */
      COMMIT,
      /** The Hello of a responder that sends no DHPart, under H2. */
      HELLO
    }
  }

  private ConfirmVerified(ConfirmPlaintext content) {
    this.content = content;
  }

  /** The result of looking at a Confirm: a proof, a reason to ignore it, or a failure. */
  record Verdict(
      @Nullable ConfirmVerified proof,
      Check.@Nullable Refused<ConfirmVerified> refusal,
      @Nullable ZrtpFailure failure) {}

  static Verdict verify(KeyedExchange exchange, Octets message, SealedPart sealed) {
    Role sender = exchange.role().other();
    // Z-4.6-05: the MAC first. A Confirm that does not fit may be anybody's, and the peer's may
    // follow: so it ends nothing by itself, and the timer that runs out gives it as the reason.
    // Z-KEM-15: nor does the peer's own after a ciphertext that was changed on its way
    Octets plaintext =
        exchange.seal().open(exchange.keys(), sender, parts(message, sealed)).orElse(null);
    if (plaintext == null) {
      return new Verdict(
          null,
          Check.refused(IgnoredReason.WRONG_CONFIRM_MAC, ZrtpFailure.CONFIRM_MAC_MISMATCH),
          null);
    }
    // The sender is who has the keys, so what is wrong with its own words ends the exchange at
    // once.
    // All but the first block are its own words: the MAC leaves out the IV, which decides that
    // block
    ParsedPlaintext parsed = ConfirmPlaintext.parse(plaintext);
    if (!(parsed instanceof ConfirmPlaintext content)) {
      return failed(ZrtpFailure.CONFIRM_UNREADABLE);
    }
    // Z-8.1-03: signaling may have named another Hello since
    if (!exchange.context().mayBeExpected(exchange.peer().octets())) {
      return failed(ZrtpFailure.HELLO_HASH_MISMATCH);
    }
    // Z-9-05, Z-9-10. The first block is half of H0: a bystander may have changed the IV, and the
    // peer's own Confirm may follow
    Check<ProvenPeer> chain =
        ProvenPeer.by(exchange.peer(), exchange.chain(), Link.H0, content.h0());
    if (!(chain instanceof Check.Passed<ProvenPeer> proven)) {
      return new Verdict(
          null,
          Check.refused(
              IgnoredReason.WRONG_HASH_PREIMAGE,
              ZrtpFailure.MESSAGE_MAC_MISMATCH,
              ZrtpWarning.MESSAGE_MAC_MISMATCH),
          null);
    }
    // Z-8.1.1-02, Z-8.1.1-03: DHPart under H0, or the Commit that no DHPart followed under H1; the
    // Hello of a responder was checked with the chain
    if (!fits(proven.proof(), exchange.unverified())) {
      return failed(ZrtpFailure.MESSAGE_MAC_MISMATCH);
    }
    return new Verdict(new ConfirmVerified(content), null, null);
  }

  private static Verdict failed(ZrtpFailure failure) {
    return new Verdict(null, null, failure);
  }

  private static boolean fits(ProvenPeer peer, Unverified last) {
    MacVerdict verdict =
        switch (last.kind()) {
          case DH_PART -> peer.chain().dhPartMac(last.message());
          case COMMIT -> peer.chain().commitMac(last.message());
          case HELLO -> peer.chain().helloMac(last.message());
        };
    return verdict == MacVerdict.FITS;
  }

  /** The parts by the octets of Figure 10: a MAC that was read cannot be had back. */
  private static ConfirmSeal.Sealed parts(Octets message, SealedPart part) {
    return new ConfirmSeal.Sealed(message.slice(12, 20), part.iv(), part.ciphertext());
  }

  ConfirmPlaintext content() {
    return content;
  }

  /** Flag A, unless E overrides it. */
  boolean allowsClear() {
    return content.allowsGoClear();
  }
}
