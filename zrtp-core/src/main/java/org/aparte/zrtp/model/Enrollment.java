package org.aparte.zrtp.model;

/**
 * What a pbxsecret (trusted MiTM key, RFC 6189 section 7.3) shared with a peer stands for. Trust
 * goes one way: the phone trusts the PBX, the PBX need not trust the phone (section 7.3.1).
 */
public enum Enrollment {
  /** There is no pbxsecret. */
  NONE,

  /** The user here allowed the peer, a PBX, to relay the SAS of others. */
  PEER_IS_TRUSTED_MITM,

  /** The PBX is here, and the peer is a phone that was offered enrollment. */
  PEER_IS_ENROLLED_PHONE
}
