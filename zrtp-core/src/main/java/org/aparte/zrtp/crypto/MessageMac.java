package org.aparte.zrtp.crypto;

import java.security.MessageDigest;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;

/**
 * The 64-bit MACs of ZRTP: their size, their place at the end of Hello, Commit and DHPart, and
 * their comparison in constant time (RFC 6189 sections 5.2 to 5.6, 8.1.1).
 */
public final class MessageMac {

  /** Octets of every MAC and every secret ID that a ZRTP message carries. */
  public static final int OCTETS = 8;

  private MessageMac() {}

  /**
   * The MAC of a message that is not sealed yet.
   *
   * @param messageWithoutMac everything before the MAC field; the length field already counts it
   */
  static Octets over(ZrtpHash implicit, SecretBytes key, Octets messageWithoutMac) {
    // Z-8.1.1-05: the implicit MAC, cut to 64 bits
    return implicit.mac64(key, messageWithoutMac.toArray());
  }

  /** Whether the last 8 octets of a whole message are its MAC under a key. */
  static boolean fits(ZrtpHash implicit, SecretBytes key, Octets message) {
    int end = message.length() - OCTETS;
    return end >= 0
        && matches(
            over(implicit, key, message.slice(0, end)), message.slice(end, message.length()));
  }

  /** Whether two MACs, secret IDs or chain images are equal, in a time that shows no more. */
  public static boolean matches(Octets computed, Octets received) {
    return MessageDigest.isEqual(computed.toArray(), received.toArray());
  }
}
