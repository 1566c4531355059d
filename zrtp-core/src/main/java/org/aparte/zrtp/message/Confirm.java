package org.aparte.zrtp.message;

/**
 * Confirm1 or Confirm2: one layout, under the keys of its sender (RFC 6189 section 5.7, Z-5.7-03).
 */
public sealed interface Confirm extends ZrtpMessage permits Confirm1, Confirm2 {

  /** MAC, CFB IV and ciphertext. */
  SealedPart sealedPart();
}
