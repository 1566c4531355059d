package org.aparte.srtp.hostile;

import static org.aparte.srtp.SrtpResult.BUFFER_TOO_SMALL;
import static org.aparte.srtp.SrtpResult.MALFORMED_TOO_LONG;
import static org.aparte.srtp.SrtpResult.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.testing.Keys;
import org.aparte.srtp.testing.Mix;
import org.aparte.srtp.testing.Packets;
import org.aparte.srtp.testing.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where packets may stand, and how much room they need. */
class BufferTest {

  private static final int LONGEST = 65_535;

  static List<Mix> mixes() {
    return Mix.all();
  }

  /**
   * CVE-2013-2139: a trailer longer than thought ran over the buffer. Here a packet that does not
   * fit stays as it was, and its index is not lost to the refusal.
   */
  @ParameterizedTest
  @MethodSource("mixes")
  void writesNothingWhereTheWholeTrailerDoesNotFit(Mix mix) {
    byte[] rtp = Packets.rtp(1, 3, 2, 0xbede, new byte[] {0x10, 1, 0, 0}, new byte[20]);
    byte[] rtcp = Packets.rtcp(1, 20);
    Pair pair = mix.pair(1);
    byte[] srtp = mix.pair(1).protectRtp(rtp);
    byte[] srtcp = mix.pair(1).protectRtcp(rtcp);
    assertThat(srtp.length - rtp.length).isLessThanOrEqualTo(pair.sender().maxExpansion());
    assertThat(srtcp.length - rtcp.length).isLessThanOrEqualTo(pair.sender().maxExpansion());

    for (int room = rtp.length; room <= srtp.length; room++) {
      byte[] buffer = Arrays.copyOf(rtp, room);
      int length = pair.sender().protectRtp(buffer, 0, rtp.length);
      boolean fits = room == srtp.length;
      assertThat(SrtpResult.of(length)).isEqualTo(fits ? OK : BUFFER_TOO_SMALL);
      assertThat(buffer).isEqualTo(fits ? srtp : Arrays.copyOf(rtp, room));
    }
    for (int room = rtcp.length; room <= srtcp.length; room++) {
      byte[] buffer = Arrays.copyOf(rtcp, room);
      int length = pair.sender().protectRtcp(buffer, 0, rtcp.length);
      boolean fits = room == srtcp.length;
      assertThat(SrtpResult.of(length)).isEqualTo(fits ? OK : BUFFER_TOO_SMALL);
      assertThat(buffer).isEqualTo(fits ? srtcp : Arrays.copyOf(rtcp, room));
    }
  }

  @ParameterizedTest
  @MethodSource("mixes")
  void writesNothingIntoATargetThatIsTooSmall(Mix mix) {
    byte[] rtp = Packets.rtp(1, 3, 2, -1, new byte[0], new byte[20]);
    byte[] srtp = mix.pair(1).protectRtp(rtp);
    Pair pair = mix.pair(1);
    for (int room = 0; room <= srtp.length; room++) {
      byte[] target = new byte[room];
      int length = pair.sender().protectRtp(rtp, 0, rtp.length, target, 0);
      boolean fits = room == srtp.length;
      assertThat(SrtpResult.of(length)).isEqualTo(fits ? OK : BUFFER_TOO_SMALL);
      assertThat(target).isEqualTo(fits ? srtp : new byte[room]);
    }
    for (int room = 0; room <= srtp.length; room++) {
      ByteBuffer target = ByteBuffer.allocateDirect(room);
      ByteBuffer source = ByteBuffer.wrap(srtp).asReadOnlyBuffer();
      SrtpResult result = pair.receiver().unprotectRtp(source, target);
      boolean fits = room == srtp.length;
      assertThat(result).isEqualTo(fits ? OK : BUFFER_TOO_SMALL);
      assertThat(source.position()).isEqualTo(fits ? srtp.length : 0);
      assertThat(target.position() > 0).isEqualTo(fits);
    }
  }

  @ParameterizedTest
  @MethodSource("mixes")
  void touchesNothingOutsideOfWhatItWasGiven(Mix mix) {
    byte[] rtp = Packets.rtp(1, 3, 1, 0x1000, new byte[] {3, 2, 7, 7}, new byte[33]);
    byte[] srtp = mix.pair(1).protectRtp(rtp);
    Pair pair = mix.pair(1);
    byte[] around = new byte[200];
    Arrays.fill(around, (byte) 0x7e);
    System.arraycopy(rtp, 0, around, 50, rtp.length);
    byte[] expected = around.clone();
    System.arraycopy(srtp, 0, expected, 50, srtp.length);

    assertThat(pair.sender().protectRtp(around, 50, rtp.length)).isEqualTo(srtp.length);
    assertThat(around).isEqualTo(expected);

    int length = pair.receiver().unprotectRtp(around, 50, srtp.length);
    assertThat(length).isEqualTo(rtp.length);
    assertThat(around).startsWith(Arrays.copyOf(expected, 50));
    assertThat(Arrays.copyOfRange(around, 50, 50 + length)).isEqualTo(rtp);
    assertThat(Arrays.copyOfRange(around, 50 + srtp.length, 200))
        .isEqualTo(Arrays.copyOfRange(expected, 50 + srtp.length, 200));
  }

