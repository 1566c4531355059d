package org.aparte.zrtp.state;

import java.util.List;
import org.aparte.srtp.secret.Octets;

/**
 * How many Commits a responder answers until one proves to be the initiator's. The limits are for
 * each Hello by itself, so that a stranger with a Hello of its own takes nothing from the peer.
 */
final class AnswerLimits {

  /** Commits of the maker of one Hello. */
  static final int COMMITS = 3;

  /** Hellos whose makers sent Commit. */
  static final int HELLOS = 3;

  private AnswerLimits() {}

  /**
   * Whether one more is answered.
   *
   * @param answered the Hello of each Commit that was answered
   * @param hello of that which came now
   */
  static boolean allow(List<Octets> answered, Octets hello) {
    long ofThisOne = answered.stream().filter(hello::equals).count();
    return ofThisOne == 0 ? answered.stream().distinct().count() < HELLOS : ofThisOne < COMMITS;
  }
}
