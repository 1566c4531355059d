package org.aparte.srtp.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trial of further ROCs, with the tag as the judge. */
class RocTrialTest {

  private static final SrtpProfile PROFILE = SrtpProfile.AES_CM_128_HMAC_SHA1_80;

  /**
   * After 40,000 lost packets the likeliest ROC is one too low, and the index lies below the
   * window. The receiver once stopped at that and stayed deaf until the next round.
   */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, 0x8000_0000L})
  void heals40000LostPacketsAtAnyRoc(long roc) {
    SrtpSender sender = SrtpSender.of(SrtpMasterKey.of(PROFILE, new byte[16], new byte[14]));
    SrtpReceiver trying = receiver(1);
    SrtpReceiver plain = receiver(0);
    sender.setRoc(5, roc);
    trying.setRoc(5, roc);
    plain.setRoc(5, roc);
    byte[] first = sealed(sender, 1000);
    byte[] late = sealed(sender, 1001);
    for (int sequence = 1002; sequence < 41_000; sequence += 20_000) {
      sealed(sender, sequence);
    }
    byte[] after = sealed(sender, 41_000);
    byte[] next = sealed(sender, 41_001);

    assertThat(open(trying, first)).isEqualTo(SrtpResult.OK);
    assertThat(open(trying, after)).isEqualTo(SrtpResult.OK);
    assertThat(open(trying, next)).isEqualTo(SrtpResult.OK);
    assertThat(open(trying, after)).isEqualTo(SrtpResult.REPLAYED);
    assertThat(open(trying, late)).isNotEqualTo(SrtpResult.OK);
    assertThat(trying.roc(5)).isEqualTo(roc);

    assertThat(open(plain, first)).isEqualTo(SrtpResult.OK);
    assertThat(open(plain, after)).isEqualTo(roc == 0 ? SrtpResult.OK : SrtpResult.TOO_OLD);
  }

  private static SrtpReceiver receiver(int trials) {
    return SrtpReceiver.of(
        SrtpMasterKey.of(PROFILE, new byte[16], new byte[14]),
        SrtpOptions.builder().rocTrials(trials).build());
  }

  private static byte[] sealed(SrtpSender sender, int sequence) {
    byte[] packet = new byte[12 + 20 + sender.maxExpansion()];
    packet[0] = (byte) 0x80;
    packet[2] = (byte) (sequence >> 8);
    packet[3] = (byte) sequence;
    packet[11] = 5;
    int length = sender.protectRtp(packet, 0, 32);
    assertThat(SrtpResult.of(length)).isEqualTo(SrtpResult.OK);
    return Arrays.copyOf(packet, length);
  }

  private static SrtpResult open(SrtpReceiver receiver, byte[] packet) {
    return SrtpResult.of(receiver.unprotectRtp(packet.clone(), 0, packet.length));
  }
}
