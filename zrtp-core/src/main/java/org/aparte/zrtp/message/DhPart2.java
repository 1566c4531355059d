package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/**
 * DHPart2: the initiator's part of the Diffie-Hellman exchange (RFC 6189 section 5.6, Figure 9).
 *
 * @param h1 hash image H1, 32 octets
 * @param secretIds what the initiator shows of its shared secrets
 * @param publicValue pvi: whole words, at least one; how many depends on the key agreement of
 *     Commit and is not judged here
 * @param mac keyed by the initiator's H0 (Z-5.5-03)
 */
public record DhPart2(Octets h1, SharedSecretIds secretIds, Octets publicValue, Mac64 mac)
    implements DhPart {

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException when a field has not its length
   */
  public DhPart2 {
    FieldLengths.requireWords("H1", h1, 8);
    FieldLengths.requireWords("the public value", publicValue, 1, MessageParser.MAX_WORDS - 21);
  }

  static DhPart2 read(WordReader in) {
    return new DhPart2(in.words(8), SharedSecretIds.read(in), in.allButLast(2), in.mac());
  }

  @Override
  public MessageType type() {
    return MessageType.DH_PART2;
  }

  @Override
  public DhPart2 withMac(Mac64 computed) {
    return new DhPart2(h1, secretIds, publicValue, computed);
  }
}
