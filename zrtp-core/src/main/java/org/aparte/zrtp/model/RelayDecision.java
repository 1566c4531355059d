package org.aparte.zrtp.model;

/** To which end of a call through a PBX the SAS of the other end is relayed (section 7.3). */
public enum RelayDecision {
  /** To the peer of the leg that was asked. The other peer is told the rendering scheme only. */
  TO_THIS_LEG,
  /** To the peer of the other leg. That of the leg that was asked is told the scheme only. */
  TO_OTHER_LEG,
  /**
   * To nobody: neither peer was enrolled, so neither may be told a SAS by us. The users will see
   * two different ones, and rightly take us for a man in the middle (section 10).
   */
  NEITHER_ENROLLED
}
