package org.aparte.zrtp.model;

/** On whose word the SAS of a call counts as compared. */
public enum SasStanding {
  /** On nobody's: the users have not compared it yet. */
  NOT_COMPARED,
  /** Both users compared an earlier call, and its secrets lead to this one (section 7.1). */
  COMPARED_EARLIER,
  /** The user here said in this call that it is the same. */
  COMPARED_NOW,
  /** The user here said that it differs: someone is in the middle. */
  DIFFERS,
  /** A trusted MiTM relayed the SAS of the party behind it (section 7.3). */
  RELAYED,
  /** The peer's signature over it was good (section 7.2). */
  SIGNED
}
