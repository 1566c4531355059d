package org.aparte.zrtp.signature;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of signatures: the SHA-2 family of FIPS 180, with their numbers in OpenPGP (RFC 4880
 * section 9.4).
 *
 * <p>Z-7.2-13, Z-7.2-14: neither SHA-1 (2) nor MD5 (1) nor RIPE-MD/160 (3) is among them, so
 * nothing here can sign or verify with one.
 */
enum SignatureHash {
  SHA256(8, "256"),
  SHA384(9, "384"),
  SHA512(10, "512"),
  SHA224(11, "224");

  private final int pgpNumber;
  private final String bits;

  SignatureHash(int pgpNumber, String bits) {
    this.pgpNumber = pgpNumber;
    this.bits = bits;
  }

  static @Nullable SignatureHash ofPgpNumber(int number) {
    for (SignatureHash hash : values()) {
      if (hash.pgpNumber == number) {
        return hash;
      }
    }
    return null;
  }

  int pgpNumber() {
    return pgpNumber;
  }

  /** The JCA name of a signature with this hash. */
  String with(String publicKeyAlgorithm) {
    return "SHA" + bits + "with" + publicKeyAlgorithm;
  }

  byte[] digest(byte[] octets) {
    return digest("SHA-" + bits, octets);
  }

  /** A digest that every platform has. */
  static byte[] digest(String jcaName, byte[] octets) {
    try {
      return MessageDigest.getInstance(jcaName).digest(octets);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("the platform has no " + jcaName, missing);
    }
  }
}
