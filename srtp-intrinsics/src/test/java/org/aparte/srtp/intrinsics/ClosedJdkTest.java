package org.aparte.srtp.intrinsics;

import static org.assertj.core.api.Assertions.assertThat;

import org.aparte.srtp.SrtpAccelerator;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.junit.jupiter.api.Test;

/** On the path, but nothing is opened: runs without --add-opens. */
class ClosedJdkTest {

  @Test
  void leavesTheWorkToTheJcaAndSaysWhy() {
    SrtpMasterKey key =
        SrtpMasterKey.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80, new byte[16], new byte[14]);
    SrtpSender sender = SrtpSender.of(key);
    SrtpReceiver receiver = SrtpReceiver.of(key);
    byte[] packet = new byte[64];
    packet[0] = (byte) 0x80;

    int length = sender.protectRtp(packet, 0, 40);

    assertThat(receiver.unprotectRtp(packet, 0, length)).isEqualTo(40);
    assertThat(SrtpAccelerator.found()).isInstanceOf(JdkIntrinsics.class);
    assertThat(sender.describe())
        .contains("AES/ECB/NoPadding by SunJCE", "SHA-1 by SUN", "srtp-intrinsics does not serve")
        .contains("java.base does not open sun.security.provider and com.sun.crypto.provider to");
  }

  @Test
  void offersNothing() {
    JdkIntrinsics closed = new JdkIntrinsics();

    assertThat(closed.serves()).isFalse();
    assertThat(closed.counterMode(new byte[16])).isNull();
    assertThat(closed.hmacSha1(new byte[20])).isNull();
    assertThat(closed.gcm(new byte[16])).isNull();
  }
}
