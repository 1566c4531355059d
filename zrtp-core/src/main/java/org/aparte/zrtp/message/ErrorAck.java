package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/** Answers Error and stops its repetition (RFC 6189 section 5.10, Figure 13). */
public record ErrorAck() implements ZrtpMessage {

  /** The length in words: Z-5.10-01. */
  static final int WORDS = WordReader.HEADER_WORDS;

  @Override
  public MessageType type() {
    return MessageType.ERROR_ACK;
  }

  @Override
  public Octets write() {
    return WordWriter.message(type(), WORDS).finish();
  }
}
