package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/**
 * DHPart1: the responder's part of the Diffie-Hellman exchange (RFC 6189 section 5.5, Figure 8).
 *
 * @param h1 hash image H1, 32 octets
 * @param secretIds what the responder shows of its shared secrets
 * @param publicValue pvr: whole words, at least one; how many depends on the key agreement of
 *     Commit and is not judged here
 * @param mac keyed by the responder's H0 (Z-5.5-03)
 */
public record DhPart1(Octets h1, SharedSecretIds secretIds, Octets publicValue, Mac64 mac)
    implements DhPart {

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException when a field has not its length
   */
  public DhPart1 {
    FieldLengths.requireWords("H1", h1, 8);
    FieldLengths.requireWords("the public value", publicValue, 1, MessageParser.MAX_WORDS - 21);
  }

  static DhPart1 read(WordReader in) {
    return new DhPart1(in.words(8), SharedSecretIds.read(in), in.allButLast(2), in.mac());
  }

  @Override
  public MessageType type() {
    return MessageType.DH_PART1;
  }

  @Override
  public DhPart1 withMac(Mac64 computed) {
    return new DhPart1(h1, secretIds, publicValue, computed);
  }
}
