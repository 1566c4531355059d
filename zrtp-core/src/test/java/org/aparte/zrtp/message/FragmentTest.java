package org.aparte.zrtp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;

class FragmentTest {

  private static final Octets MESSAGE = messageOf(40);
  private static final Fragment FIRST =
      new Fragment(7, 0x9abcdef0, 0x1234, 40, 0, MESSAGE.slice(0, 48));

  /** A message of so many words that differ; its type is none. */
  static Octets messageOf(int words) {
    byte[] message = new byte[4 * words];
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) (i * 31 + i / 256);
    }
    message[0] = 0x50;
    message[1] = 0x5a;
    message[2] = (byte) (words >>> 8);
    message[3] = (byte) words;
    return Octets.of(message);
  }

  static ParsedPacket parse(Octets datagram) {
    byte[] octets = datagram.toArray();
    return ZrtpPacket.parse(octets, 0, octets.length);
  }

  /** The datagram of a fragment whose 16-bit field at an octet says something else. */
  private static Octets withField(int octet, int value) {
    byte[] datagram = FIRST.write().toArray();
    datagram[octet] = (byte) (value >>> 8);
    datagram[octet + 1] = (byte) value;
    return withCrc(datagram);
  }

  private static Octets withCrc(byte[] datagram) {
    int end = datagram.length - 4;
    int crc = Crc32c.of(datagram, 0, end);
    for (int i = 0; i < 4; i++) {
      datagram[end + i] = (byte) (crc >>> (8 * i));
    }
    return Octets.of(datagram);
  }

  private static Octets published(String key) {
    return Recordings.lines("fragments.txt").stream()
        .filter(line -> line.key().startsWith(key))
        .map(line -> Octets.ofHex(line.value()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void readsThePublishedFragmentsAndWritesThemAgainOctetForOctet() {
    ZrtpPacket whole = (ZrtpPacket) parse(published("pkt 1"));
    Reassembly reassembly = new Reassembly();
    Fragment first = (Fragment) parse(published("fragment 1"));
    Fragment second = (Fragment) parse(published("fragment 2"));

    assertThat(first)
        .isEqualTo(
            new Fragment(1, whole.ssrc(), 0x1234, 0x26, 0, whole.message().slice(0, 4 * 18)));
    assertThat(second)
        .isEqualTo(
            new Fragment(1, whole.ssrc(), 0x1234, 0x26, 18, whole.message().slice(4 * 18, 4 * 38)));
    assertThat(first.write()).isEqualTo(published("fragment 1"));
    assertThat(second.write()).isEqualTo(published("fragment 2"));
    assertThat(reassembly.take(first, 0)).isEmpty();
    assertThat(reassembly.take(second, 0)).containsExactly(whole.message());
  }

  @Test
  @Attack({"N-18.01", "A-10"})
  void refusesThePublishedMaliciousFragments() {
    assertThat(parse(published("malicious fragment, messageId 0")))
        .isEqualTo(RefusedPacket.FRAGMENT_WITHOUT_ID);
    assertThat(parse(published("malicious fragment, offset 0x30")))
        .isEqualTo(RefusedPacket.FRAGMENT_BEYOND_MESSAGE);
  }

  @Test
  @Attack({"N-18.01", "A-10"})
  void refusesAFragmentOfAnotherLengthThanItSays() {
    assertThat(parse(withField(18, 12))).isEqualTo(FIRST);
    for (int words : new int[] {0, 1, 11, 13, 40, 0x4000, 0x400c, 0xffff}) {
      assertThat(parse(withField(18, words))).isEqualTo(RefusedPacket.FRAGMENT_LENGTH_MISMATCH);
    }
  }

  @Test
  @Attack({"N-18.01", "A-10"})
  void refusesAFragmentThatReachesBeyondItsMessage() {
    for (int offset : new int[] {29, 40, 41, 0x7fff, 0x8000, 0xffff}) {
      assertThat(parse(withField(16, offset))).isEqualTo(RefusedPacket.FRAGMENT_BEYOND_MESSAGE);
    }
    assertThat(parse(withField(16, 28))).isInstanceOf(Fragment.class);
  }

  @Test
  @Attack({"N-18.01", "A-8"})
  void refusesAFragmentOfWhatIsNoMessage() {
    int longest = ZrtpPacket.MAX_MESSAGE_OCTETS / 4;
    for (int total : new int[] {0, 1, 2, 39, 41, longest, longest + 1, 0x4028, 0xffff}) {
      assertThat(parse(withField(14, total)))
          .as("%d words in all, where the beginning says 40", total)
          .isEqualTo(RefusedPacket.FRAGMENT_OF_NO_MESSAGE);
    }
    assertThat(parse(withField(20, 0x505b))).isEqualTo(RefusedPacket.FRAGMENT_OF_NO_MESSAGE);
    assertThat(parse(withField(22, 39))).isEqualTo(RefusedPacket.FRAGMENT_OF_NO_MESSAGE);
  }

  @Test
  @Requirement({"Z-5-08", "Z-5-09"})
  @Attack("N-1.01")
  void refusesAFragmentWithAnyBitDamaged() {
    Octets datagram = FIRST.write();
    for (int bit = 0; bit < 8 * datagram.length(); bit++) {
      byte[] damaged = datagram.toArray();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(parse(Octets.of(damaged)))
          .as("bit %d", bit)
          .isIn(RefusedPacket.NOT_ZRTP, RefusedPacket.WRONG_COOKIE, RefusedPacket.WRONG_CRC);
    }
  }

  @Test
  @Requirement("Z-5-06")
  void takesAWholeMessageForOneWhateverTheUnusedBitsSay() {
    for (ZrtpMessage message : Samples.messages()) {
      byte[] datagram = new ZrtpPacket(1, 2, message.write()).write().toArray();
      datagram[0] = 0x11;
      assertThat(parse(withCrc(datagram))).isEqualTo(new ZrtpPacket(1, 2, message.write()));
    }
    for (Recordings.Packet recorded : Recordings.packets()) {
      byte[] datagram = recorded.datagram().toArray();
      datagram[0] = 0x11;
      datagram[1] = 0;
      assertThat(parse(withCrc(datagram))).as("%s", recorded).isInstanceOf(ZrtpPacket.class);
    }
  }

  /** Its id is the preamble, and its total length the one that the packet has. */
  @Test
  void takesAFragmentForOneThoughItBeginsAsAMessage() {
    Fragment fragment = new Fragment(1, 2, 0x505a, 40, 2, MESSAGE.slice(8, 160));
    assertThat(fragment.write().length()).isEqualTo(12 + 8 + 4 * 38 + 4);
    assertThat(parse(fragment.write())).isEqualTo(fragment);
  }

  @Test
  void readsTheExtremesAsTheyAre() {
    int longest = ZrtpPacket.MAX_MESSAGE_OCTETS / 4;
    for (Fragment fragment :
        List.of(
            new Fragment(0xffff, -1, 0xffff, longest, longest - 1, Octets.of(new byte[4])),
            new Fragment(0, 0, 1, 3, 2, Octets.of(new byte[4])),
            new Fragment(0, 0, 1, 40, 0, MESSAGE))) {
      assertThat(parse(fragment.write())).isEqualTo(fragment);
    }
  }

  @Test
  void refusesToBeMadeOfWhatCannotBeSent() {
    Octets part = MESSAGE.slice(4, 12);
    assertThatIllegalArgumentException().isThrownBy(() -> new Fragment(-1, 1, 1, 40, 1, part));
    assertThatIllegalArgumentException().isThrownBy(() -> new Fragment(0x10000, 1, 1, 40, 1, part));
    for (int id : new int[] {-1, 0, 0x10000}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Fragment(1, 1, id, 40, 1, part))
          .withMessageContaining("FRAGMENT_WITHOUT_ID");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Fragment(1, 1, 1, 40, -1, part));
    assertThatIllegalArgumentException().isThrownBy(() -> new Fragment(1, 1, 1, 40, 39, part));
    assertThatIllegalArgumentException().isThrownBy(() -> new Fragment(1, 1, 1, 40, 0, part));
    for (int octets : new int[] {0, 3, 5}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Fragment(1, 1, 1, 40, 1, Octets.of(new byte[octets])));
    }
  }

  @Test
  void keepsNothingOfTheBuffer() {
    byte[] datagram = FIRST.write().toArray();
    ParsedPacket packet = ZrtpPacket.parse(datagram, 0, datagram.length);
    Arrays.fill(datagram, (byte) 0xff);
    assertThat(packet).isEqualTo(FIRST);
  }
}
