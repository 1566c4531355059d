package org.aparte.srtp.hostile;

import static org.aparte.srtp.SrtpResult.AUTHENTICATION_FAILED;
import static org.aparte.srtp.SrtpResult.OK;
import static org.aparte.srtp.SrtpResult.TOO_MANY_SSRCS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.packet.BigEndian;
import org.aparte.srtp.testing.Keys;
import org.aparte.srtp.testing.Packets;
import org.aparte.srtp.testing.Pair;
import org.aparte.srtp.testing.StateSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * pion before 3.0.12, Jitsi Videobridge before 2429 and others made a state for every SSRC that
 * came, authentic or not, and somebody without the key could fill their memory or push streams out.
 */
class ForgedSsrcTest {

  @ParameterizedTest
  @CsvSource({"AES_CM_128_HMAC_SHA1_80, 1000000", "AEAD_AES_128_GCM, 100000"})
  void aMillionForgedSsrcsLeaveNoTrace(String profile, int packets) {
    Pair pair = Pair.of(SrtpProfile.byName(profile).orElseThrow());
    assertThat(pair.receiveRtp(pair.protectRtp(Packets.rtp(7, 1, new byte[50])))).isEqualTo(OK);
    byte[] late = pair.protectRtp(Packets.rtp(7, 2, new byte[50]));
    byte[] next = pair.protectRtp(Packets.rtp(7, 3, new byte[50]));
    StateSnapshot state = StateSnapshot.of(pair.receiver());
    byte[] forged = Packets.rtp(0, 5, new byte[60]);
    byte[] forgedRtcp = Packets.rtcp(0, 60);
    Random random = new Random(4);

    for (int i = 0; i < packets; i++) {
      BigEndian.put32(forged, 8, random.nextInt());
      int result = pair.receiver().unprotectRtp(forged, 0, forged.length);
      if (i % 16 == 0) {
        BigEndian.put32(forgedRtcp, 4, random.nextInt());
        result = pair.receiver().unprotectRtcp(forgedRtcp, 0, forgedRtcp.length);
      }
      if (result != AUTHENTICATION_FAILED.code()) {
        assertThat(SrtpResult.of(result)).isEqualTo(AUTHENTICATION_FAILED);
      }
    }

    assertThat(state.differenceFrom(pair.receiver())).isNull();
    assertThat(pair.receiver().ssrcs()).containsExactly(7);
    assertThat(pair.receiveRtp(next)).isEqualTo(OK);
    assertThat(pair.receiveRtp(late)).isEqualTo(OK);
  }

  @Test
  void strangersCannotPushOutAStreamWhenTheTableIsFull() {
    SrtpProfile profile = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
    Pair pair =
        new Pair(
            Pair.of(profile).sender(),
            Pair.of(Keys.key(profile, 1), Keys.options().maxSsrcs(100).build()).receiver());
    for (int ssrc = 0; ssrc < 100; ssrc++) {
      assertThat(pair.receiveRtp(pair.protectRtp(Packets.rtp(ssrc, 9, new byte[9])))).isEqualTo(OK);
    }
    byte[] oneMore = pair.protectRtp(Packets.rtp(100, 9, new byte[9]));
    StateSnapshot state = StateSnapshot.of(pair.receiver());
    Random random = new Random(5);
    for (int i = 0; i < 10_000; i++) {
      byte[] forged = Packets.rtp(1000 + random.nextInt(1_000_000), 5, new byte[60]);
      assertThat(pair.receiveRtp(forged)).isEqualTo(TOO_MANY_SSRCS);
    }
    assertThat(pair.receiveRtp(oneMore)).isEqualTo(TOO_MANY_SSRCS);
    assertThat(state.differenceFrom(pair.receiver())).isNull();

    for (int ssrc = 0; ssrc < 100; ssrc++) {
      assertThat(pair.receiveRtp(pair.protectRtp(Packets.rtp(ssrc, 10, new byte[9]))))
          .isEqualTo(OK);
    }
    assertThat(pair.receiver().forget(50)).isTrue();
    assertThat(pair.receiveRtp(oneMore)).isEqualTo(OK);
    assertThat(Arrays.stream(pair.receiver().ssrcs()).filter(ssrc -> ssrc == 50)).isEmpty();
  }
}
