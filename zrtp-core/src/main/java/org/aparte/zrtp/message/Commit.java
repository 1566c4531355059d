package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.Zid;

/**
 * Commit: what the initiator has chosen (RFC 6189 section 5.4). It has three forms, told apart by
 * the key agreement type (Figures 5 to 7, Z-5.4-03), and a fourth beside the RFC, for KEM mode.
 */
public sealed interface Commit extends MacProtected
    permits HviCommit, MultistreamCommit, PresharedCommit {

  /** Hash image H2 of the initiator, 32 octets. */
  Octets h2();

  /** The ZID of the initiator, which has to be the one of its Hello; that is judged elsewhere. */
  Zid zid();

  /** The algorithms of the exchange. */
  ChosenAlgorithms algorithms();

  @Override
  Commit withMac(Mac64 computed);

  @Override
  default MessageType type() {
    return MessageType.COMMIT;
  }
}
