package org.aparte.srtp.requirements;

import static org.aparte.srtp.SrtpResult.AUTHENTICATION_FAILED;
import static org.aparte.srtp.SrtpResult.MALFORMED_TOO_SHORT;
import static org.aparte.srtp.SrtpResult.OK;
import static org.aparte.srtp.SrtpResult.REPLAYED;
import static org.aparte.srtp.SrtpResult.TOO_MANY_SSRCS;
import static org.aparte.srtp.SrtpResult.TOO_OLD;
import static org.aparte.srtp.requirements.Traffic.SSRC;
import static org.aparte.srtp.requirements.Traffic.key;
import static org.aparte.srtp.requirements.Traffic.protect;
import static org.aparte.srtp.requirements.Traffic.protectRtcp;
import static org.aparte.srtp.requirements.Traffic.received;
import static org.aparte.srtp.requirements.Traffic.rtcp;
import static org.aparte.srtp.requirements.Traffic.rtp;
import static org.aparte.srtp.requirements.Traffic.sent;
import static org.aparte.srtp.requirements.Traffic.sentRtcp;
import static org.aparte.srtp.requirements.Traffic.tail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.aparte.srtp.RocCarriage;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** AES-GCM in SRTP: RFC 7714. */
class AeadTest {

  static List<SrtpProfile> profiles() {
    return List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AEAD_AES_256_GCM);
  }

  @Test
  @Requirement("S7714-12-01")
  void hasBothKeySizes() {
    for (SrtpProfile profile : profiles()) {
      SrtpMasterKey key = key(profile, 1);
      byte[] srtp = protect(SrtpSender.of(key), rtp(SSRC, 3));

      assertThat(srtp).isEqualTo(Reference.srtp(key, rtp(SSRC, 3), 12, 3));
      assertThat(Traffic.unprotect(SrtpReceiver.of(key), srtp)).isEqualTo(rtp(SSRC, 3));
    }
    assertThat(SrtpProfile.byName("AEAD_AES_128_GCM")).contains(profiles().get(0));
    assertThat(SrtpProfile.byName("AEAD_AES_256_GCM")).contains(profiles().get(1));
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({"S7714-1-01", "S7714-1-02", "S7714-10-07"})
  void hasTagsOfSixteenOctetsAndTakesNoShorterOnes(SrtpProfile profile) {
    SrtpMasterKey key = key(profile, 1);
    SrtpSender sender = SrtpSender.of(key);
    SrtpReceiver receiver = SrtpReceiver.of(key);
    byte[] srtp = protect(sender, rtp(SSRC, 3));

    assertThat(profile.tag().rtpOctets()).isEqualTo(16);
    assertThat(profile.tag().rtcpOctets()).isEqualTo(16);
    assertThat(srtp).hasSize(rtp(SSRC, 3).length + 16);
    assertThat(protectRtcp(sender, rtcp(SSRC))).hasSize(rtcp(SSRC).length + 16 + 4);
    for (int less = 1; less <= 12; less++) {
      byte[] truncated = Arrays.copyOf(srtp, srtp.length - less);
      assertThat(received(receiver, truncated)).isEqualTo(AUTHENTICATION_FAILED);
    }
    byte[] empty = protect(sender, rtp(SSRC, 4, 0));
    assertThat(received(receiver, Arrays.copyOf(empty, empty.length - 1)))
        .isEqualTo(MALFORMED_TOO_SHORT);
    assertThat(received(receiver, empty)).isEqualTo(OK);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement("S7714-3-02")
  void takesNoMasterKeyShorterThanItsEncryptionKeys(SrtpProfile profile) {
    byte[] salt = new byte[12];
    assertThat(profile.keyOctets()).isEqualTo(profile.cipher().keyOctets());
    for (int octets = 0; octets < profile.cipher().keyOctets(); octets++) {
      byte[] tooShort = new byte[octets];
      assertThatThrownBy(() -> SrtpMasterKey.of(profile, tooShort, salt))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({"S7714-7.1-01", "S7714-8.2-01"})
  void encryptsAndAuthenticatesEverySrtpPacketByTheAeadAlone(SrtpProfile profile) {
    SrtpMasterKey key = key(profile, 1);
    SrtpOptions clear = SrtpOptions.builder().encryptRtp(false).build();
    assertThatThrownBy(() -> SrtpSender.of(key, clear))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SrtpReceiver.of(key, clear))
        .isInstanceOf(IllegalArgumentException.class);
    for (RocCarriage withMac : List.of(RocCarriage.MODE_1, RocCarriage.MODE_2)) {
      SrtpOptions options = SrtpOptions.builder().rocCarriage(withMac, 1).build();
      assertThatThrownBy(() -> SrtpSender.of(key, options))
          .isInstanceOf(IllegalArgumentException.class);
    }

    byte[] packet = rtp(SSRC, 3);
    byte[] srtp = protect(SrtpSender.of(key), packet);

    assertThat(srtp).isEqualTo(Reference.srtp(key, packet, 12, 3));
    assertThat(Arrays.copyOfRange(srtp, 12, packet.length)).isNotEqualTo(tail(packet, 12));
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({"S7714-10-03", "S7714-10-04", "S7714-10-10", "S7714-13.1-04"})
  void startsEachPacketAtBlockOneOfATwelveOctetIv(SrtpProfile profile) {
    SrtpMasterKey key = key(profile, 1);
    byte[][] keys = Reference.sessionKeys(key, 0);
    SrtpSender sender = SrtpSender.of(key);
    for (int sequence = 0; sequence < 3; sequence++) {
      byte[] packet = rtp(SSRC, sequence, 5000);
      byte[] srtp = protect(sender, packet);

      // block 1 is for the tag, so the payload's keystream is AES of IV || 2, IV || 3 and so on
      byte[] used = Reference.xor(tail(packet, 12), tail(srtp, 12));
      BigInteger iv =
          new BigInteger(1, keys[2])
              .xor(BigInteger.valueOf(SSRC & 0xffffffffL).shiftLeft(48))
              .xor(BigInteger.valueOf(sequence));
      assertThat(keys[2]).hasSize(12);
      assertThat(used)
          .isEqualTo(
              Reference.keystream(keys[0], iv.shiftLeft(32).add(BigInteger.TWO), used.length));
    }
  }

  @Test
  @Requirement({"S7714-8.4-05", "S7714-8.4-06"})
  void remembersEverySsrcThatItSentUnderAKey() {
    SrtpSender sender =
        SrtpSender.of(
            key(SrtpProfile.AEAD_AES_128_GCM, 1), SrtpOptions.builder().maxSsrcs(100).build());
    for (int ssrc = 1; ssrc <= 100; ssrc++) {
      for (int sequence : new int[] {0, 1, 200}) {
        assertThat(sent(sender, rtp(ssrc, sequence))).isEqualTo(OK);
      }
    }

    for (int ssrc = 1; ssrc <= 100; ssrc++) {
      assertThat(sent(sender, rtp(ssrc, 0))).isEqualTo(TOO_OLD);
      assertThat(sent(sender, rtp(ssrc, 200))).isEqualTo(REPLAYED);
    }
    // rather than forget one it takes no other
    assertThat(sent(sender, rtp(101, 0))).isEqualTo(TOO_MANY_SSRCS);
    assertThat(sentRtcp(sender, rtcp(101))).isEqualTo(TOO_MANY_SSRCS);
    assertThat(sender.ssrcs()).hasSize(100);
  }
}