  /** Each gives a buffer of a capacity, all of it between position and limit. */
  static List<IntFunction<ByteBuffer>> buffers() {
    return List.of(
        ByteBuffer::allocate,
        ByteBuffer::allocateDirect,
        n -> ByteBuffer.allocate(n + 30).position(7).limit(7 + n).slice(),
        n -> ByteBuffer.allocateDirect(n + 30).position(7).limit(7 + n).slice(),
        n -> ByteBuffer.wrap(new byte[n + 9], 0, n + 9).position(9).slice());
  }

  @ParameterizedTest
  @MethodSource("buffers")
  void worksInAnyWritableBuffer(IntFunction<ByteBuffer> buffers) {
    for (SrtpProfile profile : Keys.profiles()) {
      byte[] rtp = Packets.rtp(1, 3, new byte[40]);
      byte[] rtcp = Packets.rtcp(1, 20);
      byte[] srtp = Pair.of(profile).protectRtp(rtp);
      byte[] srtcp = Pair.of(profile).protectRtcp(rtcp);
      Pair pair = Pair.of(profile);

      for (int position : new int[] {0, 5}) {
        ByteBuffer b = buffers.apply(100);
        put(b, position, rtp);
        if (position > 0) {
          pair = Pair.of(profile);
        }
        assertThat(pair.sender().protectRtp(b)).isEqualTo(OK);
        assertThat(octets(b, position)).isEqualTo(srtp);
        assertThat(pair.receiver().unprotectRtp(b)).isEqualTo(OK);
        assertThat(octets(b, position)).isEqualTo(rtp);
        put(b, position, rtcp);
        assertThat(pair.sender().protectRtcp(b)).isEqualTo(OK);
        assertThat(octets(b, position)).isEqualTo(srtcp);
        assertThat(pair.receiver().unprotectRtcp(b)).isEqualTo(OK);
        assertThat(octets(b, position)).isEqualTo(rtcp);
      }
      ByteBuffer full = buffers.apply(srtp.length - 1);
      put(full, 0, rtp);
      assertThat(Pair.of(profile).sender().protectRtp(full)).isEqualTo(BUFFER_TOO_SMALL);
      assertThat(octets(full, 0)).isEqualTo(rtp);
    }
  }

  private static void put(ByteBuffer b, int position, byte[] octets) {
    b.clear().position(position);
    b.put(octets).flip().position(position);
  }

  private static byte[] octets(ByteBuffer b, int position) {
    assertThat(b.position()).isEqualTo(position);
    byte[] octets = new byte[b.remaining()];
    b.duplicate().get(octets);
    return octets;
  }

  @ParameterizedTest
  @MethodSource("buffers")
  void goesFromAnyBufferToAnyOther(IntFunction<ByteBuffer> buffers) {
    SrtpProfile profile = SrtpProfile.AEAD_AES_256_GCM;
    byte[] rtp = Packets.rtp(1, 3, new byte[40]);
    byte[] srtp = Pair.of(profile).protectRtp(rtp);
    for (IntFunction<ByteBuffer> others : buffers()) {
      Pair pair = Pair.of(profile);
      ByteBuffer from = buffers.apply(rtp.length);
      put(from, 0, rtp);
      ByteBuffer to = others.apply(90).position(3);
      assertThat(pair.sender().protectRtp(from.asReadOnlyBuffer(), to)).isEqualTo(OK);
      assertThat(to.position()).isEqualTo(3 + srtp.length);
      to.flip().position(3);
      assertThat(octets(to, 3)).isEqualTo(srtp);
      from.clear();
      ByteBuffer back = others.apply(90);
      assertThat(pair.receiver().unprotectRtp(to, back)).isEqualTo(OK);
      assertThat(octets(back.flip(), 0)).isEqualTo(rtp);
      assertThat(to.remaining()).isZero();
    }
  }

  /** The source is read whole before the target is written, in whatever way they overlap. */
  @Test
  void allowsSourceAndTargetToOverlap() {
    byte[] rtp = Packets.rtp(1, 3, new byte[40]);
    for (SrtpProfile profile : Keys.profiles()) {
      byte[] srtp = Pair.of(profile).protectRtp(rtp);
      for (int shift = -30; shift <= 30; shift++) {
        Pair pair = Pair.of(profile);
        byte[] array = new byte[200];
        System.arraycopy(rtp, 0, array, 60, rtp.length);
        int length = pair.sender().protectRtp(array, 60, rtp.length, array, 60 + shift);
        assertThat(Arrays.copyOfRange(array, 60 + shift, 60 + shift + length)).isEqualTo(srtp);
        ByteBuffer from = ByteBuffer.wrap(array, 60 + shift, length);
        ByteBuffer to = ByteBuffer.wrap(array, 60, 140);
        assertThat(pair.receiver().unprotectRtp(from, to)).isEqualTo(OK);
        assertThat(Arrays.copyOfRange(array, 60, 60 + rtp.length)).isEqualTo(rtp);
      }
    }
  }

