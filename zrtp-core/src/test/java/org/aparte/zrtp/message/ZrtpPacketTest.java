package org.aparte.zrtp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZrtpPacketTest {

  private static final Octets HELLO_ACK = new HelloAck().write();

  private static ParsedPacket parse(byte[] datagram) {
    return ZrtpPacket.parse(datagram, 0, datagram.length);
  }

  /** A datagram with whatever stands in it and the CRC that fits. */
  private static byte[] withCrc(byte[] headerAndMessage) {
    int length = headerAndMessage.length;
    byte[] datagram = Arrays.copyOf(headerAndMessage, length + 4);
    int crc = Crc32c.of(datagram, 0, length);
    for (int i = 0; i < 4; i++) {
      datagram[length + i] = (byte) (crc >>> (8 * i));
    }
    return datagram;
  }

  private static byte[] headerAndMessage() {
    byte[] datagram = new ZrtpPacket(0x1234, 0x9abcdef0, HELLO_ACK).write().toArray();
    return Arrays.copyOf(datagram, datagram.length - 4);
  }

  @Test
  @Requirement({"Z-5-02", "Z-5-07", "Z-5-08"})
  void readsEveryRecordedPacketAndWritesItAgainOctetForOctet() {
    assertThat(Recordings.packets())
        .hasSizeGreaterThan(400)
        .allSatisfy(recorded -> {
          ParsedPacket packet = parse(recorded.datagram().toArray());
          assertThat(packet).isInstanceOf(ZrtpPacket.class);
          assertThat(((ZrtpPacket) packet).write()).isEqualTo(recorded.datagram());
        });
  }

  @Test
  @Requirement({"Z-5-01", "Z-5-02", "Z-5-04"})
  void hasTheHeaderOfFigure2() {
    assertThat(new ZrtpPacket(0x18cd, 0x63674bfb, HELLO_ACK).write())
        .hasToString("100018cd5a52545063674bfb505a000348656c6c6f41434b9c9edccd");
  }

  @Test
  void readsAPartOfALargerBuffer() {
    byte[] datagram = withCrc(headerAndMessage());
    byte[] buffer = new byte[datagram.length + 10];
    System.arraycopy(datagram, 0, buffer, 7, datagram.length);
    assertThat(ZrtpPacket.parse(buffer, 7, datagram.length))
        .isEqualTo(new ZrtpPacket(0x1234, 0x9abcdef0, HELLO_ACK));
    assertThatThrownBy(() -> ZrtpPacket.parse(buffer, 11, datagram.length))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void keepsNothingOfTheBuffer() {
    byte[] datagram = withCrc(headerAndMessage());
    ParsedPacket packet = parse(datagram);
    Arrays.fill(datagram, (byte) 0xff);
    assertThat(packet).isEqualTo(new ZrtpPacket(0x1234, 0x9abcdef0, HELLO_ACK));
  }

  @Test
  @Requirement("Z-5-06")
  void ignoresTheTwelveUnusedBits() {
    byte[] octets = headerAndMessage();
    for (int unused = 0; unused <= 0xfff; unused++) {
      octets[0] = (byte) (0x10 | (unused >>> 8));
      octets[1] = (byte) unused;
      assertThat(parse(withCrc(octets))).isEqualTo(new ZrtpPacket(0x1234, 0x9abcdef0, HELLO_ACK));
    }
  }

  /** Negative list 1: another first octet. */
  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x01, 0x0f, 0x20, 0x50, 0x80, 0x90, 0xff})
  @Requirement("Z-5-02")
  @Attack("N-1.03")
  void refusesAnotherFirstOctet(int first) {
    byte[] octets = headerAndMessage();
    octets[0] = (byte) first;
    assertThat(parse(withCrc(octets))).isEqualTo(RefusedPacket.NOT_ZRTP);
  }

  /** Negative list 1: another cookie. */
  @Test
  @Requirement("Z-5-02")
  @Attack("N-1.02")
  void refusesAnotherCookie() {
    for (int bit = 0; bit < 32; bit++) {
      byte[] octets = headerAndMessage();
      octets[4 + bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(parse(withCrc(octets))).isEqualTo(RefusedPacket.WRONG_COOKIE);
    }
  }

  /** Negative list 1: a CRC that does not fit, whichever bit was hit. */
  @Test
  @Requirement({"Z-5-08", "Z-5-09"})
  @Attack("N-1.01")
  void refusesAPacketWithAnyBitDamaged() {
    for (Recordings.Packet recorded : Recordings.packets().subList(0, 12)) {
      for (int bit = 0; bit < 8 * recorded.datagram().length(); bit++) {
        byte[] datagram = recorded.datagram().toArray();
        datagram[bit / 8] ^= (byte) (1 << (bit % 8));
        assertThat(parse(datagram))
            .as("%s, bit %d", recorded, bit)
            .isIn(RefusedPacket.NOT_ZRTP, RefusedPacket.WRONG_COOKIE, RefusedPacket.WRONG_CRC);
      }
    }
  }

  @Test
  @Requirement("Z-5-07")
  void refusesACrcInTheOtherOrderOfOctets() {
    byte[] datagram = withCrc(headerAndMessage());
    int end = datagram.length;
    byte[] swapped = datagram.clone();
    for (int i = 0; i < 4; i++) {
      swapped[end - 4 + i] = datagram[end - 1 - i];
    }
    assertThat(parse(swapped)).isEqualTo(RefusedPacket.WRONG_CRC);
  }

  /** Negative list 2: cut off at each octet. */
  @Test
  @Requirement("Z-5-09")
  @Attack({"N-2.02", "A-8"})
  void refusesAPacketCutOffAtAnyOctet() {
    for (Recordings.Packet recorded : Recordings.packets().subList(0, 12)) {
      byte[] datagram = recorded.datagram().toArray();
      for (int length = 0; length < datagram.length; length++) {
        RefusedPacket expected =
            length < 28
                ? RefusedPacket.TOO_SHORT
                : length % 4 != 0 ? RefusedPacket.NOT_WHOLE_WORDS : RefusedPacket.WRONG_CRC;
        assertThat(ZrtpPacket.parse(datagram, 0, length)).isEqualTo(expected);
      }
    }
  }

  @Test
  @Attack({"N-2.03", "A-8"})
  void refusesADatagramLongerThanAnyMessage() {
    byte[] longest = new byte[12 + ZrtpPacket.MAX_MESSAGE_OCTETS];
    System.arraycopy(headerAndMessage(), 0, longest, 0, 12);
    assertThat(parse(withCrc(longest))).isInstanceOf(ZrtpPacket.class);

    byte[] longer = Arrays.copyOf(longest, longest.length + 4);
    assertThat(parse(withCrc(longer))).isEqualTo(RefusedPacket.TOO_LONG);
    byte[] largestDatagram = Arrays.copyOf(longest, 65503);
    assertThat(parse(withCrc(largestDatagram))).isEqualTo(RefusedPacket.TOO_LONG);
  }

  /** Negative list 17, as far as it concerns the packet: no number is better than another. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 0x7fff, 0x8000, 0xffff})
  void readsEverySequenceNumber(int sequenceNumber) {
    ZrtpPacket packet = new ZrtpPacket(sequenceNumber, 1, HELLO_ACK);
    assertThat(parse(packet.write().toArray())).isEqualTo(packet);
  }

  @Test
  void refusesToBeMadeOfWhatCannotBeSent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ZrtpPacket(0x10000, 1, HELLO_ACK))
        .withMessageContaining("wrap");
    assertThatIllegalArgumentException().isThrownBy(() -> new ZrtpPacket(-1, 1, HELLO_ACK));
    for (int octets : new int[] {0, 8, 13, ZrtpPacket.MAX_MESSAGE_OCTETS + 4}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ZrtpPacket(0, 1, Octets.of(new byte[octets])));
    }
  }
}
