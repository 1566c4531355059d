package org.aparte.zrtp.state;

import static org.aparte.zrtp.state.CommitContention.Outcome.OURS_PREVAILS;
import static org.aparte.zrtp.state.CommitContention.Outcome.THEIRS_PREVAILS;
import static org.aparte.zrtp.state.CommitContention.Outcome.UNSOLVED;
import static org.assertj.core.api.Assertions.assertThat;

import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.message.ChosenAlgorithms;
import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.DhCommit;
import org.aparte.zrtp.message.KemCommit;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.message.MultistreamCommit;
import org.aparte.zrtp.message.PresharedCommit;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.Zid;
import org.junit.jupiter.api.Test;

class CommitContentionTest {

  private static final Octets H2 = octets(32, 0);
  private static final Zid ZID = Zid.ofHex("0102030405060708090a0b0c");

  @Test
  @Requirement({"Z-4.2-04", "Z-4.2-05"})
  @Attack("N-8.03")
  void letsTheLargerValuePrevailAsUnsignedNumber() {
    assertThat(decide(dh(0x80), false, dh(0x7f), false)).isEqualTo(OURS_PREVAILS);
    assertThat(decide(dh(0x7f), false, dh(0x80), false)).isEqualTo(THEIRS_PREVAILS);
    assertThat(decide(multistream(1), false, multistream(2), false)).isEqualTo(THEIRS_PREVAILS);
    assertThat(decide(preshared(2), false, preshared(1), false)).isEqualTo(OURS_PREVAILS);
  }

  @Test
  @Requirement("Z-4.2-02")
  @Attack("N-8.02")
  void letsDhPrevailOverPreshared() {
    assertThat(decide(dh(1), false, preshared(9), false)).isEqualTo(OURS_PREVAILS);
    assertThat(decide(preshared(9), false, dh(1), false)).isEqualTo(THEIRS_PREVAILS);
  }

  @Test
  @Requirement("Z-4.2-03")
  void makesThePbxTheResponderOfAPresharedExchange() {
    assertThat(decide(preshared(9), true, preshared(1), false)).isEqualTo(THEIRS_PREVAILS);
    assertThat(decide(preshared(1), false, preshared(9), true)).isEqualTo(OURS_PREVAILS);
    assertThat(decide(preshared(1), true, preshared(9), true)).isEqualTo(THEIRS_PREVAILS);
  }

  @Test
  @Requirement("Z-4.2-06")
  @Attack({"N-8.01", "N-8.02"})
  void doesNotSolveMultistreamAgainstAnythingElseNorEqualValues() {
    assertThat(decide(multistream(9), false, dh(1), false)).isEqualTo(UNSOLVED);
    assertThat(decide(preshared(1), false, multistream(9), false)).isEqualTo(UNSOLVED);
    assertThat(decide(dh(5), false, dh(5), false)).isEqualTo(UNSOLVED);
  }

  @Test
  @Requirement("Z-KEM-13")
  void takesACommitInKemModeForOneInDhMode() {
    for (Commit other : new Commit[] {kem("K255", 8, 3), kem("MLK1", 200, 3), dh(3)}) {
      assertThat(decide(kem("X1M1", 208, 4), false, other, false)).isEqualTo(OURS_PREVAILS);
      assertThat(decide(kem("X1M1", 208, 2), false, other, false)).isEqualTo(THEIRS_PREVAILS);
      assertThat(decide(kem("X1M1", 208, 3), false, other, false)).isEqualTo(UNSOLVED);
      assertThat(decide(other, false, kem("X1M1", 208, 4), false)).isEqualTo(THEIRS_PREVAILS);
    }
    assertThat(decide(kem("K255", 8, 1), false, preshared(9), false)).isEqualTo(OURS_PREVAILS);
    assertThat(decide(preshared(9), false, kem("K255", 8, 1), false)).isEqualTo(THEIRS_PREVAILS);
    assertThat(decide(kem("K255", 8, 1), false, multistream(9), false)).isEqualTo(UNSOLVED);
  }

  private static CommitContention.Outcome decide(
      Commit ours, boolean oursIsMitm, Commit theirs, boolean theirsIsMitm) {
    return CommitContention.decide(ours, oursIsMitm, theirs, theirsIsMitm);
  }

  private static Commit dh(int first) {
    return new DhCommit(H2, ZID, algorithms("DH3k"), octets(32, first), Mac64.PENDING);
  }

  private static Commit kem(String type, int publicKeyWords, int first) {
    return new KemCommit(
        H2, ZID, algorithms(type), octets(32, first), octets(4 * publicKeyWords, 0), Mac64.PENDING);
  }

  private static Commit multistream(int first) {
    return new MultistreamCommit(H2, ZID, algorithms("Mult"), octets(16, first), Mac64.PENDING);
  }

  private static Commit preshared(int first) {
    return new PresharedCommit(
        H2, ZID, algorithms("Prsh"), octets(16, first), octets(8, 0), Mac64.PENDING);
  }

  private static ChosenAlgorithms algorithms(String keyAgreement) {
    return new ChosenAlgorithms(
        AlgorithmCode.of("S256"),
        AlgorithmCode.of("AES1"),
        AlgorithmCode.of("HS80"),
        AlgorithmCode.of(keyAgreement),
        AlgorithmCode.of("B32"));
  }

  private static Octets octets(int count, int first) {
    byte[] octets = new byte[count];
    octets[0] = (byte) first;
    return Octets.of(octets);
  }
}
