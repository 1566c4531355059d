package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/**
 * GoClear: its sender wants to go from SRTP to RTP (RFC 6189 section 5.11, Figure 14).
 *
 * @param clearMac under the sender's mackey, over {@link #octetsUnderMac}
 */
public record GoClear(Mac64 clearMac) implements ZrtpMessage {

  /** The length in words (Z-5.11-01). */
  static final int WORDS = 5;

  static GoClear read(WordReader in) {
    return new GoClear(in.mac());
  }

  /** What clear_mac covers: the eight octets "GoClear " and nothing else (Z-4.7.2-02). */
  public static Octets octetsUnderMac() {
    return MessageType.GO_CLEAR.block();
  }

  @Override
  public MessageType type() {
    return MessageType.GO_CLEAR;
  }

  @Override
  public Octets write() {
    return WordWriter.message(type(), WORDS).mac(clearMac).finish();
  }
}
