package org.aparte.zrtp.model;

/** Where a stream stands, in the terms of a user interface. */
public enum StreamPhase {
  /** Not started. */
  IDLE,
  /** Hello is being sent, or was sent without answer: media are not protected. */
  DISCOVERING,
  /** The peer speaks ZRTP, and nobody has sent Commit yet: media are not protected. */
  PEER_FOUND,
  /**
   * Commit was sent or received. From here on no plain RTP should be sent (Z-4-06, Z-4-08), and no
   * SRTP before the key for it is given out.
   */
  KEY_AGREEMENT,
  /** Both directions are protected. */
  SECURE,
  /**
   * The protection ends, or has ended, by GoClear, and nothing is to be sent: either we asked for
   * it and wait for ClearACK, or the peer did and the user here has not confirmed it yet
   * (Z-4.7.2-12, Z-4.7.2-15).
   */
  CLEARING,
  /** An authenticated GoClear ended the protection, with this side's consent: RTP may be sent. */
  CLEAR,
  /** The key agreement failed. */
  FAILED,
  /** Closed by the app. */
  CLOSED
}
