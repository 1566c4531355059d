package org.aparte.srtp.requirements;

import static org.aparte.srtp.requirements.Traffic.SSRC;
import static org.aparte.srtp.requirements.Traffic.key;
import static org.aparte.srtp.requirements.Traffic.protect;
import static org.aparte.srtp.requirements.Traffic.protectRtcp;
import static org.aparte.srtp.requirements.Traffic.rtcp;
import static org.aparte.srtp.requirements.Traffic.rtp;
import static org.aparte.srtp.requirements.Traffic.tail;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.aparte.srtp.SrtpCipher;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AES in f8 mode: RFC 3711 section 4.1.2. */
class F8ModeTest {

  private final SrtpMasterKey key = key(SrtpProfile.F8_128_HMAC_SHA1_80, 1);
  private final byte[][] keys = Reference.sessionKeys(key, 0);
  private final SrtpSender sender = SrtpSender.of(key);

  @Test
  @Requirement("S3711-4.1.2-01")
  void hasTheKeyAndSaltSizesOfCounterMode() {
    assertThat(SrtpCipher.AES_F8_128.keyOctets()).isEqualTo(SrtpCipher.AES_CM_128.keyOctets());
    assertThat(SrtpCipher.AES_F8_128.saltOctets()).isEqualTo(SrtpCipher.AES_CM_128.saltOctets());
  }

  @Test
  @Requirement({"S3711-4.1.2.1-02", "S3711-4.1.2.1-03"})
  void chainsItsBlocksBehindAMaskedIv() {
    byte[] packet = rtp(SSRC, 3, 16 * 300 + 5); // more than 255 blocks, the last not whole
    byte[] iv = Reference.join(new byte[1], Arrays.copyOfRange(packet, 1, 12), new byte[4]);

    byte[] used = Reference.xor(tail(packet, 12), tail(protect(sender, packet), 12));

    assertThat(used).isEqualTo(Reference.f8Keystream(keys[0], keys[2], iv, used.length));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x60, 0xe0, 0xff})
  @Requirement({"S3711-4.1.2.1-01", "S3711-4.1.2.2-01", "S3711-4.1.2.2-02"})
  void takesTheIvOfSrtpFromTheHeaderAndTheRoc(int markerAndType) {
    byte[] packet = rtp(SSRC, 0xabcd);
    packet[0] |= 0x20; // padding: V, P, X and CC are no part of the IV
    packet[packet.length - 1] = 1;
    packet[1] = (byte) markerAndType;
    sender.setRoc(SSRC, 0x89abcdefL);
    ByteBuffer iv = ByteBuffer.allocate(16);
    iv.put((byte) 0).put((byte) markerAndType).putShort((short) 0xabcd).putInt(160 * 0xabcd);
    iv.putInt(SSRC).putInt(0x89abcdef);

    byte[] used = Reference.xor(tail(packet, 12), tail(protect(sender, packet), 12));

    assertThat(used).isEqualTo(Reference.f8Keystream(keys[0], keys[2], iv.array(), used.length));
  }

  @Test
  @Requirement({"S3711-4.1.2.1-01", "S3711-4.1.2.3-01", "S3711-4.1.2.3-02"})
  void takesTheIvOfSrtcpFromTheIndexAndTheFirstHeader() {
    byte[] packet = rtcp(SSRC);
    sender.setNextRtcpIndex(SSRC, 0x1234567);
    ByteBuffer iv = ByteBuffer.allocate(16);
    iv.putInt(0).putInt(0x81234567).put((byte) 0x81).put((byte) 201).putShort((short) 7);
    iv.putInt(SSRC);

    byte[] used = Reference.xor(tail(packet, 8), tail(protectRtcp(sender, packet), 8));

    assertThat(used).isEqualTo(Reference.f8Keystream(keys[3], keys[5], iv.array(), used.length));
  }

  @Test
  @Requirement({"S3711-4.1.2.2-01", "S3711-4.1.2.3-01"})
  void readsWhatItWrites() {
    SrtpReceiver receiver = SrtpReceiver.of(key, SrtpOptions.defaults());

    assertThat(Traffic.unprotect(receiver, protect(sender, rtp(SSRC, 3)))).isEqualTo(rtp(SSRC, 3));
    assertThat(Traffic.unprotectRtcp(receiver, protectRtcp(sender, rtcp(SSRC))))
        .isEqualTo(rtcp(SSRC));
  }
}
