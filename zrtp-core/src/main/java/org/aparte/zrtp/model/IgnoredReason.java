package org.aparte.zrtp.model;

/**
 * Why a packet had no effect. Anyone on the path can cause each of these, so none of them ends an
 * exchange; they are for logs and tests.
 */
public enum IgnoredReason {
  /** No ZRTP packet, or damaged on its way; or a fragment that can be part of no message. */
  NO_PACKET,
  /** The CRC is right and the structure wrong (Table 8, 0x10). */
  MALFORMED,
  /** The state of the exchange has no use for such a message. */
  UNEXPECTED_MESSAGE,
  /** The packet carries our own SSRC (Table 8, 0x91). */
  OWN_SSRC,
  /** The Hello has our own ZID (Table 8, 0x90): our packets come back, or a cache was copied. */
  OWN_ZID,
  /** The version is higher than ours, or lower. */
  OTHER_VERSION,
  /** The Hello is not the one that signaling announced (section 8.1). */
  HELLO_HASH_MISMATCH,
  /** The Hello offers nothing that our policy allows ({@link ZrtpEvent.PolicyNotMet}). */
  POLICY_NOT_MET,
  /** The preimage belongs to no Hello that was seen (section 9). */
  WRONG_HASH_PREIMAGE,
  /** The MAC of the Hello, Commit or DHPart before does not fit (section 8.1.1). */
  WRONG_MESSAGE_MAC,
  /** The ZID in Commit is not the one in Hello. */
  ZID_MISMATCH,
  /** The Commit chooses what was not offered by both. */
  NOT_OFFERED,
  /** The Commit chooses another key agreement than the Hellos lead to, and policy forbids it. */
  UNEXPECTED_KEY_AGREEMENT,
  /** Our own Commit prevails (section 4.2). */
  LOST_CONTENTION,
  /** Both Commits carry the same value, or are of modes that cannot meet (section 4.2). */
  IMPOSSIBLE_CONTENTION,
  /** Another exchange with this peer is in progress (section 4.4.1). */
  OTHER_EXCHANGE_IN_PROGRESS,
  /** A Multistream Commit without a session, or another Commit although there is one. */
  WRONG_MODE,
  /** The nonce was used before. */
  NONCE_REUSED,
  /** No preshared key has the keyID. */
  UNKNOWN_KEY_ID,
  /** Too many Commits with different content came for one exchange. */
  TOO_MANY_COMMITS,
  /** DHPart2 is not what the Commit promised. */
  HVI_MISMATCH,
  /** The public value is weak or not valid. */
  BAD_PUBLIC_VALUE,
  /** confirm_mac, or the MAC of GoClear or SASrelay, does not fit. */
  WRONG_CONFIRM_MAC,
  /** What was decrypted cannot be read. */
  MALFORMED_PLAINTEXT,
  /** A SASrelay came from a peer without flag M; it was acknowledged (Z-5.13-04). */
  RELAY_NOT_FROM_MITM,
  /**
   * A SASrelay told a SAS that is not shown, for our user did not enroll with this peer, or it
   * could not prove to be the one: a sign of an attack, or of a PBX that forgot (Z-7.3-05). It was
   * acknowledged, and its rendering scheme used.
   */
  UNTRUSTED_RELAY,
  /** A SASrelay asks for a rendering that we do not have; it was acknowledged. */
  UNKNOWN_SAS_RENDERING,
  /** Too many of its kind came within a second. */
  RATE_LIMITED
}
