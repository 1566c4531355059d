package org.aparte.zrtp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketWriterTest {

  private static final int SSRC = 0x01020304;

  private static List<Fragment> fragments(List<Octets> packets) {
    return packets.stream().map(packet -> (Fragment) FragmentTest.parse(packet)).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {600, 604, 1452})
  void leavesWhatFitsInOnePiece(int mtu) {
    PacketWriter writer = new PacketWriter(SSRC, mtu, 5);
    Octets fits = FragmentTest.messageOf((mtu - 16) / 4);
    Octets longer = FragmentTest.messageOf((mtu - 16) / 4 + 1);

    assertThat(writer.write(fits)).containsExactly(new ZrtpPacket(5, SSRC, fits).write());
    assertThat(writer.write(fits).get(0).length()).isEqualTo(mtu);
    assertThat(fragments(writer.write(longer)))
        .containsExactly(
            new Fragment(7, SSRC, 4, longer.length() / 4, 0, longer.slice(0, mtu - 24)),
            new Fragment(
                8,
                SSRC,
                4,
                longer.length() / 4,
                (mtu - 24) / 4,
                longer.slice(mtu - 24, longer.length())));
  }

  /** The last fragment is as long as the others where that comes out even, and never empty. */
  @ParameterizedTest
  @CsvSource({"600, 1152, 2", "600, 1156, 3", "600, 2120, 4", "604, 1160, 2", "1452, 2120, 2"})
  void dividesIntoFragmentsOfTheLengthOfThePath(int mtu, int octets, int expected) {
    Octets message = FragmentTest.messageOf(octets / 4);
    List<Octets> packets = new PacketWriter(SSRC, mtu, 5).write(message);

    assertThat(packets).hasSize(expected);
    assertThat(packets.subList(0, expected - 1)).allMatch(packet -> packet.length() == mtu);
    assertThat(packets.get(expected - 1).length()).isBetween(28, mtu);
    int at = 0;
    for (Fragment fragment : fragments(packets)) {
      assertThat(4 * fragment.offsetWords()).isEqualTo(at);
      assertThat(fragment.totalWords()).isEqualTo(octets / 4);
      assertThat(fragment.part()).isEqualTo(message.slice(at, at + fragment.part().length()));
      at += fragment.part().length();
    }
    assertThat(at).isEqualTo(octets);
  }

  @Test
  @Requirement("Z-5-05")
  void sendsAMessageAgainUnderItsIdWithNewSequenceNumbers() {
    PacketWriter writer = new PacketWriter(SSRC, 600, 100);
    Octets one = FragmentTest.messageOf(200);
    Octets other = FragmentTest.messageOf(201);
    List<Fragment> sent = new ArrayList<>();
    for (Octets message : List.of(one, other, one, other, one)) {
      sent.addAll(fragments(writer.write(message)));
    }

    assertThat(sent)
        .extracting(Fragment::messageId)
        .containsExactly(99, 99, 100, 100, 99, 99, 100, 100, 99, 99);
    assertThat(sent)
        .extracting(Fragment::sequenceNumber)
        .containsExactly(100, 101, 102, 103, 104, 105, 106, 107, 108, 109);
    for (int again = 4; again < sent.size(); again++) {
      assertThat(sent.get(again).isSentAgain(sent.get(again - 4))).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "2, 1", "3, 2", "4097, 4096", "32767, 32766", "65535, 65534"})
  void beginsWithTheIdBelowTheFirstSequenceNumberAndNeverWithZero(int first, int expected) {
    PacketWriter writer = new PacketWriter(SSRC, 600, first);
    writer.write(FragmentTest.messageOf(3));

    assertThat(fragments(writer.write(FragmentTest.messageOf(200))).get(0).messageId())
        .isEqualTo(expected);
  }

  @Test
  void passesOverZeroWhenIdsAndNumbersWrap() {
    PacketWriter writer = new PacketWriter(SSRC, 600, 0xffff);
    List<Fragment> sent = new ArrayList<>();
    for (int words = 200; words < 203; words++) {
      sent.addAll(fragments(writer.write(FragmentTest.messageOf(words))));
    }

    assertThat(sent)
        .extracting(Fragment::messageId)
        .containsExactly(0xfffe, 0xfffe, 0xffff, 0xffff, 1, 1);
    assertThat(sent).extracting(Fragment::sequenceNumber).containsExactly(0xffff, 0, 1, 2, 3, 4);
  }

  @Test
  void givesANewIdToWhatItHasForgotten() {
    PacketWriter writer = new PacketWriter(SSRC, 600, 10);
    Octets message = FragmentTest.messageOf(200);
    int before = fragments(writer.write(message)).get(0).messageId();
    writer.forget();

    assertThat(fragments(writer.write(message)).get(0).messageId()).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 24, 601, 602, 1451})
  void saysHowToMendAnMtuThatCannotBe(int mtu) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PacketWriter(SSRC, mtu, 1))
        .withMessageContaining("multiple of 4");
  }
}
