package org.aparte.zrtp.model;

/** What became of a packet that was to be sent: only the first two may go on the wire. */
public enum Outgoing {
  /** It is SRTP or SRTCP now. */
  PROTECTED(0),
  /** It is as it was, and may be sent so: policy BEST_EFFORT, and there was no Commit yet. */
  PLAIN(0),
  /** There are no keys yet, or no more after GoClear, and policy REQUIRED wants them. */
  REFUSED_BY_POLICY(-1),
  /** Commit was sent or received, and it is not yet time for SRTP (section 4). */
  REFUSED_IN_KEY_AGREEMENT(-2),
  /** GoClear came or was sent, and its confirmation is missing. */
  REFUSED_IN_CLEARING(-3),
  /** There are no keys. There was a Commit once, so that nothing is sent without. */
  REFUSED_AFTER_COMMIT(-4),
  /** The stream or its session is closed. */
  REFUSED_CLOSED(-5),
  /** There is no room behind the packet for what protection adds. */
  REFUSED_NO_ROOM(-6),
  /** The key has protected as many packets as it may: agree on a new one. */
  REFUSED_KEY_EXHAUSTED(-7),
  /** It is no RTP or RTCP packet, or one with its SSRC and index was sent before. */
  REFUSED_PACKET(-8);

  private static final Outgoing[] BY_CODE = values();

  private final int code;

  Outgoing(int code) {
    this.code = code;
  }

  /** Whether the packet may be sent. */
  public boolean maySend() {
    return code == 0;
  }

  /** The refusal as a negative number; 0 when it is none. */
  public int code() {
    return code;
  }

  /**
   * The refusal behind a negative return value.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Outgoing refusal(int code) {
    if (code >= 0 || code <= 1 - BY_CODE.length) {
      throw new IllegalArgumentException("no refusal has the code " + code);
    }
    return BY_CODE[1 - code];
  }
}
