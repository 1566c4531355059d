package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/**
 * What follows the header of Confirm1, Confirm2 and SASrelay (RFC 6189 Figures 10 and 16).
 *
 * @param mac confirm_mac, over {@code ciphertext} and nothing else; the IV is not covered (section
 *     4.6)
 * @param iv the CFB initialization vector, 16 octets
 * @param ciphertext whole words: 10, and up to 511 more for a signature
 */
public record SealedPart(Mac64 mac, Octets iv, Octets ciphertext) {

  /** The length in words of a message without signature (Z-5.7-07, Z-5.13-10). */
  static final int MIN_WORDS = 19;

  /** The length in words of a message with the longest signature (Z-5.7-06). */
  static final int MAX_WORDS = MIN_WORDS + SignatureBlock.MAX_WORDS;

  private static final int WORDS_BEFORE_CIPHERTEXT = 9;

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException when a field has not its length
   */
  public SealedPart {
    FieldLengths.requireWords("the CFB IV", iv, 4);
    FieldLengths.requireWords(
        "the encrypted part",
        ciphertext,
        MIN_WORDS - WORDS_BEFORE_CIPHERTEXT,
        MAX_WORDS - WORDS_BEFORE_CIPHERTEXT);
  }

  static SealedPart read(WordReader in) {
    return new SealedPart(in.mac(), in.words(4), in.allButLast(0));
  }

  Octets writeMessage(MessageType type) {
    return WordWriter.message(type, WORDS_BEFORE_CIPHERTEXT + ciphertext.length() / 4)
        .mac(mac)
        .octets(iv)
        .octets(ciphertext)
        .finish();
  }
}
