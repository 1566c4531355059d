package org.aparte.srtp.requirements;

import static org.aparte.srtp.SrtpResult.AUTHENTICATION_FAILED;
import static org.aparte.srtp.SrtpResult.OK;
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
import static org.assertj.core.api.Assertions.assertThat;

import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;

/** Several master keys, named by MKIs or one after the other: RFC 5764 sections 4.1 and 5.2. */
class RekeyingTest {

  private final SrtpMasterKey one = key();
  private final SrtpMasterKey two = key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 2);
  private final SrtpMasterKey three = key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 3);
  private final SrtpMasterKey named1 = named(one, "0101");
  private final SrtpMasterKey named2 = named(two, "0102");

  @Test
  @Requirement({"S5764-4.1-05", "S5764-4.1.3-08"})
  void putsTheMkiInEveryPacketOfEverySsrc() {
    SrtpSender sender = SrtpSender.of(named1);
    for (int ssrc : new int[] {SSRC, OTHER_SSRC, 0}) {
      for (int i = 0; i < 3; i++) {
        assertThat(protect(sender, rtp(ssrc, i)))
            .isEqualTo(Reference.srtp(named1, rtp(ssrc, i), 12, i));
        assertThat(protectRtcp(sender, rtcp(ssrc)))
            .isEqualTo(Reference.srtcp(named1, rtcp(ssrc), i, true));
      }
    }
  }

  @Test
  @Requirement("S5764-4.1.3-02")
  void protectsWithOneKeyAtATime() {
    SrtpSender sender = SrtpSender.of(named1);
    sender.addKey(named2);
    for (int i = 0; i < 3; i++) {
      assertThat(protect(sender, rtp(SSRC, i)))
          .isEqualTo(Reference.srtp(named1, rtp(SSRC, i), 12, i));
    }

    sender.useKey(Octets.ofHex("0102"));

    for (int i = 3; i < 6; i++) {
      assertThat(protect(sender, rtp(SSRC, i)))
          .isEqualTo(Reference.srtp(named2, rtp(SSRC, i), 12, i));
    }
  }

  @Test
  @Requirement({"S5764-5.2-02", "S4568-4.3-03", "S4568-4.3-04"})
  void triesTheKeyThatTheMkiNamesAndNoOther() {
    SrtpReceiver receiver = SrtpReceiver.of(named1);
    receiver.addKey(named2);
    byte[] unknown = Reference.srtp(named(one, "0103"), rtp(SSRC, 1), 12, 1);
    byte[] unknownRtcp = Reference.srtcp(named(one, "0103"), rtcp(SSRC), 1, true);
    byte[] misnamed = Reference.srtp(named(one, "0102"), rtp(SSRC, 1), 12, 1);

    assertThat(received(receiver, unknown)).isEqualTo(UNKNOWN_MKI);
    assertThat(receivedRtcp(receiver, unknownRtcp)).isEqualTo(UNKNOWN_MKI);
    assertThat(received(receiver, misnamed)).isEqualTo(AUTHENTICATION_FAILED);
    assertThat(received(receiver, Reference.srtp(named1, rtp(SSRC, 1), 12, 1))).isEqualTo(OK);
    assertThat(received(receiver, Reference.srtp(named2, rtp(SSRC, 2), 12, 2))).isEqualTo(OK);
  }

  @Test
  @Requirement("S5764-5.2-05")
  void discardsWhatFitsNeitherTheNewKeyNorTheOld() {
    SrtpReceiver receiver = SrtpReceiver.of(one);
    receiver.rekey(two, 10);

    assertThat(received(receiver, Reference.srtp(three, rtp(SSRC, 1), 12, 1)))
        .isEqualTo(AUTHENTICATION_FAILED);
    assertThat(receivedRtcp(receiver, Reference.srtcp(three, rtcp(SSRC), 1, true)))
        .isEqualTo(AUTHENTICATION_FAILED);
    assertThat(received(receiver, Reference.srtp(one, rtp(SSRC, 1), 12, 1))).isEqualTo(OK);
    assertThat(received(receiver, Reference.srtp(two, rtp(SSRC, 2), 12, 2))).isEqualTo(OK);
  }

  @Test
  @Requirement({"S5764-5.2-05", "S5764-4.4-02"})
  void takesNothingMoreUnderAKeyThatHasEnded() {
    SrtpReceiver receiver = SrtpReceiver.of(one);
    receiver.rekey(two, 1);
    assertThat(received(receiver, Reference.srtp(two, rtp(SSRC, 1), 12, 1))).isEqualTo(OK);

    assertThat(received(receiver, Reference.srtp(one, rtp(SSRC, 2), 12, 2)))
        .isEqualTo(AUTHENTICATION_FAILED);
  }
}
