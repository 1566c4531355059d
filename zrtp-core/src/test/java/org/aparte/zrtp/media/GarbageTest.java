package org.aparte.zrtp.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.aparte.zrtp.Arrival;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.model.MediaDrop;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.junit.jupiter.api.Test;

/** Garbage of the packet path, in octets: what SRTP alone leaves, and nothing on top of it. */
class GarbageTest {

  private static final int PACKETS = 2_000;
  private static final int ROUNDS = 40;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final byte[] buffer = new byte[300];
  private final ByteBuffer direct = ByteBuffer.allocateDirect(300);
  private int sequence;

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

  private int nextRtp() {
    sequence++;
    buffer[0] = (byte) 0x80;
    buffer[1] = 0;
    buffer[2] = (byte) (sequence >> 8);
    buffer[3] = (byte) sequence;
    buffer[11] = 5;
    return 172;
  }

  @Test
  void addsNothingToTheGarbageOfSrtp() {
    ZrtpConfig config = ZrtpConfig.builder().disclosesKeys(true).build();
    MediaCall call = MediaCall.of(config, MediaPolicy.REQUIRED);
    call.a.media.exposeKeys();
    call.start().runUntilSecure();
    SrtpMasterKey given = call.a.told(ZrtpEvent.ReceiveKey.class).get(0).key();
    SrtpMasterKey key =
        SrtpMasterKey.of(given.profile(), given.key().expose(), given.salt().expose());
    try (SrtpSender sender = SrtpSender.of(key);
        SrtpReceiver receiver = SrtpReceiver.of(key)) {
      long alone =
          octetsEach(() -> {
            int length = sender.protectRtp(buffer, 0, nextRtp());
            assertIs(172, receiver.unprotectRtp(buffer, 0, length));
          });
      SecureMedia a = call.a.media;
      SecureMedia b = call.b.media;
      long inArrays =
          octetsEach(() -> {
            int length = b.prepareRtp(buffer, 0, nextRtp());
            assertIs(172, a.receive(buffer, 0, length, 0).length());
          });
      assertThat(inArrays).isLessThanOrEqualTo(alone + 8);
      long inDirectBuffers =
          octetsEach(() -> {
            direct.clear();
            direct.put(buffer, 0, nextRtp()).flip();
            assertIs(1, b.prepareRtp(direct).maySend() ? 1 : 0);
            assertIs(172, a.receive(direct, 0).length());
          });
      assertThat(inDirectBuffers).isLessThanOrEqualTo(alone + 8);
    }
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
