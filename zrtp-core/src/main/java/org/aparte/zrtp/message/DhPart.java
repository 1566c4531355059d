package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/**
 * DHPart1 or DHPart2: one layout, with the values of its sender (RFC 6189 sections 5.5 and 5.6;
 * Z-5.5-02, Z-5.6-02).
 */
public sealed interface DhPart extends MacProtected permits DhPart1, DhPart2 {

  /**
   * The shortest length in words: 21 around a public value of one word (Z-5.1.5-23). There is no
   * longest: it depends on the key agreement type, of which more may be defined (Z-5.1-02).
   */
  int MIN_WORDS = 22;

  /** Hash image H1 of the sender, 32 octets. */
  Octets h1();

  /** What the sender shows of its shared secrets. */
  SharedSecretIds secretIds();

  /** The public value, whole words, at least one. */
  Octets publicValue();

  @Override
  DhPart withMac(Mac64 computed);

  @Override
  default Octets write() {
    WordWriter out =
        WordWriter.message(type(), MIN_WORDS - 1 + publicValue().length() / 4).octets(h1());
    secretIds().writeTo(out);
    return out.octets(publicValue()).mac(mac()).finish();
  }
}
