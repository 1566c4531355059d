package org.aparte.zrtp.model;

/** When an endpoint sends Commit of its own accord (RFC 6189 section 4.2). */
public enum Initiation {
  /** As soon as both Hellos have been exchanged. */
  AUTOMATIC,
  /** When the app calls {@code goSecure}; a Commit of the peer's is answered at any time. */
  ON_REQUEST
}
