package org.aparte.zrtp.cache;

import org.aparte.zrtp.model.CacheInterval;
import org.aparte.zrtp.model.Zid;

/**
 * What the cache has to know about an exchange of the first stream that has come to its end: the
 * responder has verified Confirm2, the initiator has Conf2ACK or valid SRTP (RFC 6189 section
 * 4.6.1). There is none for Multistream, which leaves the cache alone, nor for an exchange that
 * ended by an Error.
 *
 * @param ownZid our ZID
 * @param peerZid the peer's ZID
 * @param mode how s0 was made
 * @param s1Found whether a retained secret of both sides met, so that s1 is not null; in Preshared
 *     mode always
 * @param s3Found whether the pbxsecret of both sides met, so that s3 is not null
 * @param peerSasVerified the V flag of the peer's Confirm
 * @param peerAuthenticated whether section 4.6.1.1 has evidence against an attack: the {@code
 *     a=zrtp-hash} came end-to-end integrity-protected and fitted, or the signature over the
 *     sashash was good. Not: a matching auxsecret or pbxsecret (section 4.3.2)
 * @param postQuantum whether the key agreement withstands quantum computers
 * @param agreedInterval the smaller of the intervals in both Confirm messages
 * @param confirm1EpochSeconds when Confirm1 was sent or received, seconds since 1970
 */
public record CompletedExchange(
    Zid ownZid,
    Zid peerZid,
    Mode mode,
    boolean s1Found,
    boolean s3Found,
    boolean peerSasVerified,
    boolean peerAuthenticated,
    boolean postQuantum,
    CacheInterval agreedInterval,
    long confirm1EpochSeconds) {

  // Z-4.6.1-01, Z-4.4.3-02: the modes that update the cache; Multistream is not among them.
  /** The modes that update the cache. */
  public enum Mode {
    /** Any Diffie-Hellman or KEM mode (section 4.4.1). */
    DH,
    /** Preshared mode (section 4.4.2). */
    PRESHARED
  }
}
