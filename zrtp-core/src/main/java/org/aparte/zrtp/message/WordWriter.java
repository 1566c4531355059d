package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.AlgorithmCode;

/** Writes the fields of a message in the order of its figure; the counterpart of WordReader. */
final class WordWriter {

  private static final int PREAMBLE = 0x505a;

  private final byte[] target;
  private int offset;

  /** A writer of exactly so many words. */
  WordWriter(int words) {
    target = new byte[4 * words];
  }

  /**
   * A writer of a message whose preamble, length and type block are written.
   *
   * @param words the length of the whole message, these included
   */
  static WordWriter message(MessageType type, int words) {
    return new WordWriter(words).word((PREAMBLE << 16) | words).octets(type.block());
  }

  WordWriter word(int word) {
    target[offset] = (byte) (word >>> 24);
    target[offset + 1] = (byte) (word >>> 16);
    target[offset + 2] = (byte) (word >>> 8);
    target[offset + 3] = (byte) word;
    offset += 4;
    return this;
  }

  WordWriter octets(Octets octets) {
    octets.copyTo(target, offset);
    offset += octets.length();
    return this;
  }

  WordWriter code(AlgorithmCode code) {
    return word(code.word());
  }

  WordWriter mac(Mac64 mac) {
    return octets(mac.octets());
  }

  /**
   * What was written.
   *
   * @throws IllegalStateException when that is less than was announced: a layout that is wrong here
   */
  Octets finish() {
    if (offset != target.length) {
      throw new IllegalStateException("wrote " + offset + " of " + target.length + " octets");
    }
    return Octets.of(target);
  }
}
