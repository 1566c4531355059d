package org.aparte.zrtp.model;

/**
 * What becomes of a Commit whose key agreement both sides offered, and which is not the one that
 * the two Hellos lead to (RFC 6189 section 4.1.2).
 *
 * <p>That section only advises an initiator to keep to its method, so such a Commit may be an
 * honest peer's, whose order of speed is another. No attacker gains by it what the peer's own
 * Commit does not give: whoever changes a Hello on its way is found out by total_hash or by its
 * MAC.
 */
public enum UnexpectedKeyAgreement {
  /** It is refused. */
  REFUSE,
  /**
   * It is refused when the Hellos lead to a key agreement that withstands quantum computers, and
   * this is one that does not; else it is taken, and told as {@link
   * ZrtpWarning#UNEXPECTED_KEY_AGREEMENT}.
   */
  UNLESS_WEAKER,
  /** It is taken, and told as {@link ZrtpWarning#UNEXPECTED_KEY_AGREEMENT}. */
  ACCEPT
}
