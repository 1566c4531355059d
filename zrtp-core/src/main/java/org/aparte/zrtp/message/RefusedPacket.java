package org.aparte.zrtp.message;

/**
 * Why a datagram is dropped without a sign, before any message is looked at.
 *
 * <p>All of these can be had by accident or by anyone on the path; none says anything about the
 * peer, so none has a place in the state of an exchange.
 */
public enum RefusedPacket implements ParsedPacket {
  /** Fewer octets than header, shortest message and CRC: 28. */
  TOO_SHORT,
  /** More than {@link ZrtpPacket#MAX_OCTETS}. */
  TOO_LONG,
  /** The first octet is not 0x10 to 0x1f. */
  NOT_ZRTP,
  /** The magic cookie is not "ZRTP". */
  WRONG_COOKIE,
  /** The number of octets is not a multiple of four; no ZRTP packet has such a length. */
  NOT_WHOLE_WORDS,
  /** The CRC does not fit: damaged on the way (Z-5-09). */
  WRONG_CRC,
  /** A fragment with the message id 0, or what pretends to be one. */
  FRAGMENT_WITHOUT_ID,
  /** A fragment that is not as long as it says. */
  FRAGMENT_LENGTH_MISMATCH,
  /** A fragment with nothing in it, or that reaches beyond its message. */
  FRAGMENT_BEYOND_MESSAGE,
  /** A fragment of a message that is too short or too long to be one, or begins as none does. */
  FRAGMENT_OF_NO_MESSAGE
}
