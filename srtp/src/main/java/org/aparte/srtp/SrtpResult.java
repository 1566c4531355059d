package org.aparte.srtp;

/**
 * What became of a packet. Everything but {@link #OK} means that it was refused: no state has
 * changed, and the octets of the packet are as they were.
 */
public enum SrtpResult {
  /** Protected, or authentic and decrypted. */
  OK(0),
  /** Fewer octets than header and trailer have. */
  MALFORMED_TOO_SHORT(-1),
  /** More octets than a datagram can have: 65,535. */
  MALFORMED_TOO_LONG(-2),
  /** The version is not 2 (RFC 3550 section 5.1). */
  MALFORMED_VERSION(-3),
  /** The CSRC list or the header extension is longer than the packet. */
  MALFORMED_HEADER(-4),
  /**
   * An element of the header extension is longer than the extension (RFC 8285), or the extension
   * has appbits where cryptex leaves no room for them (RFC 9335 section 5).
   */
  MALFORMED_EXTENSION(-5),
  /** The MKI names no key; nothing was tried (RFC 5764 section 5.2). */
  UNKNOWN_MKI(-6),
  /** The index was accepted before; when sending: used before (RFC 3711 section 3.3.2). */
  REPLAYED(-7),
  /** The index lies below the replay window, so that nobody can tell whether it is a replay. */
  TOO_OLD(-8),
  /** The tag does not fit: forged, damaged, or under another key or ROC. */
  AUTHENTICATION_FAILED(-9),
  /** The master key has protected all the packets it may, or an index space is used up. */
  KEY_EXHAUSTED(-10),
  /** An authentic SRTCP packet is not encrypted, and the policy requires it. */
  RTCP_NOT_ENCRYPTED(-11),
  /** An authentic SRTCP packet is encrypted, and the policy forbids it. */
  RTCP_ENCRYPTED(-12),
  /** The packet has CSRCs or a header extension in the clear, and cryptex is required. */
  CRYPTEX_REQUIRED(-13),
  /** The packet uses cryptex, which was not negotiated. */
  CRYPTEX_NOT_NEGOTIATED(-14),
  /** A new SSRC, and there are as many as the options allow. */
  TOO_MANY_SSRCS(-15),
  /** No room behind the packet for what protection adds; see {@code maxExpansion()}. */
  BUFFER_TOO_SMALL(-16);

  private static final SrtpResult[] BY_CODE = values();

  private final int code;

  SrtpResult(int code) {
    this.code = code;
  }

  /** The result as a number: 0 for {@link #OK}, negative otherwise. */
  public int code() {
    return code;
  }

  /**
   * The result behind the return value of a packet method: a length, or a negative code.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static SrtpResult of(int lengthOrCode) {
    if (lengthOrCode >= 0) {
      return OK;
    }
    if (lengthOrCode <= -BY_CODE.length) {
      throw new IllegalArgumentException("no result has the code " + lengthOrCode);
    }
    return BY_CODE[-lengthOrCode];
  }
}
