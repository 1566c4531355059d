package org.aparte.srtp.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.aparte.srtp.RocCarriage;
import org.aparte.srtp.SrtpOptions.Cryptex;
import org.aparte.srtp.SrtpOptions.RtcpEncryption;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.testing.Mix;
import org.aparte.srtp.testing.Packets;
import org.aparte.srtp.testing.Pair;
import org.aparte.srtp.testing.StateSnapshot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever octets come, under whatever options: a result, never an exception; nothing read behind
 * the packet, nothing written outside of it; a refused packet as it was, and the receiver too. The
 * seeds stand in the names; {@code -Daparte.seed=N} begins elsewhere.
 */
class FuzzTest {

  private static final int ROUNDS = 60;
  private static final int[] FORMATS = {-1, -1, 0xbede, 0xbede, 0x1000, 0x1003, 0xabcd};

  static List<Arguments> mixes() {
    List<Arguments> mixes = new ArrayList<>();
    long seed = Long.getLong("aparte.seed", 9335);
    for (Mix mix : Mix.all()) {
      mixes.add(Arguments.of(mix, seed++));
    }
    return mixes;
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("mixes")
  void givesAResultForAnyOctets(Mix mix, long seed) {
    Fuzz fuzz = new Fuzz(mix, seed);
    for (int i = 0; i < ROUNDS; i++) {
      fuzz.rtp();
      fuzz.rtcp();
      fuzz.anyOctets();
    }
    fuzz.everyTruncation();
  }

  private static final class Fuzz {
    private final Mix mix;
    private final Random random;
    private final Pair pair;
    private int sequence;

    Fuzz(Mix mix, long seed) {
      this.mix = mix;
      random = new Random(seed);
      pair = mix.pair(seed);
      sequence = random.nextInt(30_000);
    }

    void rtp() {
      byte[] plain = plainRtp();
      byte[] sealed = pair.protectRtp(plain);
      int changes = 1 + random.nextInt(3);
      byte[] changed = sealed;
      for (int i = 0; i < changes; i++) {
        changed = mutated(changed);
      }
      if (!Arrays.equals(changed, sealed)) {
        refuses(false, changed);
      }
      assertThat(pair.openRtp(sealed)).as("%s", this).isEqualTo(restored(plain));
      refuses(false, sealed);
    }

    void rtcp() {
      byte[] plain = Packets.rtcp(random.nextInt(), 4 * random.nextInt(20));
      byte[] sealed = pair.protectRtcp(plain);
      byte[] changed = mutated(sealed);
      if (!Arrays.equals(changed, sealed)) {
        refuses(true, changed);
      }
      boolean plainSrtcp = !mix.options().encryptRtcp() || mix.profile().name().startsWith("NULL");
      RtcpEncryption policy = mix.options().rtcpEncryption(mix.profile());
      if (plainSrtcp && policy == RtcpEncryption.REQUIRE) {
        assertThat(pair.receiveRtcp(sealed)).isEqualTo(SrtpResult.RTCP_NOT_ENCRYPTED);
      } else {
        assertThat(pair.openRtcp(sealed)).as("%s", this).isEqualTo(plain);
      }
      refuses(true, sealed);
    }

    void anyOctets() {
      byte[] any = octets(random.nextInt(120));
      if (any.length > 0 && random.nextInt(4) > 0) {
        any[0] = (byte) (0x80 | any[0] & 0x3f);
      }
      refuses(random.nextBoolean(), any);
      byte[] buffer = Arrays.copyOf(any, any.length + pair.sender().maxExpansion());
      byte[] before = buffer.clone();
      boolean rtcp = random.nextBoolean();
      int result =
          rtcp
              ? pair.sender().protectRtcp(buffer, 0, any.length)
              : pair.sender().protectRtp(buffer, 0, any.length);
      if (result < 0) {
        assertThat(buffer).as("%s", this).isEqualTo(before);
      }
    }

    void everyTruncation() {
      byte[] srtp = pair.protectRtp(plainRtp());
      byte[] srtcp = pair.protectRtcp(Packets.rtcp(1, 24));
      for (int length = 0; length < srtp.length; length++) {
        refuses(false, Arrays.copyOf(srtp, length));
        refuses(true, Arrays.copyOf(srtp, length));
      }
      for (int length = 0; length < srtcp.length; length++) {
        refuses(true, Arrays.copyOf(srtcp, length));
        refuses(false, Arrays.copyOf(srtcp, length));
      }
    }

    /** A packet that is not authentic: at the end of its array, and with octets all around. */
    private void refuses(boolean rtcp, byte[] packet) {
      StateSnapshot state = StateSnapshot.of(pair.receiver());
      byte[] exact = packet.clone();
      int result = receive(rtcp, exact, 0, packet.length);
      int front = 1 + random.nextInt(20);
      byte[] around = octets(front + packet.length + 1 + random.nextInt(40));
      System.arraycopy(packet, 0, around, front, packet.length);
      byte[] before = around.clone();
      int again = receive(rtcp, around, front, packet.length);
      assertThat(again).as("%s: octets outside of the packet count", this).isEqualTo(result);
      assertThat(state.differenceFrom(pair.receiver())).as("%s", this).isNull();
      if (result >= 0) {
        // RFC 4771 mode 1 has packets without a tag; nothing else is taken
        assertThat(mix.options().rocCarriage()).as("%s", this).isEqualTo(RocCarriage.MODE_1);
        System.arraycopy(around, front, before, front, packet.length);
      } else {
        assertThat(exact).as("%s", this).isEqualTo(packet);
      }
      assertThat(around).as("%s", this).isEqualTo(before);
    }

    private int receive(boolean rtcp, byte[] b, int offset, int length) {
      return rtcp
          ? pair.receiver().unprotectRtcp(b, offset, length)
          : pair.receiver().unprotectRtp(b, offset, length);
    }

    private byte[] plainRtp() {
      int format = FORMATS[random.nextInt(FORMATS.length)];
      boolean hides = mix.options().cryptex() != Cryptex.OFF;
      if (hides && format == 0x1003) {
        format = 0x1000; // appbits have no room in cryptex
      }
      int csrcs = random.nextInt(3) == 0 ? random.nextInt(16) : 0;
      byte[] extension = extension(format, random.nextInt(6));
      return Packets.rtp(
          7, sequence++ & 0xffff, csrcs, format, extension, octets(random.nextInt(60)));
    }

    /** Elements as RFC 8285 has them, padding between and behind them. */
    private byte[] extension(int format, int words) {
      if (format == 0xabcd) {
        return octets(4 * words);
      }
      ByteBuffer b = ByteBuffer.allocate(4 * words);
      while (b.remaining() > 3) {
        int room = Math.min(b.remaining() - 2, 8);
        int octets = 1 + random.nextInt(room);
        switch (random.nextInt(4)) {
          case 0 -> b.put((byte) 0);
          default -> {
            if (format == 0xbede) {
              b.put((byte) (1 + random.nextInt(14) << 4 | octets - 1));
            } else {
              b.put((byte) (1 + random.nextInt(255))).put((byte) octets);
            }
            b.put(octets(octets));
          }
        }
      }
      return b.array();
    }

    /** What the receiver gives back: cryptex announces the CSRCs it hid by an empty extension. */
    private byte[] restored(byte[] plain) {
      boolean inserted =
          mix.options().cryptex() != Cryptex.OFF && (plain[0] & 0x10) == 0 && (plain[0] & 0x0f) > 0;
      if (!inserted) {
        return plain;
      }
      int header = 12 + 4 * (plain[0] & 0x0f);
      ByteBuffer b = ByteBuffer.allocate(plain.length + 4);
      b.put(plain, 0, header).putInt(0xbede0000).put(plain, header, plain.length - header);
      b.put(0, (byte) (plain[0] | 0x10));
      return b.array();
    }

    private byte[] mutated(byte[] packet) {
      byte[] b = packet.clone();
      if (b.length < 4) {
        return b;
      }
      int at = random.nextInt(b.length - 3);
      switch (random.nextInt(7)) {
        case 0 -> b = Arrays.copyOf(b, random.nextInt(b.length));
        case 1 -> b = Arrays.copyOf(b, b.length + 1 + random.nextInt(30));
        case 2 -> b[0] = (byte) random.nextInt();
        case 3 -> System.arraycopy(octets(4), 0, b, at, 4);
        case 4 -> b[b.length - 1 - random.nextInt(4)]++;
        case 5 -> {
          int extension = Math.min(b.length - 4, 12 + 4 * (b[0] & 0xf));
          System.arraycopy(octets(4), 0, b, extension, 4);
          b[extension + 2] = 0;
        }
        default -> b[at] ^= (byte) (1 << random.nextInt(8));
      }
      return b;
    }

    private byte[] octets(int count) {
      byte[] octets = new byte[count];
      random.nextBytes(octets);
      return octets;
    }

    @Override
    public String toString() {
      return mix + ", SEQ " + sequence;
    }
  }
}
