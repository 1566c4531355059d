package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/** Answers a valid Confirm2 and stops its repetition (RFC 6189 section 5.8, Figure 11). */
public record Conf2Ack() implements ZrtpMessage {

  /** The length in words: Z-5.8-01. */
  static final int WORDS = WordReader.HEADER_WORDS;

  @Override
  public MessageType type() {
    return MessageType.CONF2_ACK;
  }

  @Override
  public Octets write() {
    return WordWriter.message(type(), WORDS).finish();
  }
}
