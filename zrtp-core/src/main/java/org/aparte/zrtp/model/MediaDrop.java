package org.aparte.zrtp.model;

import org.aparte.srtp.SrtpResult;

/** Why a datagram that is no ZRTP was not given to the app. */
public enum MediaDrop {
  /** Policy REQUIRED, and there are no keys yet, or no more after GoClear: it is not protected. */
  UNPROTECTED,
  /**
   * Commit was sent or received, and there is no key to check it with. Mostly what the peer sent in
   * the clear before it knew of the Commit; nobody can tell.
   */
  IN_KEY_AGREEMENT,
  /** There was a Commit once, and there are no keys now: it is not protected. */
  AFTER_COMMIT,
  /**
   * Its tag does not fit: it is not protected, or under keys that are not of this stream, or
   * forged, or damaged. Where many come, somebody tries to talk this side out of the encryption.
   */
  NOT_AUTHENTIC,
  /** It is not protected: shorter than SRTP can be, or no RTP or RTCP. */
  MALFORMED,
  /** It came before, or is too old for anybody to tell. */
  REPLAYED,
  /** The key has protected as many packets as it may. */
  KEY_EXHAUSTED,
  /** It is against the options for SRTP: RTCP in the clear, cryptex, one SSRC too many. */
  AGAINST_OPTIONS,
  /** The stream or its session is closed. */
  CLOSED,
  /** It begins like nothing that shares a port with RTP (RFC 7983 section 7). */
  UNKNOWN_PROTOCOL;

  /** The reason that a refusal of the SRTP receiver stands for. */
  public static MediaDrop of(SrtpResult refusal) {
    return switch (refusal) {
      case MALFORMED_TOO_SHORT,
          MALFORMED_TOO_LONG,
          MALFORMED_VERSION,
          MALFORMED_HEADER,
          MALFORMED_EXTENSION ->
          MALFORMED;
      case AUTHENTICATION_FAILED, UNKNOWN_MKI -> NOT_AUTHENTIC;
      case REPLAYED, TOO_OLD -> REPLAYED;
      case KEY_EXHAUSTED -> KEY_EXHAUSTED;
      case RTCP_NOT_ENCRYPTED,
          RTCP_ENCRYPTED,
          CRYPTEX_REQUIRED,
          CRYPTEX_NOT_NEGOTIATED,
          TOO_MANY_SSRCS,
          BUFFER_TOO_SMALL ->
          AGAINST_OPTIONS;
      case OK -> throw new IllegalArgumentException("OK is no refusal");
    };
  }
}
