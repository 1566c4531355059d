package org.aparte.zrtp.crypto;

import java.util.Optional;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the peer's hash chain: the links that its messages showed, and those that follow
 * from them by hashing (RFC 6189 section 9).
 *
 * <p>Immutable: a link that fits makes a new chain, one that does not changes nothing, so that a
 * forged message leaves no trace (Z-9-06, Z-9-08). Links may come in any order and repeatedly, and
 * any may be missing: an initiator never sees H2, and without DHPart messages nobody sees H1
 * (Z-9-09, Z-9-10).
 */
public final class PeerHashChain {

  /** The links. */
  public enum Link {
    /** Of Confirm1 and Confirm2, the beginning of the chain. */
    H0(0),
    /** Of DHPart1 and DHPart2. */
    H1(1),
    /** Of Commit. */
    H2(2),
    /** Of Hello, the end of the chain. */
    H3(3);

    private final int number;

    Link(int number) {
      this.number = number;
    }
  }

  /** What is known of a message's MAC. */
  public enum MacVerdict {
    /** The link that is its key has not been shown. */
    KEY_NOT_SHOWN_YET,
    /** The message is the one that the owner of the chain sent. */
    FITS,
    /** It is not: a sign of a man in the middle, not of a bad line (Z-8.1.1-03, Z-8.1.1-04). */
    DOES_NOT_FIT
  }

  private final ZrtpHash implicit;

  /** By number: H0 to H3; from the first link known up to H3 there is no gap. */
  private final @Nullable Octets[] links;

  private PeerHashChain(ZrtpHash implicit, @Nullable Octets[] links) {
    this.implicit = implicit;
    this.links = links;
  }

  /**
   * A chain of which nothing is known.
   *
   * @param implicit {@link ZrtpHash#implicit}
   */
  public static PeerHashChain unknown(ZrtpHash implicit) {
    return new PeerHashChain(implicit, new @Nullable Octets[Link.values().length]);
  }

  /**
   * The chain with one more link, or nothing when the link does not belong to it.
   *
   * @param value what a message shows, of any length
   */
  public Optional<PeerHashChain> with(Link link, Octets value) {
    if (value.length() != HashChain.LINK_OCTETS) {
      return Optional.empty();
    }
    @Nullable Octets[] extended = links.clone();
    Octets image = value;
    // Z-9-05: hash up to H3; each image that is known already has to be this one
    for (int i = link.number; i < links.length; i++) {
      Octets known = links[i];
      if (known != null && !MessageMac.matches(image, known)) {
        return Optional.empty(); // Z-9-06
      }
      extended[i] = image;
      image = implicit.hash(image);
    }
    return Optional.of(new PeerHashChain(implicit, extended));
  }

  /** A link, if it was shown or follows from one that was. */
  public Optional<Octets> link(Link link) {
    return Optional.ofNullable(links[link.number]);
  }

  /** Whether the MAC at the end of a whole Hello fits; its key is H2 (Z-8.1.1-02). */
  public MacVerdict helloMac(Octets hello) {
    return verdict(Link.H2, hello);
  }

  /** Whether the MAC at the end of a whole Commit fits; its key is H1. */
  public MacVerdict commitMac(Octets commit) {
    return verdict(Link.H1, commit);
  }

  /** Whether the MAC at the end of a whole DHPart1 or DHPart2 fits; its key is H0. */
  public MacVerdict dhPartMac(Octets dhPart) {
    return verdict(Link.H0, dhPart);
  }

  private MacVerdict verdict(Link keyLink, Octets message) {
    Octets key = links[keyLink.number];
    if (key == null) {
      return MacVerdict.KEY_NOT_SHOWN_YET;
    }
    try (SecretBytes macKey = SecretBytes.takeOver(key.toArray())) {
      return MessageMac.fits(implicit, macKey, message) ? MacVerdict.FITS : MacVerdict.DOES_NOT_FIT;
    }
  }
}
