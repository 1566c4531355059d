package org.aparte.srtp;

/**
 * How SRTP packets carry the ROC: the modes of RFC 4771 section 3. SRTCP, which carries its index
 * anyway, is never concerned (S4771-2-04).
 */
public enum RocCarriage {
  /** Not at all: plain RFC 3711. */
  NONE,
  /**
   * RCCm1: packets with SEQ divisible by R have ROC and MAC for a tag, the others have no tag at
   * all, and nobody can tell whether they are authentic. They never change what a receiver
   * remembers.
   */
  MODE_1,
  /** RCCm2: packets with SEQ divisible by R have ROC and MAC for a tag, the others a whole MAC. */
  MODE_2,
  /**
   * RCCm3: packets with SEQ divisible by R have the ROC behind them, without a MAC. Only for AEAD
   * profiles here, whose own tag fails when the ROC is not the sender's.
   */
  MODE_3
}
