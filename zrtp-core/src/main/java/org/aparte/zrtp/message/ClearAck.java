package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/** Answers an authentic GoClear and stops its repetition (RFC 6189 section 5.12, Figure 15). */
public record ClearAck() implements ZrtpMessage {

  /** The length in words: Z-5.12-01. */
  static final int WORDS = WordReader.HEADER_WORDS;

  @Override
  public MessageType type() {
    return MessageType.CLEAR_ACK;
  }

  @Override
  public Octets write() {
    return WordWriter.message(type(), WORDS).finish();
  }
}
