package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/**
 * SASrelay: a trusted MiTM tells the SAS of the party behind it (RFC 6189 section 5.13, Figure 16).
 *
 * @param sealedPart encrypted and authenticated with the keys of the role that the MiTM had in the
 *     key negotiation; a {@link SasRelayPlaintext}
 */
public record SasRelay(SealedPart sealedPart) implements ZrtpMessage {

  static SasRelay read(WordReader in) {
    return new SasRelay(SealedPart.read(in));
  }

  @Override
  public MessageType type() {
    return MessageType.SAS_RELAY;
  }

  @Override
  public Octets write() {
    return sealedPart.writeMessage(type());
  }
}
