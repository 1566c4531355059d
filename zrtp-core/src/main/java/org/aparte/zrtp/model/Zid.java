package org.aparte.zrtp.model;

import java.security.SecureRandom;
import org.aparte.srtp.secret.Octets;

/**
 * A ZRTP identifier: 96 bits that name an endpoint and index the cache of its peers (RFC 6189
 * section 4.9). Public, and the same from call to call for as long as its owner keeps it.
 *
 * <p>A ZID cannot be revoked; whoever wants another makes one and uses it from then on. A user who
 * must not be recognized across callees has one for each of them.
 *
 * @param octets 12 octets, of any content: what a peer chose is not judged here
 */
public record Zid(Octets octets) {

  /** The size of a ZID: 12 octets, three words of the Hello message (section 5.2, Figure 3). */
  public static final int OCTETS = 12;

  /**
   * A ZID with this content.
   *
   * @throws IllegalArgumentException when there are not 12 octets
   */
  public Zid {
    if (octets.length() != OCTETS) {
      throw new IllegalArgumentException(
          "a ZID has " + OCTETS + " octets, these are " + octets.length());
    }
  }

  /**
   * A ZID of 12 octets, copied.
   *
   * @throws IllegalArgumentException when there are not 12 octets
   */
  public static Zid of(byte... octets) {
    return new Zid(Octets.of(octets));
  }

  /**
   * The ZID written as 24 hex digits of either case, the form of {@link #toString}.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static Zid ofHex(String hex) {
    return new Zid(Octets.ofHex(hex));
  }

  /**
   * A new ZID of our own.
   *
   * @param random the app's generator; all 96 bits come from it
   * @throws IllegalStateException when the generator gives only zeros: it is broken, and every
   *     secret made from it would be too
   */
  public static Zid random(SecureRandom random) {
    // Z-4.9-01, Z-4.9-05: 96 random bits, from no preassigned range.
    byte[] octets = new byte[OCTETS];
    random.nextBytes(octets);
    Zid zid = of(octets);
    if (zid.equals(of(new byte[OCTETS]))) {
      throw new IllegalStateException(
          "the random generator gave 12 zero octets; check the SecureRandom given to the endpoint");
    }
    return zid;
  }

  /** 24 lower-case hex digits. */
  @Override
  public String toString() {
    return octets.toString();
  }
}
