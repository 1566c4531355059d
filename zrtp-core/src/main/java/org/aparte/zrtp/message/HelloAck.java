package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/**
 * Answers any Hello, whatever its version and algorithms, and stops its repetition (RFC 6189
 * section 5.3, Figure 4).
 */
public record HelloAck() implements ZrtpMessage {

  /** The length in words: Z-5.3-01. */
  static final int WORDS = WordReader.HEADER_WORDS;

  @Override
  public MessageType type() {
    return MessageType.HELLO_ACK;
  }

  @Override
  public Octets write() {
    return WordWriter.message(type(), WORDS).finish();
  }
}
