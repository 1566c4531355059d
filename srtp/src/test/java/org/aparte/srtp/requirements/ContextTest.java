package org.aparte.srtp.requirements;

import static org.aparte.srtp.SrtpResult.AUTHENTICATION_FAILED;
import static org.aparte.srtp.SrtpResult.OK;
import static org.aparte.srtp.SrtpResult.REPLAYED;
import static org.aparte.srtp.SrtpResult.UNKNOWN_MKI;
import static org.aparte.srtp.requirements.Traffic.OTHER_SSRC;
import static org.aparte.srtp.requirements.Traffic.SSRC;
import static org.aparte.srtp.requirements.Traffic.key;
import static org.aparte.srtp.requirements.Traffic.named;
import static org.aparte.srtp.requirements.Traffic.protect;
import static org.aparte.srtp.requirements.Traffic.protectRtcp;
import static org.aparte.srtp.requirements.Traffic.received;
import static org.aparte.srtp.requirements.Traffic.receivedRtcp;
import static org.aparte.srtp.requirements.Traffic.rtcp;
import static org.aparte.srtp.requirements.Traffic.rtp;
import static org.aparte.srtp.requirements.Traffic.tail;
import static org.aparte.srtp.requirements.Traffic.unprotect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;

/** Cryptographic contexts: RFC 3711 sections 3.1, 3.2.1 and 3.2.3. */
class ContextTest {

  private final SrtpMasterKey key = key();

  @Test
  @Requirement("S3711-3.1-08")
  void tellsStreamsApartByTheirSsrcWhenTheyShareAnMki() {
    SrtpMasterKey named = named(key, "77");
    SrtpSender sender = SrtpSender.of(named);
    SrtpReceiver receiver = SrtpReceiver.of(named);
    protect(sender, rtp(SSRC, 65_535));
    protect(sender, rtp(SSRC, 0));

    byte[] first = protect(sender, rtp(SSRC, 1));
    byte[] second = protect(sender, rtp(OTHER_SSRC, 1));

    assertThat(first).isEqualTo(Reference.srtp(named, rtp(SSRC, 1), 12, 65_537));
    assertThat(second).isEqualTo(Reference.srtp(named, rtp(OTHER_SSRC, 1), 12, 1));
    assertThat(received(receiver, second)).isEqualTo(OK);
    assertThat(receiver.ssrcs()).containsExactly(OTHER_SSRC);
  }

