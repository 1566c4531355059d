package org.aparte.zrtp.model;

/** The five lists of a Hello (RFC 6189 section 5.2). */
public enum AlgorithmKind {
  /** Section 5.1.2. */
  HASH,
  /** Section 5.1.3. */
  CIPHER,
  /** Of SRTP: section 5.1.4; one that goes with a cipher that both have. */
  AUTH_TAG,
  /** Section 5.1.5: one with DHPart messages, and with a hash that both have. */
  KEY_AGREEMENT,
  /** Section 5.1.6. */
  SAS
}
