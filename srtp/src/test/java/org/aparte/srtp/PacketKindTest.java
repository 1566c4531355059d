package org.aparte.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;

class PacketKindTest {

  @Requirement({"S7983-7-01", "S7983-7-02", "S5764-5.1.2-01", "S5761-4-01"})
  @Test
  void tellsEveryPairOfFirstAndSecondOctet() {
    for (int first = 0; first < 256; first++) {
      for (int second = 0; second < 256; second++) {
        byte[] packet = packet(first, second, 64);
        PacketKind expected;
        if (first < 4) {
          expected = PacketKind.STUN;
        } else if (first < 16) {
          expected = PacketKind.UNKNOWN;
        } else if (first < 20) {
          expected = PacketKind.ZRTP;
        } else if (first < 64) {
          expected = PacketKind.DTLS;
        } else if (first < 80) {
          expected = PacketKind.TURN_CHANNEL;
        } else if (first < 128 || first > 191) {
          expected = PacketKind.UNKNOWN;
        } else {
          // payload types 64 to 95 with the marker bit
          expected = (second & 0xe0) == 0xc0 ? PacketKind.RTCP : PacketKind.RTP;
        }
        assertThat(PacketKind.of(packet, 0, packet.length))
            .as("octets %d, %d", first, second)
            .isEqualTo(expected);
      }
    }
  }

  @Requirement({"S5761-7-01", "S5761-5.1.1-05"})
  @Test
  void tellsProtectedRtpAndRtcpOnOnePortApartByWhatIsInTheClear() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      byte[] encrypted = new byte[64];
      random.nextBytes(encrypted);
      byte[] rtp = encrypted.clone();
      System.arraycopy(packet(0x80, 0x80 | 111, 12), 0, rtp, 0, 12);
      byte[] rtcp = encrypted.clone();
      System.arraycopy(packet(0x81, 201, 8), 0, rtcp, 0, 8);

      assertThat(PacketKind.of(rtp, 0, 64)).as("seed %d", seed).isEqualTo(PacketKind.RTP);
      assertThat(PacketKind.of(rtcp, 0, 64)).as("seed %d", seed).isEqualTo(PacketKind.RTCP);
    }
  }

  @Requirement("Z-5-02")
  @Test
  void callsNothingZrtpThatLacksItsCookie() {
    byte[] hello = packet(0x10, 0x00, 64);
    for (int octet = 4; octet < 8; octet++) {
      byte[] other = hello.clone();
      other[octet] ^= 1;
      assertThat(PacketKind.of(other, 0, 64)).isEqualTo(PacketKind.UNKNOWN);
    }
    assertThat(PacketKind.of(hello, 0, 64)).isEqualTo(PacketKind.ZRTP);
  }

  @Test
  void callsDatagramsUnknownThatAreTooShortForTheirHeader() {
    assertShortest(packet(0, 1, 64), 20, PacketKind.STUN);
    assertShortest(packet(16, 0, 64), 12, PacketKind.ZRTP);
    assertShortest(packet(22, 254, 64), 13, PacketKind.DTLS);
    assertShortest(packet(64, 0, 64), 4, PacketKind.TURN_CHANNEL);
    assertShortest(packet(128, 0, 64), 12, PacketKind.RTP);
    assertShortest(packet(128, 200, 64), 8, PacketKind.RTCP);
  }

  private static void assertShortest(byte[] packet, int shortest, PacketKind kind) {
    for (int length = 0; length <= packet.length; length++) {
      PacketKind expected = length < shortest ? PacketKind.UNKNOWN : kind;
      assertThat(PacketKind.of(packet, 0, length)).as("%d octets", length).isEqualTo(expected);
      assertThat(PacketKind.of(ByteBuffer.wrap(packet, 0, length)))
          .as("%d octets", length)
          .isEqualTo(expected);
    }
  }

  @Test
  void readsBuffersOfAnyKindAndOrderAndDoesNotMoveThem() {
    byte[] zrtp = packet(0x10, 0x00, 64);
    ByteBuffer direct = ByteBuffer.allocateDirect(100).order(ByteOrder.LITTLE_ENDIAN);
    direct.position(9).limit(9 + zrtp.length);
    direct.put(zrtp).position(9);

    assertThat(PacketKind.of(direct)).isEqualTo(PacketKind.ZRTP);
    assertThat(PacketKind.of(direct.asReadOnlyBuffer())).isEqualTo(PacketKind.ZRTP);
    assertThat(direct.position()).isEqualTo(9);
    assertThat(direct.limit()).isEqualTo(9 + zrtp.length);
    direct.limit(12);
    assertThat(PacketKind.of(direct)).isEqualTo(PacketKind.UNKNOWN);
  }

  @Test
  void saysTheSameOfArraysAndBuffersWhateverTheOctets() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] array = new byte[random.nextInt(40)];
      random.nextBytes(array);
      int offset = random.nextInt(array.length + 1);
      int length = random.nextInt(array.length - offset + 1);

      assertThat(PacketKind.of(array, offset, length))
          .as("seed %d, datagram %d", seed, i)
          .isEqualTo(PacketKind.of(ByteBuffer.wrap(array, offset, length)));
    }
  }

  @Test
  void wantsARangeInsideTheArray() {
    assertThatThrownBy(() -> PacketKind.of(new byte[12], 1, 12))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** A datagram with these first octets and the ZRTP cookie at its place. */
  private static byte[] packet(int first, int second, int length) {
    byte[] packet = new byte[length];
    ByteBuffer.wrap(packet).put((byte) first).put((byte) second).putInt(4, 0x5A525450);
    return packet;
  }
}
