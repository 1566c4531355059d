package org.aparte.zrtp.model;

/**
 * What the retained secrets say about the peer: is it the one of the calls before (RFC 6189
 * sections 4.3.2, 4.6.1.1 and 15.1)?
 *
 * <p><b>What an exchange can show, and what it cannot.</b> An endpoint that lacks a secret sends a
 * random identifier in its place, so that an eavesdropper learns nothing (section 4.3). The price:
 * a peer that lost its cache, a peer whose cache fell out of step (a restored backup), and an
 * attacker in the middle all send two identifiers that match nothing. No field of the exchange
 * tells them apart. A SAS verified flag of 0 or a cache interval of 0 in the Confirm proves nothing
 * either, for the attacker writes that Confirm too. So there is no "the peer says it lost its
 * cache" on the wire, and this library never infers one from what the peer sent. A missing match is
 * explained ({@link #PEER_LOST_CACHE}) only by what the attacker cannot influence:
 *
 * <ul>
 *   <li>the interval agreed on with the last secret is over by our own clock, so the peer was free
 *       to delete it (section 4.9);
 *   <li>the exchange was authenticated by other means: an end-to-end integrity-protected {@code
 *       a=zrtp-hash}, or a good signature over the sashash (section 4.6.1.1). A matching auxsecret
 *       or pbxsecret is no such means: it does not excuse a mismatch of rs1 (section 4.3.2).
 * </ul>
 *
 * <p>The other direction can be seen a little: a peer that sends the V flag claims to hold a secret
 * shared with us, so it did not lose its cache. Such a peer is a {@link #MISMATCH} even after the
 * interval is over.
 *
 * <p>A {@link #MATCH} is a fact only once the Confirm message has been verified: identifiers can be
 * replayed, but s1 goes into s0, and who does not know s1 cannot make that MAC.
 *
 * <p>A peer with a new ZID is {@link #NO_CACHE}, not a mismatch: nothing is known about that ZID.
 */
public enum KeyContinuity {
  /**
   * We hold no rs1 for this pair of ZIDs: first call, new ZID of either side, a peer that was
   * forgotten, or operation without a cache. Only comparing the SAS tells who the peer is.
   */
  NO_CACHE,

  /** rs1 or rs2 of both sides met: no one stood in the middle who was not there in every call. */
  MATCH,

  /**
   * We hold an rs1 and the peer shares neither of our retained secrets, without explanation: an
   * attack, or a cache that was lost or fell out of step. The user must be warned and asked to
   * compare the SAS; until that succeeds the cache stays as it is and the warning returns with
   * every call.
   */
  MISMATCH,

  /**
   * We hold an rs1 and the peer shares neither of our retained secrets, and that is explained: our
   * secret was past its interval, or the peer was authenticated by other means. The user should
   * know, since what was compared in earlier calls does not vouch for this one.
   */
  PEER_LOST_CACHE;

  /**
   * Whether this is the cache mismatch of section 4.3.2, of which the user must be told
   * (Z-4.3.2-02): rs1 was there, s1 came out null.
   */
  public boolean isCacheMismatch() {
    return this == MISMATCH || this == PEER_LOST_CACHE;
  }
}
