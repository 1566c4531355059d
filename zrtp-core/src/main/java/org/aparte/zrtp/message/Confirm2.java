package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/**
 * Confirm2: the initiator proves that it has the keys (RFC 6189 section 5.7, Figure 10).
 *
 * @param sealedPart what zrtpkeyi encrypts and mackeyi authenticates; a {@link ConfirmPlaintext}
 */
public record Confirm2(SealedPart sealedPart) implements Confirm {

  static Confirm2 read(WordReader in) {
    return new Confirm2(SealedPart.read(in));
  }

  @Override
  public MessageType type() {
    return MessageType.CONFIRM2;
  }

  @Override
  public Octets write() {
    return sealedPart.writeMessage(type());
  }
}
