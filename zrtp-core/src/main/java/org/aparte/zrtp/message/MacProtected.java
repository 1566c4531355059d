package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/**
 * A message that ends with a MAC over all of it before the MAC, under a key of the hash chain that
 * its sender shows only later (RFC 6189 sections 5.2, 5.4 to 5.6 and 9).
 *
 * <p>To send one, write it with {@link Mac64#PENDING}, compute the MAC over {@link #octetsUnderMac}
 * and take {@link #withMac}.
 */
public sealed interface MacProtected extends ZrtpMessage permits Hello, Commit, DhPart {

  /** The trailing MAC. */
  Mac64 mac();

  /** The same message with another MAC. */
  MacProtected withMac(Mac64 mac);

  /**
   * What the MAC of such a message covers: the message without its last eight octets (Z-5.2-13,
   * Z-5.4-05, Z-5.5-03).
   *
   * <p>Takes octets and not the record, for what was received is to be judged by what was on the
   * wire, unused bits included.
   *
   * @param message the whole message, as received or as written
   * @throws IndexOutOfBoundsException when the message is shorter than a MAC
   */
  static Octets octetsUnderMac(Octets message) {
    return message.slice(0, message.length() - Mac64.OCTETS);
  }
}
