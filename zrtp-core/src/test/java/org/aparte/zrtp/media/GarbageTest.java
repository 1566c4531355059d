package org.aparte.zrtp.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.aparte.zrtp.Arrival;
import org.aparte.zrtp.model.MediaDrop;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.ZrtpConfig;
import org.junit.jupiter.api.Test;

/** Garbage of the packet path, in octets, which no load of the machine changes: none. */
class GarbageTest {

  private static final int PACKETS = 2_000;
  private static final int ROUNDS = 40;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** One packet through a way of handling it. */
  private interface Way {
    void handle();
  }

  /** The least that a packet of many cost, in rounds until the compiler has found what it can. */
  private static long octetsEach(Way way) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least > 0; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < PACKETS; i++) {
        way.handle();
      }
      least = Math.min(least, (THREADS.getCurrentThreadAllocatedBytes() - before) / PACKETS);
    }
    return least;
  }

  @Test
  void leavesNoneForWhatPassesInTheClear() {
    MediaCall call = MediaCall.of(ZrtpConfig.recommended(), MediaPolicy.BEST_EFFORT);
    byte[] rtp = MediaCall.octets(call.b.rtp("voice of b"));
    ByteBuffer direct = ByteBuffer.allocateDirect(rtp.length).put(rtp).flip();

    long octets =
        octetsEach(() -> {
          assertIs(rtp.length, call.a.media.receive(rtp, 0, rtp.length, 0).length());
          assertIs(rtp.length, call.a.media.receive(direct, 0).length());
          assertIs(rtp.length, call.a.media.prepareRtp(rtp, 0, rtp.length));
          assertIs(1, call.a.media.prepareRtcp(direct).maySend() ? 1 : 0);
        });

    assertThat(octets).isZero();
  }

  /** Up to the replay list, which comes before the MACs of the JCA, whose garbage is its own. */
  @Test
  void leavesNoneInASecureCallBesideThatOfTheJca() {
    MediaCall call = MediaCall.of(ZrtpConfig.recommended(), MediaPolicy.REQUIRED);
    call.start().runUntilSecure();
    byte[] srtp = SecureMediaTest.protectedBy(call, call.b);
    assertIs(1, call.inject(call.a, srtp).kind() == Arrival.Kind.RTP ? 1 : 0);
    byte[] sent = call.b.rtp("voice of b").array();
    assertIs(1, call.b.media.prepareRtp(sent.clone(), 0, 40) > 0 ? 1 : 0);

    long octets =
        octetsEach(() -> {
          Arrival again = call.a.media.receive(srtp, 0, srtp.length, 0);
          assertIs(1, again.reason() == MediaDrop.REPLAYED ? 1 : 0);
          assertIs(1, call.b.media.prepareRtp(sent, 0, 40) < 0 ? 1 : 0);
        });

    assertThat(octets).isZero();
  }

  @Test
  void leavesNoneForWhatIsDroppedUnchecked() {
    MediaCall call = MediaCall.of(ZrtpConfig.recommended(), MediaPolicy.REQUIRED);
    byte[] rtp = MediaCall.octets(call.b.rtp("voice of b"));

    long octets =
        octetsEach(() -> {
          Arrival arrival = call.a.media.receive(rtp, 0, rtp.length, 0);
          assertIs(1, arrival.reason() == MediaDrop.UNPROTECTED ? 1 : 0);
          assertIs(1, call.a.media.prepareRtp(rtp, 0, rtp.length) < 0 ? 1 : 0);
        });

    assertThat(octets).isZero();
  }

  private static void assertIs(int expected, int actual) {
    if (expected != actual) {
      throw new AssertionError(actual + " instead of " + expected);
    }
  }
}
