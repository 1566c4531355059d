package org.aparte.srtp.requirements;

import static org.aparte.srtp.SrtpResult.AUTHENTICATION_FAILED;
import static org.aparte.srtp.SrtpResult.OK;
import static org.aparte.srtp.requirements.Traffic.SSRC;
import static org.aparte.srtp.requirements.Traffic.key;
import static org.aparte.srtp.requirements.Traffic.protect;
import static org.aparte.srtp.requirements.Traffic.protectRtcp;
import static org.aparte.srtp.requirements.Traffic.received;
import static org.aparte.srtp.requirements.Traffic.rtcp;
import static org.aparte.srtp.requirements.Traffic.rtp;
import static org.aparte.srtp.requirements.Traffic.tail;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.SrtpTag;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tags: RFC 3711 sections 4.2, 4.2.1 and 9.5. */
class MessageAuthenticationTest {

  private final SrtpMasterKey key = key();
  private final byte[][] keys = Reference.sessionKeys(key, 0);

  @Test
  @Requirement({"S3711-4.2-01", "S3711-4.2.1-02", "S3711-4.2.1-03"})
  void tagsSrtpByTheLeftmostBitsOfTheHmacOfThePacketAndTheRoc() {
    SrtpSender sender = SrtpSender.of(key);
    sender.setRoc(SSRC, 0x89abcdefL);

    byte[] srtp = protect(sender, rtp(SSRC, 3));

    byte[] roc = {(byte) 0x89, (byte) 0xab, (byte) 0xcd, (byte) 0xef};
    byte[] authenticated = Arrays.copyOf(srtp, srtp.length - 10);
    byte[] mac = Reference.hmacSha1(keys[1], Reference.join(authenticated, roc));
    assertThat(tail(srtp, srtp.length - 10)).isEqualTo(Arrays.copyOf(mac, 10));
  }

  @Test
  @Requirement("S3711-4.2-01")
  void leavesTheMkiOutOfTheMac() {
    SrtpMasterKey named = Traffic.named(key, "0102030405");

    byte[] srtp = protect(SrtpSender.of(named), rtp(SSRC, 3));

    byte[] authenticated = Arrays.copyOf(srtp, srtp.length - 15);
    byte[] mac = Reference.hmacSha1(keys[1], Reference.join(authenticated, new byte[4]));
    assertThat(tail(srtp, srtp.length - 10)).isEqualTo(Arrays.copyOf(mac, 10));
  }

  @Test
  @Requirement({"S3711-4.2-02", "S3711-4.2.1-02", "S3711-4.2.1-03"})
  void tagsSrtcpByTheHmacOfThePacketWithItsIndexAndNothingElse() {
    SrtpSender sender = SrtpSender.of(key);
    sender.setRoc(SSRC, 0x89abcdefL);
    protect(sender, rtp(SSRC, 3)); // its ROC is not in the MAC of SRTCP

    byte[] srtcp = protectRtcp(sender, rtcp(SSRC));

    byte[] mac = Reference.hmacSha1(keys[4], Arrays.copyOf(srtcp, srtcp.length - 10));
    assertThat(tail(srtcp, srtcp.length - 10)).isEqualTo(Arrays.copyOf(mac, 10));
  }

  @ParameterizedTest
  @EnumSource(SrtpTag.class)
  @Requirement({"S3711-9.5-09", "S3711-9.5-10", "S3711-9.5-11"})
  void offersNoTagOfNoOctets(SrtpTag tag) {
    assertThat(tag.rtpOctets()).isGreaterThanOrEqualTo(4);
    assertThat(tag.rtcpOctets()).isGreaterThanOrEqualTo(8);
  }

  @Test
  @Requirement({"S3711-9.5-09", "S3711-9.5-10", "S3711-9.5-11"})
  void refusesEveryNamedProfilesPacketWithoutItsTag() {
    for (SrtpProfile profile : SrtpProfile.named()) {
      SrtpMasterKey any = key(profile, 1);
      SrtpReceiver receiver = SrtpReceiver.of(any);
      byte[] srtp = Reference.srtp(any, rtp(SSRC, 3), 12, 3);
      int tagOctets = profile.tag().rtpOctets();

      byte[] bare = Arrays.copyOf(srtp, srtp.length - tagOctets);

      assertThat(received(receiver, bare)).isEqualTo(AUTHENTICATION_FAILED);
      assertThat(received(receiver, srtp)).isEqualTo(OK);
    }
  }
}
