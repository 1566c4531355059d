package org.aparte.srtp.requirements;

import static org.aparte.srtp.SrtpResult.AUTHENTICATION_FAILED;
import static org.aparte.srtp.SrtpResult.OK;
import static org.aparte.srtp.requirements.Traffic.SSRC;
import static org.aparte.srtp.requirements.Traffic.flipped;
import static org.aparte.srtp.requirements.Traffic.key;
import static org.aparte.srtp.requirements.Traffic.protect;
import static org.aparte.srtp.requirements.Traffic.protectRtcp;
import static org.aparte.srtp.requirements.Traffic.received;
import static org.aparte.srtp.requirements.Traffic.rtcp;
import static org.aparte.srtp.requirements.Traffic.rtp;
import static org.aparte.srtp.requirements.Traffic.tail;
import static org.aparte.srtp.requirements.Traffic.unprotect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** SRTP packets that carry the ROC: RFC 4771. */
class RocCarriageTest {

  private static final long ROC = 0x89abcdefL;

  private final SrtpMasterKey key = key();
  private final SrtpMasterKey aeadKey = key(SrtpProfile.AEAD_AES_128_GCM, 1);

  @Test
  @Requirement({"S4771-3-04", "S4771-2-02"})
  void putsTheRocAndAnHmacShorterByFourOctetsInPlaceOfTheTag() {
    for (RocCarriage mode : List.of(RocCarriage.MODE_1, RocCarriage.MODE_2)) {
      SrtpSender sender = SrtpSender.of(key(), every(mode, 4));
      sender.setRoc(SSRC, ROC);
      byte[] packet = rtp(SSRC, 8);

      byte[] srtp = protect(sender, packet);

      assertThat(srtp).isEqualTo(withRoc(packet, ROC));
      // the receiver, which knows nothing of that ROC, takes it from the packet
      SrtpReceiver receiver = SrtpReceiver.of(key, every(mode, 4));
      assertThat(unprotect(receiver, srtp)).isEqualTo(packet);
      assertThat(receiver.roc(SSRC)).isEqualTo(ROC);
    }
  }

  @Test
  @Requirement("S4771-2-02")
  void derivesKeysFromTheRocOfThePacket() {
    SrtpOptions options =
        SrtpOptions.builder().rocCarriage(RocCarriage.MODE_2, 1).keyDerivationRate(1 << 16).build();
    SrtpSender sender = SrtpSender.of(key, options);
    sender.setRoc(SSRC, 5);

    byte[] srtp = protect(sender, rtp(SSRC, 8));

    assertThat(unprotect(SrtpReceiver.of(key, options), srtp)).isEqualTo(rtp(SSRC, 8));
    byte[] authenticated = Arrays.copyOf(srtp, srtp.length - 10);
    byte[] mac =
        Reference.hmacSha1(Reference.derive(key, 1, 5, 20), Reference.join(authenticated, roc(5)));
    assertThat(tail(srtp, srtp.length - 6)).isEqualTo(Arrays.copyOf(mac, 6));
  }

  @Test
  @Requirement("S4771-2-03")
  void dropsAPacketWhoseMacDoesNotFitAndKeepsItsRoc() {
    SrtpReceiver receiver = SrtpReceiver.of(key, every(RocCarriage.MODE_2, 4));
    assertThat(received(receiver, withRoc(rtp(SSRC, 4), 0))).isEqualTo(OK);
    byte[] srtp = withRoc(rtp(SSRC, 8), 0);
    int rocBit = 8 * (srtp.length - 10) + 31;

    assertThat(received(receiver, flipped(srtp, rocBit))).isEqualTo(AUTHENTICATION_FAILED);
    assertThat(received(receiver, flipped(srtp, 8 * srtp.length - 1)))
        .isEqualTo(AUTHENTICATION_FAILED);

    assertThat(receiver.roc(SSRC)).isEqualTo(0);
    assertThat(received(receiver, srtp)).isEqualTo(OK);
  }

