package org.aparte.srtp.requirements;

import static org.aparte.srtp.SrtpResult.MALFORMED_TOO_LONG;
import static org.aparte.srtp.SrtpResult.OK;
import static org.aparte.srtp.SrtpResult.REPLAYED;
import static org.aparte.srtp.SrtpResult.TOO_OLD;
import static org.aparte.srtp.requirements.Traffic.OTHER_SSRC;
import static org.aparte.srtp.requirements.Traffic.SSRC;
import static org.aparte.srtp.requirements.Traffic.key;
import static org.aparte.srtp.requirements.Traffic.protect;
import static org.aparte.srtp.requirements.Traffic.protectRtcp;
import static org.aparte.srtp.requirements.Traffic.rtcp;
import static org.aparte.srtp.requirements.Traffic.rtp;
import static org.aparte.srtp.requirements.Traffic.sent;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** AES in counter mode, and keystream that is used once: RFC 3711 sections 4.1.1 and 9.1. */
class CounterModeTest {

  private final SrtpMasterKey key = key();

  static List<SrtpProfile> profiles() {
    return SrtpProfile.named();
  }

  @Test
  @Requirement({"S3711-4.1.1-02", "S3711-4.2.1-01", "S3711-5.2-04"})
  void xorsTheBlocksOfIvIvPlusOneAndSoOnFromTheFirstOctetOn() {
    byte[] packet = rtp(SSRC, 3, 65_000);
    byte[][] keys = Reference.sessionKeys(key, 0);

    byte[] srtp = protect(SrtpSender.of(key), packet);

    byte[] used = Reference.xor(Arrays.copyOfRange(packet, 12, 65_012), Traffic.tail(srtp, 12));
    assertThat(used)
        .isEqualTo(Reference.keystream(keys[0], Reference.counterIv(keys[2], SSRC, 3), 65_000));
  }

  @Test
  @Requirement({"S3711-4.1.1-03", "S3711-4.3.1-12"})
  void makesTheIvOfSaltSsrcAndAllFortyEightBitsOfTheIndex() {
    for (long index : new long[] {0, 0x7fffffff5a5aL, 0x80000000a5a5L, 0xfffffffffffeL}) {
      for (int ssrc : new int[] {0, 1, SSRC, -1}) {
        SrtpMasterKey fresh = key();
        SrtpSender sender = SrtpSender.of(fresh);
        sender.setRoc(ssrc, index >>> 16);
        byte[] packet = rtp(ssrc, (int) index & 0xffff, 33);

        assertThat(protect(sender, packet)).isEqualTo(Reference.srtp(fresh, packet, 12, index));
      }
    }
  }

  @Test
  @Requirement({"S3711-4.1.1-04", "S3711-4.1.1-05"})
  void takesForSrtcpTheFirstSsrcTheSrtcpIndexAndTheSrtcpKeys() {
    byte[] compound = rtcp(SSRC);
    compound[36] ^= 0x40; // the SDES packet behind names another SSRC
    byte[][] keys = Reference.sessionKeys(key, 0);
    SrtpSender sender = SrtpSender.of(key);
    sender.setNextRtcpIndex(SSRC, 0x41234567);

    byte[] srtcp = protectRtcp(sender, compound);

    byte[] used = Reference.xor(Traffic.tail(compound, 8), Traffic.tail(srtcp, 8));
    BigInteger iv = Reference.counterIv(keys[5], SSRC, 0x41234567);
    assertThat(used).isEqualTo(Reference.keystream(keys[3], iv, used.length));
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({"S3711-4.1.1-06", "S7714-10-05", "S7714-10-06", "S7714-13.1-05"})
  void takesNoPacketThatNeedsMoreThan65536Blocks(SrtpProfile profile) {
    int limit = 16 * 65_536; // octets, in both directions; GCM's own limits are higher
    SrtpSender sender = SrtpSender.of(key(profile, 1));
    SrtpReceiver receiver = SrtpReceiver.of(key(profile, 1));
    byte[] buffer = Arrays.copyOf(rtp(SSRC, 3, limit + 1), limit + 100);

    assertThat(SrtpResult.of(sender.protectRtp(buffer, 0, 12 + limit + 1)))
        .isEqualTo(MALFORMED_TOO_LONG);
    assertThat(SrtpResult.of(receiver.unprotectRtp(buffer, 0, 12 + limit + 17)))
        .isEqualTo(MALFORMED_TOO_LONG);
    assertThat(SrtpResult.of(sender.protectRtcp(buffer, 0, 8 + limit + 1)))
        .isEqualTo(MALFORMED_TOO_LONG);
    assertThat(SrtpResult.of(receiver.unprotectRtcp(buffer, 0, 8 + limit + 21)))
        .isEqualTo(MALFORMED_TOO_LONG);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({
    "S3711-4.1.1-01",
    "S3711-4.1.1-07",
    "S3711-4.1.1-08",
    "S3711-9.1-01",
    "S3711-9.2-09",
    "S4568-6.4-01"
  })
  void neverUsesAKeystreamTwiceWhateverItIsAskedToSend(SrtpProfile profile) {
    if (profile.name().startsWith("NULL")) {
      return; // it has no keystream
    }
    Random random = new Random(7); // fixed, so that a failure comes again
    SrtpSender sender = SrtpSender.of(key(profile, 1));
    Set<Octets> keystreams = new HashSet<>();
    int accepted = 0;
    for (int i = 0; i < 3000; i++) {
      int ssrc = random.nextBoolean() ? SSRC : OTHER_SSRC;
      if (random.nextInt(50) == 0) {
        sender.setRoc(ssrc, random.nextInt(4));
      }
      int length;
      byte[] buffer = new byte[12 + 32 + sender.maxExpansion()];
      if (random.nextInt(4) == 0) {
        System.arraycopy(rtcp(ssrc), 0, buffer, 0, 8);
        length = sender.protectRtcp(buffer, 0, 44);
        if (length > 0) {
          keystreams.add(Octets.of(buffer, 8, 16));
        }
      } else {
        int sequence = random.nextInt(300) + (random.nextBoolean() ? 65_400 : 0);
        System.arraycopy(rtp(ssrc, sequence & 0xffff, 0), 0, buffer, 0, 12);
        length = sender.protectRtp(buffer, 0, 44);
        if (length > 0) {
          keystreams.add(Octets.of(buffer, 12, 16));
        }
      }
      accepted += length > 0 ? 1 : 0;
    }
    assertThat(accepted).isGreaterThan(500);
    // the plaintext is zeros, so each ciphertext is keystream
    assertThat(keystreams).hasSize(accepted);
  }

  @Test
  @Requirement({"S3711-4.1.1-08", "S7714-8.4-02"})
  void refusesToSendUnderAnIndexThatWasUsedOrMayHaveBeen() {
    SrtpSender sender = SrtpSender.of(key);
    for (int sequence = 0; sequence <= 200; sequence++) {
      assertThat(sent(sender, rtp(SSRC, sequence))).isEqualTo(OK);
    }

    assertThat(sent(sender, rtp(SSRC, 200))).isEqualTo(REPLAYED);
    assertThat(sent(sender, rtp(SSRC, 150))).isEqualTo(REPLAYED);
    assertThat(sent(sender, rtp(SSRC, 3))).isEqualTo(TOO_OLD);
    assertThat(sender.setRoc(SSRC, 0)).isTrue();
    assertThat(sent(sender, rtp(SSRC, 200))).isEqualTo(REPLAYED);
    assertThat(sender.setNextRtcpIndex(SSRC, 5)).isTrue();
    assertThat(sender.setNextRtcpIndex(SSRC, 4)).isFalse();
  }
}
