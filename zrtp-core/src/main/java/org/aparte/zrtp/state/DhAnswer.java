package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.message.HviCommit;

/**
 * A Commit of the peer's and our DHPart1 for it; owns our half and the turn. Each Commit has a key
 * pair, or in KEM mode a secret, of its own: to show one public value to two would let an attacker
 * try two of its own against the SAS.
 */
record DhAnswer(AcceptableCommit commit, DhHalf half, ExchangeTurns.Turn turn)
    implements AutoCloseable {

  /** hvi, the promise to be kept by DHPart2. */
  Octets hvi() {
    return ((HviCommit) commit.message()).hvi();
  }

  @Override
  public void close() {
    half.close();
    turn.close();
  }
}
