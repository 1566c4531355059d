package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/**
 * A Commit that promises a DHPart2 by its hash: the initiator's of DH mode, and of KEM mode, which
 * takes the place of DH mode in every rule of RFC 6189.
 */
public sealed interface HviCommit extends Commit permits DhCommit, KemCommit {

  /** The initiator's commitment to its DHPart2 and the responder's Hello, 32 octets. */
  Octets hvi();

  @Override
  HviCommit withMac(Mac64 computed);
}
