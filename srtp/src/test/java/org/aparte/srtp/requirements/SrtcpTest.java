package org.aparte.srtp.requirements;

import static org.aparte.srtp.SrtpResult.KEY_EXHAUSTED;
import static org.aparte.srtp.SrtpResult.OK;
import static org.aparte.srtp.SrtpResult.RTCP_ENCRYPTED;
import static org.aparte.srtp.SrtpResult.RTCP_NOT_ENCRYPTED;
import static org.aparte.srtp.requirements.Traffic.OTHER_SSRC;
import static org.aparte.srtp.requirements.Traffic.SSRC;
import static org.aparte.srtp.requirements.Traffic.key;
import static org.aparte.srtp.requirements.Traffic.protectRtcp;
import static org.aparte.srtp.requirements.Traffic.receivedRtcp;
import static org.aparte.srtp.requirements.Traffic.rtcp;
import static org.aparte.srtp.requirements.Traffic.sentRtcp;
import static org.aparte.srtp.requirements.Traffic.unprotectRtcp;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.SrtpTag;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** SRTCP: RFC 3711 section 3.4, and the E flag of RFC 4568 section 6.3.2. */
class SrtcpTest {

  private final SrtpMasterKey key = key();
  private final SrtpOptions unencrypted = SrtpOptions.builder().encryptRtcp(false).build();

  static java.util.List<SrtpProfile> profiles() {
    return SrtpProfile.named();
  }

  @Test
  @Requirement({"S3711-3.4-06", "S4568-6.3.2-02"})
  void setsTheEFlagOfEncryptedPacketsOnly() {
    SrtpSender encrypting = SrtpSender.of(key);
    SrtpSender authenticating =
        SrtpSender.of(key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 2), unencrypted);
    for (int i = 0; i < 3; i++) {
      assertThat(word(protectRtcp(encrypting, rtcp(SSRC)))).isEqualTo(0x80000000 | i);
      assertThat(word(protectRtcp(authenticating, rtcp(SSRC)))).isEqualTo(i);
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({"S3711-3.4-14", "S4568-6.3.2-01"})
  void leavesRtcpThatIsNotToBeEncryptedAsItIsAndAuthenticatesIt(SrtpProfile profile) {
    SrtpMasterKey any = key(profile, 1);
    byte[] srtcp = protectRtcp(SrtpSender.of(any, unencrypted), rtcp(SSRC));

    assertThat(srtcp).isEqualTo(Reference.srtcp(any, rtcp(SSRC), 0, false));
    assertThat(Arrays.copyOf(srtcp, rtcp(SSRC).length)).isEqualTo(rtcp(SSRC));
    assertThat(unprotectRtcp(SrtpReceiver.of(any, unencrypted), srtcp)).isEqualTo(rtcp(SSRC));
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement("S4568-6-02")
  void doesNotLetTheEFlagOverrideWhatWasAgreed(SrtpProfile profile) {
    SrtpMasterKey any = key(profile, 1);
    SrtpReceiver receiver = SrtpReceiver.of(any);
    byte[] clear = Reference.srtcp(any, rtcp(SSRC), 7, false);
    if (profile.name().startsWith("NULL")) {
      assertThat(receivedRtcp(receiver, clear)).isEqualTo(OK);
      return;
    }
    assertThat(receivedRtcp(receiver, clear)).isEqualTo(RTCP_NOT_ENCRYPTED);
    assertThat(receiver.ssrcs()).isEmpty();

    SrtpOptions forbidding =
        SrtpOptions.builder().rtcpEncryption(SrtpOptions.RtcpEncryption.FORBID).build();
    byte[] encrypted = Reference.srtcp(any, rtcp(SSRC), 7, true);
    assertThat(receivedRtcp(SrtpReceiver.of(any, forbidding), encrypted)).isEqualTo(RTCP_ENCRYPTED);
  }

  @Test
  @Requirement("S3711-3.4-07")
  void carriesAllThirtyOneBitsOfTheIndex() {
    SrtpSender sender = SrtpSender.of(key);
    for (int index : new int[] {0x2aaaaaaa, 0x55555555, 0x7ffffffe}) {
      sender.setNextRtcpIndex(SSRC, index);
      byte[] srtcp = protectRtcp(sender, rtcp(SSRC));

      assertThat(word(srtcp)).isEqualTo(index | 0x80000000);
      assertThat(srtcp).isEqualTo(Reference.srtcp(key, rtcp(SSRC), index, true));
      assertThat(unprotectRtcp(SrtpReceiver.of(key), srtcp)).isEqualTo(rtcp(SSRC));
    }
  }

  @Test
  @Requirement("S3711-3.4-08")
  void givesTheFirstPacketOfEachSsrcTheIndexZero() {
    SrtpSender sender = SrtpSender.of(key);

    assertThat(word(protectRtcp(sender, rtcp(SSRC)))).isEqualTo(0x80000000);
    assertThat(word(protectRtcp(sender, rtcp(SSRC)))).isEqualTo(0x80000001);
    assertThat(word(protectRtcp(sender, rtcp(OTHER_SSRC)))).isEqualTo(0x80000000);
  }

  @Test
  @Requirement("S3711-3.4-09")
  void countsTheIndexUpByOneModulo2To31() {
    SrtpSender sender = SrtpSender.of(key);
    for (int i = 0; i < 300; i++) {
      assertThat(word(protectRtcp(sender, rtcp(SSRC)))).isEqualTo(0x80000000 | i);
    }
    sender.setNextRtcpIndex(SSRC, 0x7fffffff);
    assertThat(word(protectRtcp(sender, rtcp(SSRC)))).isEqualTo(0xffffffff);
    sender.rekey(key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 2)); // without it there is no index left

    assertThat(word(protectRtcp(sender, rtcp(SSRC)))).isEqualTo(0x80000000);
  }

  @Test
  @Requirement("S3711-3.4-10")
  void keepsTheIndexWhenTheMasterKeyChanges() {
    SrtpSender sender = SrtpSender.of(key);
    protectRtcp(sender, rtcp(SSRC));
    protectRtcp(sender, rtcp(SSRC));
    SrtpMasterKey next = key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 2);

    sender.rekey(next);

    assertThat(protectRtcp(sender, rtcp(SSRC)))
        .isEqualTo(Reference.srtcp(next, rtcp(SSRC), 2, true));
  }

