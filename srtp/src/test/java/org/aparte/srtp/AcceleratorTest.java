package org.aparte.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.aparte.srtp.testing.HollowProvider;
import org.aparte.srtp.testing.Keys;
import org.aparte.srtp.testing.Packets;
import org.aparte.srtp.testing.Pair;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who makes ciphers and MACs. srtp-intrinsics runs all tests of this module once more; the property
 * says so, and then this test fails where the accelerator does not serve.
 */
class AcceleratorTest {

  private static final String EXPECTED = System.getProperty("aparte.accelerator", "no accelerator");

  static List<SrtpProfile> profiles() {
    return Keys.profiles();
  }

  @Test
  void isServedByWhatTheBuildSays() {
    SrtpSender sender = SrtpSender.of(Keys.key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 1));

    assertThat(sender.describe()).contains(EXPECTED);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void makesTheSameOctetsAsTheJca(SrtpProfile profile) {
    Pair served = Pair.of(Keys.key(profile, 1), Keys.options().build());
    Pair alone =
        Pair.of(Keys.key(profile, 1), Keys.options().accelerator(SrtpAccelerator.NONE).build());

    for (int octets = 0; octets < 300; octets += 7) {
      byte[] rtp = Packets.rtp(5, octets, new byte[octets]);
      byte[] rtcp = Packets.rtcp(5, octets & ~3);
      byte[] srtp = served.protectRtp(rtp);
      byte[] srtcp = served.protectRtcp(rtcp);
      assertThat(srtp).isEqualTo(alone.protectRtp(rtp));
      assertThat(srtcp).isEqualTo(alone.protectRtcp(rtcp));
      assertThat(alone.openRtp(srtp)).isEqualTo(rtp).isEqualTo(served.openRtp(srtp));
      assertThat(alone.openRtcp(srtcp)).isEqualTo(rtcp).isEqualTo(served.openRtcp(srtcp));
    }
  }

  @Test
  void asksTheNamedAcceleratorFirst() {
    SrtpOptions options = SrtpOptions.builder().accelerator(new Reverse()).build();
    Pair pair = Pair.of(Keys.key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 1), options);
    byte[] packet = Packets.rtp(5, 1, new byte[] {0x0f});

    byte[] srtp = pair.protectRtp(packet);

    assertThat(srtp[12]).as("by the accelerator").isEqualTo((byte) 0xf0);
    assertThat(srtp).as("but the MAC is the JCA's").hasSize(packet.length + 10);
    assertThat(pair.openRtp(srtp)).isEqualTo(packet);
    assertThat(pair.sender().describe()).contains("reverse", "SHA-1 by SUN", "a test");
  }

  @Test
  void leavesTheFirstWordToAPreferredProvider() {
    SrtpOptions.Builder preferring = SrtpOptions.builder().preferredProvider(new HollowProvider());

    assertThat(preferring.build().accelerator()).isSameAs(SrtpAccelerator.NONE);
    SrtpAccelerator named = new Reverse();
    assertThat(preferring.accelerator(named).build().accelerator()).isSameAs(named);
    assertThat(SrtpOptions.defaults().accelerator()).isSameAs(SrtpAccelerator.found());
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void saysWhoServes(SrtpProfile profile) {
    SrtpOptions options = Keys.options().accelerator(SrtpAccelerator.NONE).build();

    String line = SrtpReceiver.of(Keys.key(profile, 1), options).describe();

    assertThat(line).startsWith(profile.name() + ": ").endsWith("; no accelerator");
    assertThat(line).doesNotContain("@").matches("[^\n]*( by |NULL)[^\n]*");
  }

  /** Counter mode that turns every bit over, and nothing else. */
  static final class Reverse implements SrtpAccelerator {
    @Override
    public String describe() {
      return "a test";
    }

    @Override
    public CounterMode counterMode(byte[] key) {
      return new CounterMode() {
        @Override
        public void xor(long high, long low, byte[] data, int from, int to) {
          for (int i = from; i < to; i++) {
            data[i] ^= (byte) 0xff;
          }
        }

        @Override
        public void close() {
          Arrays.fill(key, (byte) 0);
        }

        @Override
        public String toString() {
          return "reverse";
        }
      };
    }

    @Override
    public @Nullable HmacSha1 hmacSha1(byte[] key) {
      return null;
    }

    @Override
    public @Nullable Gcm gcm(byte[] key) {
      return null;
    }
  }
}
