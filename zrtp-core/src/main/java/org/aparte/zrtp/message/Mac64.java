package org.aparte.zrtp.message;

import java.security.MessageDigest;
import org.aparte.srtp.secret.Octets;

/**
 * A MAC of 64 bits, as messages carry it.
 *
 * <p>It can be compared with a computed one, in constant time, and nothing else: no {@code equals},
 * no text. Two records with the same MAC are therefore not equal; compare their octets.
 */
public final class Mac64 {

  /** The length of the field. */
  public static final int OCTETS = 8;

  /** Eight zero octets, in the place of a MAC that is still to be computed. */
  public static final Mac64 PENDING = new Mac64(new byte[OCTETS]);

  private final byte[] octets;

  private Mac64(byte[] octets) {
    this.octets = octets;
  }

  /**
   * The leftmost 64 bits of a MAC (sections 8.1.1 and 4.7.2).
   *
   * @param mac eight octets or more, copied
   * @throws IndexOutOfBoundsException when there are fewer
   */
  public static Mac64 leftmostOf(byte[] mac) {
    return new Mac64(Octets.of(mac, 0, OCTETS).toArray());
  }

  /**
   * Whether the MAC computed here is this one, in time that does not depend on where they differ.
   */
  public boolean matches(Mac64 computed) {
    return MessageDigest.isEqual(octets, computed.octets);
  }

  /** The field as it is written. */
  Octets octets() {
    return Octets.of(octets);
  }

  /** Says what it is, not which one: a correct MAC that we computed is nobody else's business. */
  @Override
  public String toString() {
    return "Mac64";
  }
}
