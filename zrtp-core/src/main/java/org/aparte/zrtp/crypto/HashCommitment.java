package org.aparte.zrtp.crypto;

import java.util.Optional;
import org.aparte.srtp.secret.Octets;

/**
 * hvi: the initiator's promise, made in Commit, of the DHPart2 that it will send (RFC 6189 section
 * 4.4.1.1). Without it a man in the middle who knows the responder's public value could search for
 * a public value of his own that renders to the same SAS.
 */
public final class HashCommitment {

  /** Octets of hvi: 256 bits, whatever the negotiated hash (Z-4.4.1.1-07). */
  public static final int HVI_OCTETS = 32;

  private HashCommitment() {}

  /**
   * hvi of a whole DHPart2, its MAC included, and the responder's whole Hello.
   *
   * @return 32 octets
   */
  public static Octets hvi(ZrtpHash negotiated, Octets dhPart2, Octets responderHello) {
    // Z-4.4.1.1-06, Z-4.4.1.1-07
    return negotiated.hash(dhPart2, responderHello).slice(0, HVI_OCTETS);
  }

  /**
   * Whether a DHPart2 is the one that was promised.
   *
   * @param hvi of the peer's Commit, 32 octets
   * @param ownHello our own Hello, for it is the responder who checks
   * @return the proof, or nothing when somebody else's hand is in it
   */
  public static Optional<CommitmentVerified> verify(
      ZrtpHash negotiated, Octets hvi, Octets dhPart2, Octets ownHello) {
    // Z-4.4.1.2-07
    return MessageMac.matches(hvi(negotiated, dhPart2, ownHello), hvi)
        ? Optional.of(new CommitmentVerified(dhPart2))
        : Optional.empty();
  }

  /** Proof that a DHPart2 is the one that its sender committed to. */
  public static final class CommitmentVerified {

    private final Octets dhPart2;

    private CommitmentVerified(Octets dhPart2) {
      this.dhPart2 = dhPart2;
    }

    /** The message that the proof is for. */
    public Octets dhPart2() {
      return dhPart2;
    }
  }
}
