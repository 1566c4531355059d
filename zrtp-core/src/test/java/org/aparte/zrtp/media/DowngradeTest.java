package org.aparte.zrtp.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.aparte.srtp.SdesCrypto;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpSender;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.Arrival;
import org.aparte.zrtp.model.HelloHash;
import org.aparte.zrtp.model.MediaDrop;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.Outgoing;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a server in the middle of the call tries, which renegotiates the media of a secure call to
 * RTP or to keys that it knows, and what anybody else can throw at the socket.
 */
class DowngradeTest {

  private static final ZrtpConfig CONFIG = ZrtpConfig.recommended();

  @ParameterizedTest
  @EnumSource(MediaPolicy.class)
  @Requirement({"Z-4-06", "Z-4-08"})
  @Attack("A-9")
  void hearsNoPlainRtpInASecureCallAndSaysSo(MediaPolicy policy) {
    MediaCall call = MediaCall.of(CONFIG, policy).start().runUntilSecure();

    for (int i = 0; i < 100; i++) {
      byte[] rtp = MediaCall.octets(call.b.rtp("voice of the server"));
      assertThat(call.inject(call.a, rtp).reason()).isEqualTo(MediaDrop.NOT_AUTHENTIC);
      byte[] rtcp = MediaCall.octets(call.b.rtcp("report of the server"));
      assertThat(call.inject(call.a, rtcp).kind()).isEqualTo(Arrival.Kind.DROPPED);
      byte[] shortest = Arrays.copyOf(rtp, 12);
      assertThat(call.inject(call.a, shortest).reason()).isEqualTo(MediaDrop.MALFORMED);
    }

    assertThat(call.a.heard).isEmpty();
    assertThat(call.a.reports).isEmpty();
    assertThat(call.a.media.dropped(MediaDrop.NOT_AUTHENTIC)).isEqualTo(200);
    assertThat(call.a.told(ZrtpEvent.MediaDropped.class))
        .containsExactly(
            new ZrtpEvent.MediaDropped(MediaDrop.NOT_AUTHENTIC, 1),
            new ZrtpEvent.MediaDropped(MediaDrop.MALFORMED, 1));
    assertStillSecure(call);
  }

  @ParameterizedTest
  @EnumSource(MediaPolicy.class)
  @Attack("A-9")
  void hearsNoSrtpUnderTheKeysOfSdesInASecureCallAndSaysSo(MediaPolicy policy) {
    MediaCall call = MediaCall.of(CONFIG, policy).start().runUntilSecure();
    for (SrtpProfile profile :
        List.of(
            SrtpProfile.AES_CM_256_HMAC_SHA1_80,
            SrtpProfile.AES_CM_128_HMAC_SHA1_32,
            SrtpProfile.AEAD_AES_256_GCM)) {
      try (SrtpMasterKey key = SdesCrypto.generateKey(profile, new SecureRandom());
          SrtpSender server = SrtpSender.of(key)) {
        ByteBuffer rtp = call.b.rtp("voice of the server");
        server.protectRtp(rtp);
        assertThat(call.inject(call.a, MediaCall.octets(rtp)).reason())
            .isEqualTo(MediaDrop.NOT_AUTHENTIC);
        ByteBuffer rtcp = call.b.rtcp("report of the server");
        server.protectRtcp(rtcp);
        assertThat(call.inject(call.a, MediaCall.octets(rtcp)).kind())
            .isEqualTo(Arrival.Kind.DROPPED);
      }
    }
    assertThat(call.a.toldOf(MediaDrop.NOT_AUTHENTIC)).isEqualTo(1);
    assertThat(call.a.heard).isEmpty();
    assertStillSecure(call);
  }

