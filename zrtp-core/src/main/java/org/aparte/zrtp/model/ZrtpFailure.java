package org.aparte.zrtp.model;

/**
 * Why a key agreement came to nothing: facts about the peer or the path, each with the code of
 * Table 8 that the peer is told and a sentence for the user.
 */
public enum ZrtpFailure {
  /** The peer fell silent in the middle of the exchange (Z-6-11, Z-6-18). */
  PEER_SILENT(ErrorCode.PROTOCOL_TIMEOUT, "The other side stopped answering."),
  /** As {@link #PEER_SILENT}, and before that an Error came, from the peer or from anybody. */
  PEER_REPORTED_ERROR(ErrorCode.PROTOCOL_TIMEOUT, "The other side gave up."),
  /** The only Hello seen has a version that we do not speak (Z-4.1.1-12). */
  UNSUPPORTED_VERSION(
      ErrorCode.UNSUPPORTED_VERSION, "The other side speaks another version of ZRTP."),
  /** The peer's packets carry our own SSRC (Z-4.1-04). */
  SSRC_COLLISION(ErrorCode.SSRC_COLLISION, "Both sides use the same stream number; call again."),
  /** The only Hello seen has our own ZID (Z-5.9-17). */
  EQUAL_ZIDS(
      ErrorCode.EQUAL_ZIDS, "The other side has the identity of this device, or is an echo of it."),
  /** The only Hello seen is not the one that signaling announced (Z-8.1-03). */
  HELLO_HASH_MISMATCH(
      ErrorCode.MALFORMED_PACKET, "The other side is not the one that the call was placed to."),
  /** The only Hello seen offers nothing that our policy allows: {@link ZrtpEvent.PolicyNotMet}. */
  POLICY_NOT_MET(
      ErrorCode.KEY_AGREEMENT_NOT_SUPPORTED,
      "The other side has no method that the rules of this side allow."),
  /** The Commit chose a hash that was not offered. */
  HASH_NOT_OFFERED(
      ErrorCode.HASH_TYPE_NOT_SUPPORTED, "The other side chose a method that was not offered."),
  /** The Commit chose a cipher that was not offered. */
  CIPHER_NOT_OFFERED(
      ErrorCode.CIPHER_TYPE_NOT_SUPPORTED, "The other side chose a method that was not offered."),
  /** The Commit chose a key agreement that was not offered. */
  KEY_AGREEMENT_NOT_OFFERED(
      ErrorCode.KEY_AGREEMENT_NOT_SUPPORTED, "The other side chose a method that was not offered."),
  /** The Commit chose an offered key agreement that our policy does not take in its place. */
  UNEXPECTED_KEY_AGREEMENT(
      ErrorCode.KEY_AGREEMENT_NOT_SUPPORTED,
      "The other side chose another method than the one that both sides come to."),
  /** The Commit chose an authentication tag that was not offered. */
  AUTH_TAG_NOT_OFFERED(
      ErrorCode.AUTH_TAG_NOT_SUPPORTED, "The other side chose a method that was not offered."),
  /** The Commit chose a SAS type that was not offered. */
  SAS_TYPE_NOT_OFFERED(
      ErrorCode.SAS_TYPE_NOT_SUPPORTED, "The other side chose a method that was not offered."),
  /** Two Commits met that cannot be reconciled (Z-4.2-06). */
  CONTENTION_UNSOLVED(
      ErrorCode.CRITICAL_SOFTWARE_ERROR, "Both sides started in ways that do not go together."),
  /** A Multistream Commit came although there is no session (Z-4.4.3.1-07). */
  NO_SESSION_FOR_MULTISTREAM(
      ErrorCode.CRITICAL_SOFTWARE_ERROR, "The other side refers to a call that this one is not."),
  /** No preshared key has the keyID of the Commit, and DH is not possible (Z-4.4.2.3-04). */
  NO_SHARED_SECRET(ErrorCode.NO_SHARED_SECRET, "The two sides share no secret."),
  /** A nonce came a second time (Z-4.4.3.1-06). */
  NONCE_REUSED(ErrorCode.NONCE_REUSE, "The other side repeated what must never repeat."),
  /**
   * A public value is weak or not valid (Z-4.4.1.2-06, Z-4.4.1.3-03): a sign of an attack. In KEM
   * mode it is the public key of a Commit, a ciphertext or a nonce.
   */
  BAD_PUBLIC_VALUE(
      ErrorCode.DH_BAD_PUBLIC_VALUE, "Someone tried to weaken the encryption. This is an attack."),
  /** DHPart2 is not what Commit promised (Z-4.4.1.2-08): a sign of an attack. */
  HVI_MISMATCH(
      ErrorCode.DH_HVI_MISMATCH, "Someone changed the messages on their way. This is an attack."),
  /** The MAC of an earlier message does not fit (Z-8.1.1-03): a sign of an attack. */
  MESSAGE_MAC_MISMATCH(
      ErrorCode.MALFORMED_PACKET, "Someone changed the messages on their way. This is an attack."),
  /**
   * confirm_mac did not fit (Z-4.6-05): the two sides did not come to the same keys. A ciphertext
   * that was changed on its way shows so and in no other way, for ML-KEM rejects it implicitly: the
   * decapsulation gives some secret, and not that of the other side (Z-KEM-15).
   */
  CONFIRM_MAC_MISMATCH(
      ErrorCode.BAD_CONFIRM_MAC, "The two sides did not come to the same keys: maybe an attack."),
  /** The peer did not acknowledge our GoClear (Z-4.7.2-17). */
  CLEAR_UNANSWERED(
      ErrorCode.PROTOCOL_TIMEOUT, "The other side did not answer the wish to end the encryption."),
  /** The peer cannot add streams to a call (Z-5.1.5-04), and this is a further one. */
  NO_MULTISTREAM(
      ErrorCode.KEY_AGREEMENT_NOT_SUPPORTED, "The other side cannot protect a further stream."),
  /** A Confirm under the right keys cannot be read. */
  CONFIRM_UNREADABLE(
      ErrorCode.MALFORMED_PACKET, "The other side sent a confirmation that cannot be read.");

  private final ErrorCode errorCode;
  private final String sentence;

  ZrtpFailure(ErrorCode errorCode, String sentence) {
    this.errorCode = errorCode;
    this.sentence = sentence;
  }

  /** What the peer is told in an Error message. */
  public ErrorCode errorCode() {
    return errorCode;
  }

  /** What a user can be told, in English. */
  public String sentence() {
    return sentence;
  }
}
