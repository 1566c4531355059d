package org.aparte.zrtp.signature;

import org.aparte.srtp.secret.Octets;

/** What is signed. */
final class SasHash {

  private static final int OCTETS = 32;

  private SasHash() {}

  /** Z-7.2-03: the signature covers the whole sashash, not the few bits that users compare. */
  static byte[] require(Octets sasHash) {
    if (sasHash.length() != OCTETS) {
      throw new IllegalArgumentException(
          "sashash has " + OCTETS + " octets, not " + sasHash.length());
    }
    return sasHash.toArray();
  }
}
