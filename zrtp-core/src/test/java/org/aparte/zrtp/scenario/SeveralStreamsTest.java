package org.aparte.zrtp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.ZrtpConfig;
import org.junit.jupiter.api.Test;

/** Calls of several streams: one does DH, the others are added to it (RFC 6189 section 4.4.3). */
class SeveralStreamsTest {

  private static final ZrtpConfig CONFIG = Classical.config();

  /** Header, 25 words, CRC; nothing else in these calls is as long. */
  private static final int MULTISTREAM_COMMIT_PACKET = 12 + 4 * 25 + 4;

  @Test
  @Requirement({"Z-4.4.1-01", "Z-4.4.1-02", "Z-4.4.3-04", "Z-4.4.3-05", "Z-4.4.3.1-02"})
  void addsAllButOneStreamInMultistreamMode() {
    TwoPeers call = call(Wire.PERFECT, 1).start().start().start();

    call.runUntilSecure(5_000);

    assertThat(call.allSecure()).isTrue();
    DhCallTest.assertSecure(call);
    assertThat(call.a().lines())
        .extracting(line -> line.secure().algorithms().keyAgreement())
        .containsExactlyInAnyOrder(
            KeyAgreementType.X255, KeyAgreementType.MULT, KeyAgreementType.MULT);
    assertThat(call.a().lines())
        .extracting(line -> line.secure().algorithms().srtpProfile())
        .containsOnly(call.a().line().secure().algorithms().srtpProfile());
  }

  @Test
  @Requirement("Z-4.4.3-06")
  void commitsInMultistreamModeOnlyOnceTheFirstStreamIsSecure() {
    int[] multistream = {0};
    for (long seed = 1; seed <= 50; seed++) {
      TwoPeers call = call(Wire.PERFECT.jitter(80).loss(0.1), seed);
      call.tap((from, line, datagram) -> {
        if (datagram.length == MULTISTREAM_COMMIT_PACKET) {
          multistream[0]++;
          assertThat(from.lines()).anyMatch(Peer.Line::isSecure);
        }
        return List.of(datagram);
      });
      call.start().start().runUntilSecure(60_000);
    }
    assertThat(multistream[0]).isGreaterThan(50);
  }

  @Test
  @Requirement({"Z-4.2-07", "Z-4.2-08", "Z-4.4.3.1-08"})
  void solvesCommitsThatCrossOnDifferentStreams() {
    for (long seed = 1; seed <= 300; seed++) {
      Wire wire = Wire.PERFECT.jitter(80).loss(seed % 3 * 0.1).duplication(0.05);
      TwoPeers call = call(wire, seed).start(seed % 5 * 10).start(seed % 4 * 10).start();
      call.runUntilSecure(60_000);
      assertThat(call.allSecure()).as("seed %d", seed).isTrue();
      DhCallTest.assertSecure(call);
    }
  }

  @Test
  @Requirement("Z-4.4.3-01")
  void addsAStreamLongAfterTheFirst() {
    TwoPeers call = call(Wire.PERFECT, 2).start().runUntilSecure(5_000).run(60_000, () -> false);

    call.start().runUntilSecure(5_000);

    assertThat(call.allSecure()).isTrue();
    DhCallTest.assertSecure(call);
    assertThat(call.a().lines().get(1).secure().sas()).isEqualTo(call.a().line().secure().sas());
  }

  private static TwoPeers call(Wire wire, long seed) {
    return new TwoPeers(
        Peer.of("a", 2 * seed, CONFIG), Peer.of("b", 2 * seed + 1, CONFIG), wire, seed);
  }
}