  @Test
  void hearsNoPacketTwice() {
    MediaCall call = MediaCall.of(CONFIG, MediaPolicy.REQUIRED).start().runUntilSecure();
    byte[] srtp = SecureMediaTest.protectedBy(call, call.b);

    assertThat(call.inject(call.a, srtp).kind()).isEqualTo(Arrival.Kind.RTP);
    assertThat(call.inject(call.a, srtp).reason()).isEqualTo(MediaDrop.REPLAYED);
    assertThat(call.a.heard).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(MediaPolicy.class)
  @Attack("A-9")
  void isMovedByNoSignalingInASecureCall(MediaPolicy policy) {
    MediaCall call = MediaCall.of(CONFIG, policy).start().runUntilSecure();
    HelloHash another = MediaCall.of(CONFIG, policy).a.media.helloHash();
    call.a.media.expectPeerHelloHash(another, false);
    call.a.media.expectPeerHelloHash(another, true);
    call.run(60_000);

    assertStillSecure(call);
  }

  @Test
  void tellsOfAnAttackThatGoesOnEveryTenSeconds() {
    MediaCall call = MediaCall.of(CONFIG, MediaPolicy.REQUIRED).start().runUntilSecure();
    for (int i = 0; i < 1_750; i++) { // 35 seconds
      call.run(20);
      call.inject(call.a, MediaCall.octets(call.b.rtp("voice of the server")));
    }

    assertThat(call.a.told(ZrtpEvent.MediaDropped.class))
        .extracting(ZrtpEvent.MediaDropped::count)
        .containsExactly(1L, 501L, 1001L, 1501L);
  }

  @Test
  @Attack("A-9")
  void makesOfRandomDatagramsNothingButDropsAndLeavesThem() {
    Random random = new Random(7);
    for (MediaPolicy policy : MediaPolicy.values()) {
      MediaCall call = MediaCall.of(CONFIG, policy).start().runUntilSecure();
      for (int i = 0; i < 200_000; i++) {
        byte[] datagram = new byte[random.nextInt(80)];
        random.nextBytes(datagram);
        if (datagram.length > 8 && i % 2 == 0) {
          datagram[0] = (byte) (0x80 | random.nextInt(64));
        }
        if (datagram.length > 8 && i % 16 == 1) {
          byte[] cookie = {0x10, 0, 0, 0, 0x5a, 0x52, 0x54, 0x50};
          System.arraycopy(cookie, 0, datagram, 0, 8);
        }
        Arrival arrival;
        if (i % 3 == 0) {
          ByteBuffer buffer = ByteBuffer.allocateDirect(datagram.length).put(datagram).flip();
          arrival = call.a.media.receive(buffer, call.now());
        } else {
          arrival = call.a.take(datagram, call.now());
        }
        assertThat(arrival.kind()).isNotIn(Arrival.Kind.RTP, Arrival.Kind.RTCP);
      }
      assertThat(call.a.heard).isEmpty();
      assertStillSecure(call);
    }
  }

  @Test
  void makesOfDamagedAndReorderedCallsNothingButCallsThatAreSecureOrSilent() {
    for (long seed = 1; seed <= 150; seed++) {
      Random random = new Random(seed);
      MediaCall call = MediaCall.of(CONFIG, MediaPolicy.BEST_EFFORT);
      boolean[] leak = {false};
      call.tap((from, datagram) -> {
        boolean late = from.media.state().compareTo(StreamPhase.KEY_AGREEMENT) >= 0;
        leak[0] |= late && MediaCall.isInTheClear(datagram);
        byte[] damaged = datagram.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        call.inject(call.other(from), damaged);
        return random.nextInt(10) != 0;
      });
      call.talking().start().run(8_000);

      assertThat(leak[0]).as("seed %d", seed).isFalse();
      assertThat(call.isSecure()).as("seed %d", seed).isTrue();
    }
  }

  @Test
  void takesAndPreparesInDirectBuffersAsInArrays() {
    MediaCall call = MediaCall.of(CONFIG, MediaPolicy.REQUIRED).start().runUntilSecure();
    byte[] plain = MediaCall.octets(call.b.rtp("voice of b"));
    byte[] plainRtcp = MediaCall.octets(call.b.rtcp("report of b"));
    ByteBuffer direct = ByteBuffer.allocateDirect(200);

    direct.position(3);
    direct.put(plain).flip().position(3);
    assertThat(call.b.media.prepareRtp(direct)).isEqualTo(Outgoing.PROTECTED);
    assertThat(direct.remaining()).isGreaterThan(plain.length);
    Arrival rtp = call.a.media.receive(direct, 0);
    assertThat(rtp.kind()).isEqualTo(Arrival.Kind.RTP);
    assertThat(rtp.length()).isEqualTo(plain.length);
    assertThat(direct).isEqualTo(ByteBuffer.wrap(plain));

    direct.clear();
    direct.put(plainRtcp).flip();
    assertThat(call.b.media.prepareRtcp(direct)).isEqualTo(Outgoing.PROTECTED);
    Arrival rtcp = call.a.media.receive(direct, 0);
    assertThat(rtcp.kind()).isEqualTo(Arrival.Kind.RTCP);
    assertThat(direct).isEqualTo(ByteBuffer.wrap(plainRtcp));
    assertThat(rtcp).hasToString("RTCP, " + plainRtcp.length + " octets");
  }

  private static void assertStillSecure(MediaCall call) {
    assertThat(call.isSecure()).isTrue();
    call.a.heard.clear();
    assertThat(call.say(call.a)).isEqualTo(Outgoing.PROTECTED);
    assertThat(call.say(call.b)).isEqualTo(Outgoing.PROTECTED);
    call.run(100);
    assertThat(call.a.heard).hasSize(1);
  }
}
