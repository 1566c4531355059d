package org.aparte.zrtp.model;

import java.util.Set;
import org.aparte.srtp.secret.Octets;

/**
 * Judges the peer's signature over the SAS hash (RFC 6189 section 7.2).
 *
 * <p>{@code org.aparte.zrtp.signature} has verifiers for both types, which ask the app about keys
 * and certificates. An app may implement its own.
 *
 * <p>An implementation answers every sequence of octets with a verdict, never with an exception,
 * and with bounded work: the peer chose them, and a peer may be an attacker.
 */
public interface SasVerifier {

  /**
   * The types that can be read. Flag S of Hello asks for signatures and promises that X.509 is
   * among them (Z-7.2-10).
   */
  Set<SignatureType> types();

  /**
   * Judges a signature.
   *
   * @param type the signature type block as it came, known or not
   * @param block what stood after it: at most 2040 octets, whole words
   * @param sasHash the whole sashash of this exchange as we computed it, 32 octets
   */
  SasVerdict verify(AlgorithmCode type, Octets block, Octets sasHash);

  /** A verifier of the types of this one and, where this one has none, of the other. */
  default SasVerifier or(SasVerifier other) {
    return new EitherVerifier(this, other);
  }
}
