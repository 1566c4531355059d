package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZrtpVersion;

/**
 * Reads the fields of a message in the order of its figure. Everything in ZRTP is whole words, the
 * most significant octet first (Z-5-01).
 *
 * <p>Does not judge: who reads has compared the length with the layout before.
 */
final class WordReader {

  /** Preamble, length and type block, in words. */
  static final int HEADER_WORDS = 3;

  private final Octets source;
  private int offset;

  WordReader(Octets source) {
    this.source = source;
  }

  /** A reader of what follows preamble, length and type block. */
  static WordReader afterHeader(Octets message) {
    WordReader reader = new WordReader(message);
    reader.offset = 4 * HEADER_WORDS;
    return reader;
  }

  int word() {
    int word =
        (source.at(offset) << 24)
            | (source.at(offset + 1) << 16)
            | (source.at(offset + 2) << 8)
            | source.at(offset + 3);
    offset += 4;
    return word;
  }

  Octets words(int count) {
    Octets field = source.slice(offset, offset + 4 * count);
    offset += 4 * count;
    return field;
  }

  /** Everything up to the last {@code count} words. */
  Octets allButLast(int count) {
    return words((source.length() - offset) / 4 - count);
  }

  AlgorithmCode code() {
    return new AlgorithmCode(word());
  }

  ZrtpVersion version() {
    return new ZrtpVersion(word());
  }

  Zid zid() {
    return new Zid(words(3));
  }

  Mac64 mac() {
    return Mac64.leftmostOf(words(2).toArray());
  }
}
