package org.aparte.srtp.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.aparte.srtp.RocCarriage;
import org.aparte.srtp.SrtpBatch;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpOptions.Cryptex;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpTag;
import org.aparte.srtp.testing.HollowProvider;
import org.aparte.srtp.testing.Keys;
import org.aparte.srtp.testing.Packets;
import org.aparte.srtp.testing.Pair;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Garbage for each packet, in octets, which no load of the machine changes. */
class AllocationTest {

  private static final int PACKETS = 2000;
  private static final int PAYLOAD_OCTETS = 160;

  /** JCA asks for an object with the IV in it, which copies the IV: 24 and 32 octets. */
  private static final long GCM_PARAMETERS = 56;

  /** Two copies of a SHA-1 midstate, with or without the objects around them. */
  private static final long SHA_1_COPIES = 416;

  private static final int TOLERANCE = 8;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Octets that this thread has allocated so far. */
  static long allocatedOctets() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  static List<SrtpProfile> profiles() {
    return SrtpProfile.named();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void allocatesNothingItself(SrtpProfile profile) {
    boolean aead = profile.tag() == SrtpTag.AEAD;
    boolean hides = !profile.name().startsWith("NULL");
    SrtpOptions.Builder options =
        SrtpOptions.builder()
            .preferredProvider(new HollowProvider())
            .encryptedExtensions(Set.of(1))
            .cryptex(hides ? Cryptex.ALLOW : Cryptex.OFF);
    if (profile.tag().rtpOctets() > 4) {
      options.rocCarriage(aead ? RocCarriage.MODE_3 : RocCarriage.MODE_2, 2);
    }
    Packet packet = new Packet(Pair.of(Keys.key(profile, 1), options.build()));
    packet.octetsEach();
    long[] octets = packet.octetsEach();
    for (long each : octets) {
      assertThat(each).isLessThanOrEqualTo(aead ? GCM_PARAMETERS : 0);
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void leavesTheGarbageOfTheJcaAndNoMore(SrtpProfile profile) {
    if (System.getProperty("aparte.accelerator") != null) {
      leavesNoGarbage(profile);
      return;
    }
    boolean aead = profile.tag() == SrtpTag.AEAD;
    Packet packet = new Packet(Pair.of(profile));
    long most = Long.MAX_VALUE;
    // as often as the compiler takes to find what need not be allocated
    for (int round = 0; round < (aead ? 10 : 40) && most > SHA_1_COPIES; round++) {
      most = Math.min(most, LongStream.of(packet.octetsEach()).max().orElseThrow());
    }
    if (aead) {
      System.out.println(profile + ": " + most + " octets of garbage for each packet, by the JCA");
    } else {
      assertThat(most).isLessThanOrEqualTo(SHA_1_COPIES + TOLERANCE);
    }
  }

  /**
   * As srtp-intrinsics runs this test: everything that the packet path does is known to the end.
   */
  private static void leavesNoGarbage(SrtpProfile profile) {
    Packet packet = new Packet(Pair.of(profile));
    packet.octetsEach();

    assertThat(packet.octetsEach()).containsOnly(0);
  }

  /** Packets of the same few arrays, through each of the ways in. */
  private static final class Packet {
    private final Pair pair;
    private final byte[] plain =
        Packets.rtp(1, 0, 2, 0xbede, new byte[] {0x10, 7, 0, 0}, new byte[PAYLOAD_OCTETS]);
    private final byte[] plainRtcp = Packets.rtcp(1, 64);
    private final byte[] array = new byte[400];
    private final byte[] target = new byte[400];
    private final ByteBuffer direct = ByteBuffer.allocateDirect(400);
    private final SrtpBatch batch = new SrtpBatch(2);
    private int sequence;

    Packet(Pair pair) {
      this.pair = pair;
    }

    /**
     * Of RTP in place, RTP out of place, RTP in a direct buffer, RTP in a batch, RTCP; both
     * directions each.
     */
    long[] octetsEach() {
      long[] octets = new long[5];
      for (int way = 0; way < octets.length; way++) {
        long before = allocatedOctets();
        for (int i = 0; i < PACKETS; i++) {
          boolean whole =
              switch (way) {
                case 0 -> inPlace();
                case 1 -> outOfPlace();
                case 2 -> direct();
                case 3 -> i % 2 == 1 || twoInABatch();
                default -> rtcp();
              };
          if (!whole) {
            throw new AssertionError("way " + way + ", packet " + i);
          }
        }
        octets[way] = (allocatedOctets() - before) / (2 * PACKETS);
      }
      return octets;
    }

    private void next() {
      sequence++;
      plain[2] = (byte) (sequence >> 8);
      plain[3] = (byte) sequence;
    }

    private boolean inPlace() {
      next();
      System.arraycopy(plain, 0, array, 0, plain.length);
      int length = pair.sender().protectRtp(array, 0, plain.length);
      return pair.receiver().unprotectRtp(array, 0, length) == plain.length;
    }

    private boolean outOfPlace() {
      next();
      int length = pair.sender().protectRtp(plain, 0, plain.length, array, 0);
      return pair.receiver().unprotectRtp(array, 0, length, target, 0) == plain.length;
    }

    private boolean direct() {
      next();
      direct.clear();
      direct.put(plain).flip();
      pair.sender().protectRtp(direct);
      pair.receiver().unprotectRtp(direct);
      return direct.remaining() == plain.length;
    }

    private boolean twoInABatch() {
      batch.clear();
      next();
      System.arraycopy(plain, 0, array, 0, plain.length);
      batch.add(pair.sender(), array, 0, plain.length);
      next();
      System.arraycopy(plain, 0, target, 0, plain.length);
      batch.add(pair.sender(), target, 0, plain.length);
      batch.protectRtp();
      return pair.receiver().unprotectRtp(array, 0, batch.result(0)) == plain.length
          && pair.receiver().unprotectRtp(target, 0, batch.result(1)) == plain.length;
    }

    private boolean rtcp() {
      System.arraycopy(plainRtcp, 0, array, 0, plainRtcp.length);
      int length = pair.sender().protectRtcp(array, 0, plainRtcp.length);
      return pair.receiver().unprotectRtcp(array, 0, length) == plainRtcp.length;
    }
  }
}