  @Test
  @Requirement("S3711-3.2.1-07")
  void keepsTheLengthOfTheMkiForLife() {
    SrtpMasterKey one = named(key, "77");
    SrtpMasterKey two = named(key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 2), "7778");
    SrtpMasterKey none = key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 3);
    SrtpSender sender = SrtpSender.of(one);
    SrtpReceiver receiver = SrtpReceiver.of(one);

    for (SrtpMasterKey other : new SrtpMasterKey[] {two, none}) {
      assertThatThrownBy(() -> sender.rekey(other)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> sender.addKey(other)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> receiver.rekey(other, 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> receiver.addKey(other)).isInstanceOf(IllegalArgumentException.class);
    }
    byte[] srtp = protect(sender, rtp(SSRC, 1));
    assertThat(srtp).isEqualTo(Reference.srtp(one, rtp(SSRC, 1), 12, 1));
    assertThat(received(receiver, srtp)).isEqualTo(OK);
  }

  @Test
  @Requirement({"S3711-3.2.1-18", "S3711-3.4-13", "S3711-3.4-17"})
  void protectsSrtcpWithTheKeyTheTransformsAndTheMkiOfSrtp() {
    for (SrtpProfile profile : SrtpProfile.named()) {
      SrtpMasterKey named = named(key(profile, 1), "7778");
      boolean encrypts = !profile.name().startsWith("NULL");
      SrtpSender sender = SrtpSender.of(named);
      SrtpReceiver receiver = SrtpReceiver.of(named);

      byte[] srtp = protect(sender, rtp(SSRC, 1));
      byte[] srtcp = protectRtcp(sender, rtcp(SSRC));

      assertThat(srtp).isEqualTo(Reference.srtp(named, rtp(SSRC, 1), 12, 1));
      assertThat(srtcp).isEqualTo(Reference.srtcp(named, rtcp(SSRC), 0, encrypts));
      assertThat(received(receiver, srtp)).isEqualTo(OK);
      assertThat(receivedRtcp(receiver, srtcp)).isEqualTo(OK);
      assertThat(receiver.ssrcs()).containsExactly(SSRC);
    }
  }

  @Test
  @Requirement("S3711-3.2.1-23")
  void neverSharesSessionKeysBetweenSrtpAndSrtcp() {
    byte[][] keys = Reference.sessionKeys(key, 0);
    Set<Octets> distinct = new HashSet<>();
    for (byte[] sessionKey : keys) {
      distinct.add(Octets.of(sessionKey));
    }
    byte[] srtcp = protectRtcp(SrtpSender.of(key), rtcp(SSRC));
    byte[] authenticated = Arrays.copyOf(srtcp, srtcp.length - 10);
    byte[] underTheKeyOfSrtp = Reference.hmacSha1(keys[1], authenticated);
    byte[] underItsOwn = Reference.hmacSha1(keys[4], authenticated);

    assertThat(distinct).hasSize(keys.length);
    assertThat(tail(srtcp, srtcp.length - 10))
        .isEqualTo(Arrays.copyOf(underItsOwn, 10))
        .isNotEqualTo(Arrays.copyOf(underTheKeyOfSrtp, 10));
  }

  @Test
  @Requirement("S3711-3.2.1-24")
  void keepsReplayListsAndCountersForEachSsrcAndForRtcp() {
    SrtpSender sender = SrtpSender.of(key);
    SrtpReceiver receiver = SrtpReceiver.of(key);
    byte[] one = protect(sender, rtp(SSRC, 5));
    byte[] two = protect(sender, rtp(OTHER_SSRC, 5));
    byte[] rtcpOne = protectRtcp(sender, rtcp(SSRC));
    byte[] rtcpTwo = protectRtcp(sender, rtcp(OTHER_SSRC));

    assertThat(received(receiver, one)).isEqualTo(OK);
    assertThat(received(receiver, two)).isEqualTo(OK);
    assertThat(receivedRtcp(receiver, rtcpOne)).isEqualTo(OK);
    assertThat(receivedRtcp(receiver, rtcpTwo)).isEqualTo(OK);
    assertThat(received(receiver, one)).isEqualTo(REPLAYED);
    assertThat(received(receiver, two)).isEqualTo(REPLAYED);
    assertThat(receivedRtcp(receiver, rtcpOne)).isEqualTo(REPLAYED);
    assertThat(receivedRtcp(receiver, rtcpTwo)).isEqualTo(REPLAYED);
    assertThat(sender.nextRtcpIndex(SSRC)).isEqualTo(1);
    assertThat(sender.nextRtcpIndex(OTHER_SSRC)).isEqualTo(1);
  }

  @Test
  @Requirement("S3711-3.2.1-25")
  void keepsAnIndexForEachSsrc() {
    SrtpSender sender = SrtpSender.of(key);
    SrtpReceiver receiver = SrtpReceiver.of(key);
    for (int sequence : new int[] {65_535, 0, 1}) {
      assertThat(received(receiver, protect(sender, rtp(SSRC, sequence)))).isEqualTo(OK);
      assertThat(received(receiver, protect(sender, rtp(OTHER_SSRC, sequence & 7)))).isEqualTo(OK);
    }

    assertThat(sender.roc(SSRC)).isEqualTo(1);
    assertThat(sender.roc(OTHER_SSRC)).isEqualTo(0);
    assertThat(receiver.roc(SSRC)).isEqualTo(1);
    assertThat(receiver.roc(OTHER_SSRC)).isEqualTo(0);
  }

  @Test
  @Requirement("S3711-3.2.3-01")
  void keepsAContextForEachSsrcOfEachDestination() {
    // a destination address and port is a receiver of its own, under the same key here
    SrtpReceiver here = SrtpReceiver.of(key);
    SrtpReceiver there = SrtpReceiver.of(key);
    byte[] packet = protect(SrtpSender.of(key), rtp(SSRC, 5));

    assertThat(received(here, packet)).isEqualTo(OK);
    assertThat(received(here, packet)).isEqualTo(REPLAYED);
    assertThat(there.ssrcs()).isEmpty();
    assertThat(received(there, packet)).isEqualTo(OK);
    assertThat(here.setRoc(OTHER_SSRC, 3)).isTrue();
    assertThat(here.roc(OTHER_SSRC)).isEqualTo(3);
    assertThat(here.roc(SSRC)).isEqualTo(0);
    assertThat(there.roc(OTHER_SSRC)).isEqualTo(0);
  }

  @Test
  @Requirement("S3711-3.2.3-03")
  void discardsPacketsForWhichItHasNoContext() {
    SrtpReceiver receiver = SrtpReceiver.of(named(key, "77"));
    byte[] otherMki = Reference.srtp(named(key, "78"), rtp(SSRC, 5), 12, 5);
    byte[] otherKey =
        Reference.srtp(
            named(key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 2), "77"), rtp(SSRC, 5), 12, 5);

    assertThat(received(receiver, otherMki)).isEqualTo(UNKNOWN_MKI);
    assertThat(received(receiver, otherKey)).isEqualTo(AUTHENTICATION_FAILED);
    assertThat(receiver.ssrcs()).isEmpty();
  }

  @Test
  @Requirement({"S3711-8-04", "S3711-9.1-04", "S4568-6.4.2-02", "S5764-3-02"})
  void letsNoTwoStreamsUnderOneKeyHaveOneSsrc() {
    SrtpSender sender = SrtpSender.of(key);
    byte[] ofOneSource = rtp(SSRC, 5);
    byte[] ofAnother = rtp(SSRC, 5);
    ofAnother[20] ^= 1;
    protect(sender, ofOneSource);

    assertThat(Traffic.sent(sender, ofAnother)).isEqualTo(REPLAYED);
    assertThatThrownBy(() -> SrtpSender.of(key)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Requirement("S3711-4.2-03")
  void keepsTagAndKeyLengthsForTheLifeOfAKey() {
    SrtpSender sender = SrtpSender.of(key);
    SrtpMasterKey shortTags = key(SrtpProfile.AES_CM_128_HMAC_SHA1_32, 2);

    assertThatThrownBy(() -> sender.rekey(shortTags)).isInstanceOf(IllegalArgumentException.class);
    for (int sequence = 65_000; sequence < 66_000; sequence++) {
      byte[] packet = rtp(SSRC, sequence & 0xffff, sequence % 50);
      assertThat(protect(sender, packet)).hasSize(packet.length + 10);
    }
    byte[] last = rtp(SSRC, 1000, 9);
    assertThat(unprotect(SrtpReceiver.of(key), Reference.srtp(key, last, 12, 1000)))
        .isEqualTo(last);
  }
}
