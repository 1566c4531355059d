package org.aparte.zrtp.crypto;

import java.nio.ByteBuffer;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;

/** The key derivation function of ZRTP (RFC 6189 section 4.5.1). */
final class ZrtpKdf {

  /** The counter i: 32 bits, fixed at 1. The text prints 0x000001, one octet short. */
  private static final byte[] COUNTER = {0, 0, 0, 1}; // Z-4.5.1-02

  private static final byte[] SEPARATOR = {0};

  private ZrtpKdf() {}

  /**
   * KDF(KI, Label, Context, L), the leftmost L bits of MAC(KI, i, Label, 0x00, Context, L).
   *
   * @param ki the key derivation key KI; stays the caller's
   * @param label ASCII, without terminator
   * @param outputOctets a positive number, at most the octets of the hash: L is 8 times that
   * @throws IllegalArgumentException when the hash has fewer octets
   */
  static SecretBytes derive(
      ZrtpHash hash, SecretBytes ki, String label, Octets context, int outputOctets) {
    // Z-4.5.1-04: L does not exceed the length of the MAC
    if (outputOctets < 1 || outputOctets > hash.outputOctets()) {
      throw new IllegalArgumentException(
          outputOctets + " octets: this KDF gives 1 to " + hash.outputOctets());
    }
    byte[] lengthBits = ByteBuffer.allocate(4).putInt(8 * outputOctets).array();
    // Z-4.5.1-01, Z-4.5.1-03
    try (SecretBytes mac =
        hash.mac(ki, COUNTER, ZrtpHash.ascii(label), SEPARATOR, context.toArray(), lengthBits)) {
      return mac.first(outputOctets); // Z-4.5.1-05
    }
  }
}
