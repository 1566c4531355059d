package org.aparte.zrtp.message;

import java.util.Optional;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.ErrorCode;

/**
 * Error: its sender gives up the key agreement (RFC 6189 section 5.9, Figure 12). Not
 * authenticated.
 *
 * @param code all 32 bits as they came, in Table 8 or not
 */
public record ErrorMessage(int code) implements ZrtpMessage {

  /** The length in words (Z-5.9-01). */
  static final int WORDS = 4;

  /** The message for an error of Table 8. */
  public static ErrorMessage of(ErrorCode error) {
    return new ErrorMessage(error.code());
  }

  static ErrorMessage read(WordReader in) {
    return new ErrorMessage(in.word());
  }

  /** The error of Table 8, or nothing when the peer has codes of its own. */
  public Optional<ErrorCode> error() {
    return ErrorCode.ofCode(code);
  }

  @Override
  public MessageType type() {
    return MessageType.ERROR;
  }

  @Override
  public Octets write() {
    return WordWriter.message(type(), WORDS).word(code).finish();
  }
}