  @ParameterizedTest
  @EnumSource(SrtpTag.class)
  @Requirement({"S3711-3.4-11", "S3711-5.2-05", "S3711-9.5-03", "S3711-3-02"})
  void hasALongTagOnSrtcpWhateverTheTagOfSrtp(SrtpTag tag) {
    boolean hmac = tag == SrtpTag.HMAC_SHA1_80 || tag == SrtpTag.HMAC_SHA1_32;

    assertThat(tag.rtcpOctets()).isGreaterThanOrEqualTo(hmac ? 10 : 8);
    if (hmac) {
      assertThat(tag.keyOctets()).isEqualTo(20);
      SrtpProfile profile = SrtpProfile.of(org.aparte.srtp.SrtpCipher.AES_CM_128, tag);
      byte[] srtcp = protectRtcp(SrtpSender.of(key(profile, 1)), rtcp(SSRC));
      assertThat(srtcp).hasSize(rtcp(SSRC).length + 4 + 10);
    }
  }

  @Test
  @Requirement({"S3711-3.4-18", "S7714-10-09"})
  void stopsWhenAKeyHasProtectedItsSrtcpPackets() {
    SrtpSender sender = SrtpSender.of(key.withLifetime(3));
    for (int i = 0; i < 3; i++) {
      assertThat(sentRtcp(sender, rtcp(SSRC + i))).isEqualTo(OK);
    }

    assertThat(sentRtcp(sender, rtcp(SSRC))).isEqualTo(KEY_EXHAUSTED);
    assertThat(SrtpMasterKey.MAX_RTCP_PACKETS).isEqualTo(1L << 31);
  }

  /** The E flag and the index, of a packet with a tag of 10 octets and no MKI. */
  private static int word(byte[] srtcp) {
    return ByteBuffer.wrap(srtcp).getInt(srtcp.length - 14);
  }
}