  @Test
  @Requirement("S4771-2-04")
  void leavesSrtcpAlone() {
    for (RocCarriage mode : List.of(RocCarriage.MODE_1, RocCarriage.MODE_2)) {
      SrtpSender sender = SrtpSender.of(key(), every(mode, 1));
      assertThat(protectRtcp(sender, rtcp(SSRC)))
          .isEqualTo(Reference.srtcp(key, rtcp(SSRC), 0, true));
    }
    SrtpSender sender = SrtpSender.of(aeadKey, every(RocCarriage.MODE_3, 1));
    assertThat(protectRtcp(sender, rtcp(SSRC)))
        .isEqualTo(Reference.srtcp(aeadKey, rtcp(SSRC), 0, true));
  }

  @Test
  @Requirement("S4771-3-01")
  void hasTheWholeTagOfRfc3711OnTheOtherPacketsOfMode2() {
    SrtpSender sender = SrtpSender.of(key, every(RocCarriage.MODE_2, 4));
    SrtpReceiver receiver = SrtpReceiver.of(key, every(RocCarriage.MODE_2, 4));
    for (int sequence : new int[] {1, 2, 3, 5}) {
      byte[] packet = rtp(SSRC, sequence);

      byte[] srtp = protect(sender, packet);

      assertThat(srtp).isEqualTo(Reference.srtp(key, packet, 12, sequence));
      assertThat(received(receiver, flipped(srtp, 200))).isEqualTo(AUTHENTICATION_FAILED);
      assertThat(received(receiver, srtp)).isEqualTo(OK);
    }
  }

  @Test
  @Requirement({"S4771-3-03", "S4771-5-02"})
  void appendsFourOctetsInMode3AndTakesThemOff() {
    SrtpSender sender = SrtpSender.of(aeadKey, every(RocCarriage.MODE_3, 4));
    SrtpReceiver receiver = SrtpReceiver.of(aeadKey, every(RocCarriage.MODE_3, 4));
    sender.setRoc(SSRC, ROC);
    for (int sequence : new int[] {8, 9, 12}) {
      byte[] packet = rtp(SSRC, sequence);
      byte[] plain = Reference.srtp(aeadKey, packet, 12, ROC << 16 | sequence);

      byte[] srtp = protect(sender, packet);

      boolean carries = sequence % 4 == 0;
      assertThat(srtp).isEqualTo(carries ? Reference.join(plain, roc(ROC)) : plain);
      assertThat(unprotect(receiver, srtp)).isEqualTo(packet);
    }
  }

  @Test
  @Requirement("S4771-5-01")
  void refusesMode3WhereItWouldLeavePacketsUnauthenticated() {
    for (SrtpProfile profile : SrtpProfile.named()) {
      if (!profile.cipher().isAead()) {
        SrtpMasterKey any = key(profile, 1);
        assertThatThrownBy(() -> SrtpSender.of(any, every(RocCarriage.MODE_3, 1)))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SrtpReceiver.of(any, every(RocCarriage.MODE_3, 1)))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  @Requirement("S4771-4-01")
  void takesNoRateOfZero() {
    assertThatThrownBy(() -> every(RocCarriage.MODE_1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(SrtpOptions.defaults().rocCarriageRate()).isEqualTo(1);
  }

  private static SrtpOptions every(RocCarriage mode, int rate) {
    return SrtpOptions.builder().rocCarriage(mode, rate).build();
  }

  /** RFC 4771 section 2: the packet of RFC 3711, but for a tag of ROC and the first 48 MAC bits. */
  private byte[] withRoc(byte[] packet, long roc) {
    long index = roc << 16 | (packet[2] & 0xff) << 8 | packet[3] & 0xff;
    byte[] plain = Reference.srtp(key, packet, 12, index);
    byte[] mac = tail(plain, plain.length - 10);
    return Reference.join(Arrays.copyOf(plain, plain.length - 10), roc(roc), Arrays.copyOf(mac, 6));
  }

  private static byte[] roc(long roc) {
    return Reference.octets(java.math.BigInteger.valueOf(roc), 4);
  }
}
