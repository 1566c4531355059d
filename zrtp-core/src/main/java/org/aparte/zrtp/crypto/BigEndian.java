package org.aparte.zrtp.crypto;

import java.math.BigInteger;
import org.aparte.srtp.secret.Wipe;

/** Numbers as big-endian octets of a fixed width. */
final class BigEndian {

  private BigEndian() {}

  /**
   * A number with its leading zeros.
   *
   * @param value not negative, below 256^octets
   */
  static byte[] fixedWidth(BigInteger value, int octets) {
    byte[] minimal = value.toByteArray(); // one zero octet more where the top bit is set
    byte[] fixed = new byte[octets];
    int length = Math.min(minimal.length, octets);
    System.arraycopy(minimal, minimal.length - length, fixed, octets - length, length);
    Wipe.octets(minimal);
    return fixed;
  }
}
