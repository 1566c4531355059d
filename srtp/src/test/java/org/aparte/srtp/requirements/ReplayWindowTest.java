package org.aparte.srtp.requirements;

import static org.aparte.srtp.SrtpResult.OK;
import static org.aparte.srtp.SrtpResult.REPLAYED;
import static org.aparte.srtp.SrtpResult.TOO_OLD;
import static org.aparte.srtp.requirements.Traffic.SSRC;
import static org.aparte.srtp.requirements.Traffic.key;
import static org.aparte.srtp.requirements.Traffic.received;
import static org.aparte.srtp.requirements.Traffic.receivedRtcp;
import static org.aparte.srtp.requirements.Traffic.rtcp;
import static org.aparte.srtp.requirements.Traffic.rtp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;

/** The replay list: RFC 3711 section 3.3.2. */
class ReplayWindowTest {

  private final SrtpMasterKey key = key();
  private final SrtpReceiver receiver =
      SrtpReceiver.of(key, SrtpOptions.builder().replayWindow(64).build());

  @Test
  @Requirement("S3711-3.3.2-02")
  void reachesBack64PacketsAtLeast() {
    assertThat(SrtpOptions.defaults().replayWindowPackets()).isGreaterThanOrEqualTo(64);
    assertThatThrownBy(() -> SrtpOptions.builder().replayWindow(63))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(rtpAt(1000)).isEqualTo(OK);
    for (int lag = 63; lag > 0; lag--) {
      assertThat(rtpAt(1000 - lag)).isEqualTo(OK);
    }
    assertThat(rtcpAt(1000)).isEqualTo(OK);
    for (int lag = 63; lag > 0; lag--) {
      assertThat(rtcpAt(1000 - lag)).isEqualTo(OK);
    }
  }

  @Test
  @Requirement("S3711-3.3.2-04")
  void takesOnlyIndicesAheadOfTheWindowOrInItAndNotSeen() {
    long seed = 42; // any will do; fixed, so that a failure comes again
    Random random = new Random(seed);
    Set<Long> seen = new HashSet<>();
    long highest = 500;
    seen.add(highest);
    assertThat(rtpAt(highest)).isEqualTo(OK);
    for (int i = 0; i < 5000; i++) {
      long index = Math.max(0, highest - 80 + random.nextInt(100));
      SrtpResult expected = highest - index >= 64 ? TOO_OLD : seen.contains(index) ? REPLAYED : OK;

      assertThat(rtpAt(index)).as("index %s, highest %s", index, highest).isEqualTo(expected);

      if (expected == OK) {
        seen.add(index);
        highest = Math.max(highest, index);
      }
    }
  }

  @Test
  @Requirement("S3711-3.3.2-05")
  void movesTheWindowThenRecordsTheIndex() {
    rtpAt(1000);
    rtpAt(1001);
    assertThat(rtpAt(1130)).isEqualTo(OK);

    assertThat(rtpAt(1130)).isEqualTo(REPLAYED);
    // places of the list that 1000 and 1001 had are free again for 1128 and 1129
    assertThat(rtpAt(1128)).isEqualTo(OK);
    assertThat(rtpAt(1129)).isEqualTo(OK);
    assertThat(rtpAt(1000)).isEqualTo(TOO_OLD);
  }

  private SrtpResult rtpAt(long index) {
    byte[] packet = rtp(SSRC, (int) index & 0xffff);
    return received(receiver, Reference.srtp(key, packet, 12, index));
  }

  private SrtpResult rtcpAt(long index) {
    return receivedRtcp(receiver, Reference.srtcp(key, rtcp(SSRC), index, true));
  }
}
