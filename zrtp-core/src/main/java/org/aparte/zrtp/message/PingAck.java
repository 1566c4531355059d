package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.ZrtpVersion;

/**
 * PingACK: answers Ping (RFC 6189 section 5.16, Figure 19).
 *
 * @param version the version of this format
 * @param endpointHash of the sender of PingACK, 8 octets
 * @param pingEndpointHash of the sender of Ping, copied from it, 8 octets
 * @param pingSsrc the SSRC in the header of the packet that held the Ping; not that of the sender
 *     of PingACK (Z-5.16-05)
 */
public record PingAck(
    ZrtpVersion version, Octets endpointHash, Octets pingEndpointHash, int pingSsrc)
    implements ZrtpMessage {

  /** The length in words (Z-5.16-05). */
  static final int WORDS = 9;

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException when a hash has not 8 octets
   */
  public PingAck {
    FieldLengths.requireWords("EndpointHash", endpointHash, 2);
    FieldLengths.requireWords("EndpointHash of Ping", pingEndpointHash, 2);
  }

  static PingAck read(WordReader in) {
    return new PingAck(in.version(), in.words(2), in.words(2), in.word());
  }

  @Override
  public MessageType type() {
    return MessageType.PING_ACK;
  }

  @Override
  public Octets write() {
    return WordWriter.message(type(), WORDS)
        .word(version.word())
        .octets(endpointHash)
        .octets(pingEndpointHash)
        .word(pingSsrc)
        .finish();
  }
}
