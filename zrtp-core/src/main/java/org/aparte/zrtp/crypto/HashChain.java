package org.aparte.zrtp.crypto;

import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;

/**
 * Our own hash chain of one stream, from H0 to H3, and the MACs it keys (RFC 6189 sections 9,
 * 8.1.1).
 *
 * <p>Each message shows one more link and, with it, the key of the message before. H2, H1 and H0
 * are secret until the message that shows them is sent; the methods that give them out are for that
 * message.
 */
public final class HashChain implements AutoCloseable {

  /** Octets of H0, H1, H2 and H3. */
  public static final int LINK_OCTETS = 32;

  private final ZrtpHash implicit;
  private final SecretBytes h0;
  private final SecretBytes h1;
  private final SecretBytes h2;
  private final Octets h3;

  /**
   * A chain from its beginning.
   *
   * @param implicit {@link ZrtpHash#implicit}
   * @param h0 32 octets of {@link RandomSource#h0}; taken over
   * @throws IllegalArgumentException when there are not 32 octets
   */
  public HashChain(ZrtpHash implicit, SecretBytes h0) {
    if (h0.length() != LINK_OCTETS) {
      throw new IllegalArgumentException("H0 of " + h0.length() + " octets: it has " + LINK_OCTETS);
    }
    this.implicit = implicit;
    this.h0 = h0;
    // Z-9-01, Z-9-02
    this.h1 = implicit.hashSecret(h0.expose());
    this.h2 = implicit.hashSecret(h1.expose());
    this.h3 = implicit.hash(Octets.of(h2.expose()));
  }

  /** H3, for Hello. */
  public Octets h3() {
    return h3;
  }

  /** H2, for Commit. */
  public Octets h2() {
    return Octets.of(h2.expose());
  }

  /** H1, for DHPart1 or DHPart2. */
  public Octets h1() {
    return Octets.of(h1.expose());
  }

  /** H0, for Confirm1 or Confirm2. */
  public Octets h0() {
    return Octets.of(h0.expose());
  }

  /** The MAC of our Hello, keyed by H2; 8 octets over the message up to its MAC. */
  public Octets helloMac(Octets helloWithoutMac) {
    return MessageMac.over(implicit, h2, helloWithoutMac); // Z-8.1.1-02
  }

  /** The MAC of our Commit, keyed by H1; 8 octets over the message up to its MAC. */
  public Octets commitMac(Octets commitWithoutMac) {
    return MessageMac.over(implicit, h1, commitWithoutMac);
  }

  /** The MAC of our DHPart1 or DHPart2, keyed by H0; 8 octets over the message up to its MAC. */
  public Octets dhPartMac(Octets dhPartWithoutMac) {
    return MessageMac.over(implicit, h0, dhPartWithoutMac);
  }

  /** Wipes H0, H1 and H2. */
  @Override
  public void close() {
    h0.close();
    h1.close();
    h2.close();
  }
}
