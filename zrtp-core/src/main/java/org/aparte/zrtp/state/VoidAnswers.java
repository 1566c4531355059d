package org.aparte.zrtp.state;

import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.secret.Octets;

/**
 * The DHPart1s that answered a Commit of ours made for a Hello that turned out to be forged. Each
 * led to another Commit, and copies of it that come late are no answers to that one. Immutable.
 *
 * <p>At most {@value #LIMIT}: so often a Commit is made again.
 */
final class VoidAnswers {

  static final int LIMIT = 2;

  static final VoidAnswers NONE = new VoidAnswers(List.of());

  private final List<Octets> dhPart1s;

  private VoidAnswers(List<Octets> dhPart1s) {
    this.dhPart1s = dhPart1s;
  }

  boolean contains(Octets dhPart1) {
    return dhPart1s.contains(dhPart1);
  }

  boolean isFull() {
    return dhPart1s.size() == LIMIT;
  }

  /** With one more. */
  VoidAnswers and(Octets dhPart1) {
    List<Octets> more = new ArrayList<>(dhPart1s);
    more.add(dhPart1);
    return new VoidAnswers(List.copyOf(more));
  }
}
