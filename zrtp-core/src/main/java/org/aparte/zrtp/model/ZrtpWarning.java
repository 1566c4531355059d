package org.aparte.zrtp.model;

/** What the user or the operator should know although the exchange goes on. */
public enum ZrtpWarning {
  /**
   * We hold a secret of earlier calls, and the peer does not: the user must be told, and should
   * compare the SAS (Z-4.3.2-02, Z-4.3.2-07).
   */
  CACHE_MISMATCH,
  /** We hold an auxsecret, and the peer does not (Z-4.3.2-12). */
  AUX_SECRET_MISMATCH,
  /** A Hello came that is not the one that signaling announced (Z-8.1-03). */
  HELLO_HASH_MISMATCH,
  /** A message MAC did not fit: a sign of a man in the middle, not of a bad line (Z-8.1.1-03). */
  MESSAGE_MAC_MISMATCH,
  /**
   * A public value was weak: a sign of an attack (Z-4.4.1.2-05, Z-4.4.1.3-02). In KEM mode it is
   * the public key of a Commit, or a ciphertext.
   */
  BAD_PUBLIC_VALUE,
  /** A DHPart2 came that was not promised: a sign of an attack (Z-4.4.1.2-08). */
  HVI_MISMATCH,
  /**
   * The peer committed to a key agreement that both offered, and that is not the one the Hellos
   * lead to; it was taken ({@link UnexpectedKeyAgreement}).
   */
  UNEXPECTED_KEY_AGREEMENT,
  /**
   * Both sides have a key agreement that withstands quantum computers, and the call is secure by
   * one that does not: where the first choices differ, the faster one is taken.
   */
  POST_QUANTUM_PASSED_OVER,
  /**
   * An earlier call with this peer was secure by a key agreement that withstands quantum computers,
   * and this one is by another: the peer or its configuration changed, or somebody made it look so.
   * The cache remembers what a peer was able to do ({@link ZidRecord#peerFeatures}), and goes on
   * doing so; an app whose user agrees to less takes {@link ZidRecord#POST_QUANTUM} out of it.
   */
  DOWNGRADED_FROM_POST_QUANTUM,
  /** The peer says that it discloses its SRTP keys (Z-11-03). */
  PEER_DISCLOSES_KEYS,
  /** The cache could not be read or written; this call goes on without it. */
  CACHE_FAILED,
  /** A signer failed; this call goes on without our signature (section 7.2). */
  SIGNING_FAILED,
  /** The peer, a PBX, asks to be trusted (Z-7.3.1-02): ask the user, and enroll or not. */
  ENROLLMENT_OFFERED,
  /** The peer asks to be trusted and is no PBX, by its own Hello; it cannot be enrolled. */
  FALSE_ENROLLMENT,
  /** Nobody acknowledged our SASrelay; the call stays secure, and the two ends see two SAS. */
  RELAY_UNANSWERED,
  /** A GoClear came although this endpoint does not allow it. */
  CLEAR_REFUSED
}
