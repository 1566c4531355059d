package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.HviCommit;
import org.aparte.zrtp.message.MultistreamCommit;
import org.aparte.zrtp.message.PresharedCommit;

/** Which of two Commits that crossed on their way prevails (RFC 6189 section 4.2). */
final class CommitContention {

  /** The result, from our side. */
  enum Outcome {
    /** We are the initiator; the other Commit is discarded. */
    OURS_PREVAILS,
    /** We answer the other Commit. */
    THEIRS_PREVAILS,
    /** No rule decides. */
    UNSOLVED
  }

  private CommitContention() {}

  /**
   * Decides.
   *
   * @param oursIsMitm whether we set the M flag in our Hello
   * @param theirsIsMitm whether the peer set it in its own
   */
  static Outcome decide(Commit ours, boolean oursIsMitm, Commit theirs, boolean theirsIsMitm) {
    // Z-4.2-06: Multistream needs a session that the other side does not seem to have
    if (ours instanceof MultistreamCommit != theirs instanceof MultistreamCommit) {
      return Outcome.UNSOLVED;
    }
    // Z-4.2-02, Z-KEM-13: DH against Preshared. KEM mode stands for DH mode in this, and below:
    // whatever the
    // key agreements of the two are, hvi decides. An engine that compares them only when they are
    // equal would wait for ever, as would two that each hold their own to be stronger
    if (ours instanceof HviCommit != theirs instanceof HviCommit) {
      return ours instanceof HviCommit ? Outcome.OURS_PREVAILS : Outcome.THEIRS_PREVAILS;
    }
    // Z-4.2-03: the one who is no PBX is the initiator
    if (ours instanceof PresharedCommit && oursIsMitm != theirsIsMitm) {
      return theirsIsMitm ? Outcome.OURS_PREVAILS : Outcome.THEIRS_PREVAILS;
    }
    // Z-4.2-04. Equal values are not in the text. Chance does not make them: it is our own Commit
    // that came back, or a broken generator, so nobody prevails
    int order = compareUnsigned(value(ours), value(theirs));
    if (order == 0) {
      return Outcome.UNSOLVED;
    }
    return order > 0 ? Outcome.OURS_PREVAILS : Outcome.THEIRS_PREVAILS;
  }

  /** hvi, or the nonce that stands in its place. */
  static Octets value(Commit commit) {
    if (commit instanceof HviCommit promise) {
      return promise.hvi();
    }
    return commit instanceof MultistreamCommit multistream
        ? multistream.nonce()
        : ((PresharedCommit) commit).nonce();
  }

  /** Z-4.2-05: as unsigned big-endian integers; both are of one length. */
  private static int compareUnsigned(Octets a, Octets b) {
    for (int i = 0; i < a.length(); i++) {
      if (a.at(i) != b.at(i)) {
        return Integer.compare(a.at(i), b.at(i));
      }
    }
    return 0;
  }
}
