package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/** Answers a valid SASrelay and stops its repetition (RFC 6189 section 5.14, Figure 17). */
public record RelayAck() implements ZrtpMessage {

  /** The length in words: Z-5.14-01. */
  static final int WORDS = WordReader.HEADER_WORDS;

  @Override
  public MessageType type() {
    return MessageType.RELAY_ACK;
  }

  @Override
  public Octets write() {
    return WordWriter.message(type(), WORDS).finish();
  }
}
