package org.aparte.srtp.requirements;

import static org.aparte.srtp.requirements.Traffic.SSRC;
import static org.aparte.srtp.requirements.Traffic.key;
import static org.aparte.srtp.requirements.Traffic.named;
import static org.aparte.srtp.requirements.Traffic.protect;
import static org.aparte.srtp.requirements.Traffic.protectRtcp;
import static org.aparte.srtp.requirements.Traffic.rtcp;
import static org.aparte.srtp.requirements.Traffic.rtp;
import static org.aparte.srtp.requirements.Traffic.tail;
import static org.aparte.srtp.requirements.Traffic.unprotect;
import static org.aparte.srtp.requirements.Traffic.unprotectRtcp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What SRTP and SRTCP packets consist of: RFC 3711 sections 3.1, 3.3 and 3.4, octet by octet. */
class PacketFormatTest {

  static List<SrtpProfile> profiles() {
    return SrtpProfile.named();
  }

  static Stream<SrtpProfile> profilesWithHmac() {
    return SrtpProfile.named().stream().filter(profile -> !profile.cipher().isAead());
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({
    "S3711-3.3-01",
    "S3711-4.3.1-01",
    "S3711-4.3.1-02",
    "S3711-4.3.1-03",
    "S3711-4.3.1-13",
    "S3711-4.3.2-01"
  })
  void makesOfRtpThePacketThatTheFormulasMake(SrtpProfile profile) {
    for (SrtpMasterKey key : List.of(key(profile, 1), named(key(profile, 1), "0a0b0c"))) {
      SrtpSender sender = SrtpSender.of(key);
      for (int sequence : new int[] {65_533, 65_535, 0, 2, 1}) {
        byte[] packet = rtp(SSRC, sequence, 33);
        long index = sequence > 1000 ? sequence : 65_536 + sequence;

        assertThat(protect(sender, packet)).isEqualTo(Reference.srtp(key, packet, 12, index));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({"S3711-3.4-01", "S3711-4.3.2-01", "S3711-4.3.2-02", "S7714-9-01"})
  void makesOfRtcpThePacketThatTheFormulasMake(SrtpProfile profile) {
    boolean encrypts = !profile.name().startsWith("NULL");
    for (SrtpMasterKey key : List.of(key(profile, 1), named(key(profile, 1), "0a0b0c"))) {
      SrtpSender sender = SrtpSender.of(key);
      for (long index = 0; index < 3; index++) {
        assertThat(protectRtcp(sender, rtcp(SSRC)))
            .isEqualTo(Reference.srtcp(key, rtcp(SSRC), index, encrypts));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement("S3711-3.3-03")
  void takesMkiAndTagOffAndGivesBackTheWholePacket(SrtpProfile profile) {
    SrtpMasterKey key = named(key(profile, 1), "0a0b0c");
    SrtpReceiver receiver = SrtpReceiver.of(key);
    byte[] packet = rtp(SSRC, 9, 33);

    assertThat(unprotect(receiver, Reference.srtp(key, packet, 12, 9))).isEqualTo(packet);
    boolean encrypts = !profile.name().startsWith("NULL");
    assertThat(unprotectRtcp(receiver, Reference.srtcp(key, rtcp(SSRC), 5, encrypts)))
        .isEqualTo(rtcp(SSRC));
  }

  @ParameterizedTest
  @MethodSource("profilesWithHmac")
  @Requirement("S3711-3.1-11")
  void authenticatesTheCiphertextNotThePlaintext(SrtpProfile profile) {
    SrtpMasterKey key = key(profile, 1);
    byte[] packet = rtp(SSRC, 9);
    int tagOctets = profile.tag().rtpOctets();

    byte[] srtp = protect(SrtpSender.of(key), packet);

    byte[] authenticated = Arrays.copyOf(srtp, srtp.length - tagOctets);
    byte[] authenticationKey = Reference.sessionKeys(key, 0)[1];
    byte[] mac = Reference.hmacSha1(authenticationKey, Reference.join(authenticated, new byte[4]));
    assertThat(tail(srtp, srtp.length - tagOctets)).isEqualTo(Arrays.copyOf(mac, tagOctets));
    if (!profile.name().startsWith("NULL")) {
      assertThat(authenticated).isNotEqualTo(packet);
    }
  }

  @Test
  @Requirement("S3711-3.4-04")
  void putsNoRandomPrefixBeforeRtcp() {
    SrtpMasterKey key = key(SrtpProfile.NULL_HMAC_SHA1_80, 1);

    byte[] srtcp = protectRtcp(SrtpSender.of(key), rtcp(SSRC));

    assertThat(Arrays.copyOf(srtcp, rtcp(SSRC).length)).isEqualTo(rtcp(SSRC));
    assertThat(srtcp).hasSize(rtcp(SSRC).length + 4 + 10);
  }

  @Test
  @Requirement("S3711-4.1.3-01")
  void leavesThePayloadAsItIsUnderTheNullCipher() {
    SrtpMasterKey key = key(SrtpProfile.NULL_HMAC_SHA1_80, 1);
    byte[] packet = rtp(SSRC, 9);

    byte[] srtp = protect(SrtpSender.of(key), packet);

    assertThat(Arrays.copyOf(srtp, packet.length)).isEqualTo(packet);
    assertThat(srtp).hasSize(packet.length + 10);
  }

  @Test
  @Requirement("S3711-5.1-04")
  void hasTheNullCipherInBothDirections() {
    SrtpMasterKey key = key(SrtpProfile.NULL_HMAC_SHA1_80, 1);
    byte[] packet = rtp(SSRC, 9);

    byte[] srtp = protect(SrtpSender.of(key), packet);

    assertThat(unprotect(SrtpReceiver.of(key), srtp)).isEqualTo(packet);
  }
}