  @Test
  void saysWhatIsWrongWithABufferThatCannotBeUsed() {
    Pair pair = Pair.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80);
    byte[] rtp = Packets.rtp(1, 3, new byte[40]);
    ByteBuffer readOnly = ByteBuffer.wrap(Arrays.copyOf(rtp, 100)).asReadOnlyBuffer();
    assertThatThrownBy(() -> pair.sender().protectRtp(readOnly))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("read-only");
    assertThatThrownBy(() -> pair.receiver().unprotectRtcp(ByteBuffer.wrap(rtp), readOnly))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("read-only");
    int[][] ranges = {{-1, 12}, {0, 53}, {0, -1}, {52, 1}, {53, 0}, {Integer.MAX_VALUE, 12}};
    for (int[] range : ranges) {
      assertThatThrownBy(() -> pair.sender().protectRtp(rtp, range[0], range[1]))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> pair.receiver().unprotectRtp(rtp, range[0], range[1]))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(
              () -> pair.receiver().unprotectRtcp(rtp, range[0], range[1], new byte[99], 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    for (int targetOffset : new int[] {-1, 100}) {
      assertThatThrownBy(() -> pair.sender().protectRtp(rtp, 0, 52, new byte[99], targetOffset))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThat(pair.sender().ssrcs()).isEmpty();
  }

  @Test
  void refusesEveryCallOnceClosed() {
    Pair pair = Pair.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80);
    byte[] rtp = Arrays.copyOf(Packets.rtp(1, 3, new byte[40]), 100);
    ByteBuffer direct = ByteBuffer.allocateDirect(100).put(rtp).flip();
    pair.sender().close();
    pair.sender().close();
    pair.receiver().close();
    pair.receiver().close();
    assertThatThrownBy(() -> pair.sender().protectRtp(rtp, 0, 52))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pair.sender().protectRtcp(direct))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pair.receiver().unprotectRtp(direct, ByteBuffer.allocate(100)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> pair.receiver().rekey(Keys.key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 2), 9))
        .isInstanceOf(IllegalStateException.class);
    assertThat(direct.position()).isZero();
  }

  @ParameterizedTest
  @MethodSource("org.aparte.srtp.testing.Keys#profiles")
  void takesPacketsUpToWhatADatagramCanCarry(SrtpProfile profile) {
    int trailer = Pair.of(profile).protectRtp(Packets.rtp(1, 1, new byte[0])).length - 12;
    byte[] longest = new byte[LONGEST - trailer];
    Arrays.fill(longest, (byte) 0x31);
    System.arraycopy(Packets.rtp(1, 2, new byte[0]), 0, longest, 0, 12);
    Pair pair = Pair.of(profile);
    byte[] srtp = pair.protectRtp(longest);
    assertThat(srtp).hasSize(LONGEST);
    assertThat(pair.openRtp(srtp)).isEqualTo(longest);

    byte[] longer = Arrays.copyOf(longest, longest.length + 1);
    longer[3] = 3;
    assertThat(pair.protectRtpResult(longer)).isEqualTo(MALFORMED_TOO_LONG);
    assertThat(pair.receiveRtp(Arrays.copyOf(srtp, LONGEST + 1))).isEqualTo(MALFORMED_TOO_LONG);
    assertThat(pair.receiveRtcp(Arrays.copyOf(srtp, LONGEST + 1))).isEqualTo(MALFORMED_TOO_LONG);
  }

  @Test
  void keepsNoMemoryForAPacketThatNoDatagramCarries() {
    Pair pair = Pair.of(SrtpProfile.AEAD_AES_128_GCM);
    ByteBuffer huge = ByteBuffer.allocateDirect(50_000_000);
    huge.put(Packets.rtp(1, 2, new byte[0])).clear();
    SrtpSender sender = pair.sender();
    SrtpReceiver receiver = pair.receiver();
    long before = AllocationTest.allocatedOctets();
    assertThat(sender.protectRtp(huge)).isEqualTo(MALFORMED_TOO_LONG);
    assertThat(sender.protectRtcp(huge, ByteBuffer.allocate(9))).isEqualTo(MALFORMED_TOO_LONG);
    assertThat(receiver.unprotectRtp(huge)).isEqualTo(MALFORMED_TOO_LONG);
    assertThat(receiver.unprotectRtcp(huge, ByteBuffer.allocate(9))).isEqualTo(MALFORMED_TOO_LONG);
    assertThat(AllocationTest.allocatedOctets() - before).isLessThan(10_000_000);
    assertThat(huge.remaining()).isEqualTo(50_000_000);
  }
}
