package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/**
 * Confirm1: the responder proves that it has the keys (RFC 6189 section 5.7, Figure 10).
 *
 * @param sealedPart what zrtpkeyr encrypts and mackeyr authenticates; a {@link ConfirmPlaintext}
 */
public record Confirm1(SealedPart sealedPart) implements Confirm {

  static Confirm1 read(WordReader in) {
    return new Confirm1(SealedPart.read(in));
  }

  @Override
  public MessageType type() {
    return MessageType.CONFIRM1;
  }

  @Override
  public Octets write() {
    return sealedPart.writeMessage(type());
  }
}
