package org.aparte.srtp.model;

import static org.aparte.srtp.SrtpResult.KEY_EXHAUSTED;
import static org.aparte.srtp.SrtpResult.OK;
import static org.aparte.srtp.SrtpResult.REPLAYED;
import static org.aparte.srtp.SrtpResult.TOO_OLD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aparte.srtp.KeyLimitListener;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.testing.Keys;
import org.aparte.srtp.testing.Packets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The end of 2^48 and of 2^31 indices, under one key and when a new one comes just then. */
class IndexEndTest {

  private static final SrtpProfile PROFILE = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
  private static final int SSRC = 0xcafe;
  private static final long LAST_ROC = 0xffff_ffffL;
  private static final long LAST_RTCP = (1L << 31) - 1;

  private final SrtpSender sender = SrtpSender.of(Keys.key(PROFILE, 1));
  private final SrtpReceiver receiver = SrtpReceiver.of(Keys.key(PROFILE, 1));

  @BeforeEach
  void goNearTheEnd() {
    assertThat(sender.setRoc(SSRC, LAST_ROC)).isTrue();
    assertThat(receiver.setRoc(SSRC, LAST_ROC)).isTrue();
  }

  @Test
  void theLastIndexOfAllIsUsedAndThenNoneForEver() {
    assertThat(receive(send(65_535))).isEqualTo(OK);
    byte[] rtcp = Arrays.copyOf(Packets.rtcp(SSRC, 20), 64);
    for (int i = 0; i < 1000; i++) {
      assertThat(result(i)).isEqualTo(KEY_EXHAUSTED);
      assertThat(SrtpResult.of(sender.protectRtcp(rtcp, 0, 28))).isEqualTo(KEY_EXHAUSTED);
    }
  }

  @Test
  void theLastSrtcpIndexIsUsedAndThenNoneForEver() {
    assertThat(sender.setNextRtcpIndex(SSRC, LAST_RTCP)).isTrue();
    byte[] last = sendRtcp();
    assertThat(receiveRtcp(last)).isEqualTo(OK);
    assertThat(receiveRtcp(last)).isEqualTo(REPLAYED);
    byte[] rtcp = Arrays.copyOf(Packets.rtcp(SSRC, 20), 64);
    for (int i = 0; i < 1000; i++) {
      assertThat(SrtpResult.of(sender.protectRtcp(rtcp, 0, 28))).isEqualTo(KEY_EXHAUSTED);
      assertThat(result(i)).isEqualTo(KEY_EXHAUSTED);
    }
    assertThat(sender.nextRtcpIndex(SSRC)).isEqualTo(1L << 31);
  }

  @Test
  void goesOnFromZeroWhenANewKeyComesAtTheEnd() {
    assertThat(receive(send(65_534))).isEqualTo(OK);
    sender.rekey(Keys.key(PROFILE, 2));
    receiver.rekey(Keys.key(PROFILE, 2), 10);

    byte[] last = send(65_535);
    byte[] first = send(0);
    assertThat(receive(first)).isEqualTo(OK);
    assertThat(receive(first)).isEqualTo(REPLAYED);
    assertThat(receive(send(1))).isEqualTo(OK);
    assertThat(sender.roc(SSRC)).isZero();
    assertThat(receiver.roc(SSRC)).isZero();
    // late over the end: lost, since its ROC can no longer be guessed
    assertThat(receive(last)).isNotEqualTo(OK);
  }

  /**
   * Found by {@link SenderSafetyTest}: the memory of used indices begins anew with the indices, so
   * setRoc led back to those that the new key had used before its first wrap.
   */
  @Test
  void setRocDoesNotLeadBackToIndicesThatTheNewKeyHasUsedBeforeItBeganAnew() {
    send(65_500);
    sender.rekey(Keys.key(PROFILE, 2));
    byte[] last = send(65_535);
    send(0);

    sender.setRoc(SSRC, LAST_ROC);
    byte[] again = Arrays.copyOf(Packets.rtp(SSRC, 65_535, new byte[16]), 64);
    int length = sender.protectRtp(again, 0, 28);

    assertThat(SrtpResult.of(length)).isEqualTo(KEY_EXHAUSTED);
    assertThat(Arrays.copyOf(again, last.length)).isNotEqualTo(last);
  }

  @Test
  void oldSrtcpPacketsCannotBeReplayedAfterTheIndexBeganAnew() {
    sender.setNextRtcpIndex(SSRC, LAST_RTCP - 10);
    byte[] ofOldKey = sendRtcp();
    assertThat(receiveRtcp(ofOldKey)).isEqualTo(OK);
    sender.setNextRtcpIndex(SSRC, LAST_RTCP);
    byte[] last = sendRtcp();
    assertThat(receiveRtcp(last)).isEqualTo(OK);
    sender.rekey(Keys.key(PROFILE, 2));
    receiver.rekey(Keys.key(PROFILE, 2), 100);
    assertThat(receiveRtcp(sendRtcp())).isEqualTo(OK);

    assertThat(receiveRtcp(last)).isNotEqualTo(OK);
    assertThat(receiveRtcp(ofOldKey)).isNotEqualTo(OK);
    assertThat(receiveRtcp(sendRtcp())).isEqualTo(OK);
  }

  /** A peer that numbers on under the new key and wraps later, so that both ends are of one key. */
  @Test
  void srtcpPacketsOfTheSameKeyCannotBeReplayedAfterTheIndexBeganAnew() {
    sender.setNextRtcpIndex(SSRC, LAST_RTCP - 1);
    assertThat(receiveRtcp(sendRtcp())).isEqualTo(OK);
    receiver.rekey(Keys.key(PROFILE, 2), 0);
    SrtpSender upper = SrtpSender.of(Keys.key(PROFILE, 2));
    upper.setNextRtcpIndex(SSRC, LAST_RTCP);
    SrtpSender lower = SrtpSender.of(Keys.key(PROFILE, 2));
    byte[] last = sendRtcp(upper);
    byte[] first = sendRtcp(lower);

    assertThat(receiveRtcp(last)).isEqualTo(OK);
    assertThat(receiveRtcp(first)).isEqualTo(OK);
    assertThat(receiveRtcp(last)).isEqualTo(TOO_OLD);
    assertThat(receiveRtcp(first)).isEqualTo(REPLAYED);
    assertThat(receiveRtcp(sendRtcp(lower))).isEqualTo(OK);
  }

  /**
   * An index below 2^30 once passed for the first of a new round wherever the last one was above
   * it, were it by one.
   */
  @Test
  void aLateSrtcpPacketAfterARekeyDoesNotEmptyTheReplayList() {
    sender.setNextRtcpIndex(SSRC, (1L << 30) - 2);
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      packets.add(sendRtcp());
    }
    for (int i = 1; i < 8; i++) {
      assertThat(receiveRtcp(packets.get(i))).isEqualTo(OK);
    }
    receiver.rekey(Keys.key(PROFILE, 2), 100);

    assertThat(receiveRtcp(packets.get(0))).isEqualTo(OK);
    for (byte[] packet : packets) {
      assertThat(receiveRtcp(packet)).isEqualTo(REPLAYED);
    }
  }

  /** With MKIs an index space ends for good, so that a key can come when it has ended already. */
  @Test
  void warnsOfAKeyThatComesWhenAllIndicesAreUsed() {
    List<String> told = new ArrayList<>();
    KeyLimitListener listener =
        new KeyLimitListener() {
          @Override
          public void rekeySoon(Octets mki) {
            told.add("soon " + mki);
          }

          @Override
          public void keyExhausted(Octets mki) {
            told.add("exhausted " + mki);
          }
        };
    SrtpOptions options = SrtpOptions.builder().keyLimitListener(listener).build();
    SrtpSender named = SrtpSender.of(Keys.key(PROFILE, 3).withMki(Octets.of((byte) 1)), options);
    named.setRoc(SSRC, LAST_ROC);
    assertThat(result(named, 65_535)).isEqualTo(OK);
    assertThat(result(named, 0)).isEqualTo(KEY_EXHAUSTED);
    named.rekey(Keys.key(PROFILE, 4).withMki(Octets.of((byte) 2)));
    assertThat(result(named, 0)).isEqualTo(KEY_EXHAUSTED);
    assertThat(result(named, 0)).isEqualTo(KEY_EXHAUSTED);

    assertThat(told).containsExactly("soon 01", "exhausted 01", "soon 02", "exhausted 02");
  }

  /** The old key was wiped while the packet that told of its end was still to be encrypted. */
  @ParameterizedTest
  @MethodSource("org.aparte.srtp.testing.Keys#profiles")
  void aListenerMayRekeyAtOnce(SrtpProfile profile) {
    SrtpMasterKey[] keys = {Keys.key(profile, 5), Keys.key(profile, 6)};
    SrtpSender[] it = new SrtpSender[1];
    it[0] =
        SrtpSender.of(
            keys[0].withLifetime(16),
            Keys.options().keyLimitListener(rekeyTo(it, keys[1])).build());
    SrtpReceiver before = SrtpReceiver.of(keys[0], Keys.options().build());
    SrtpReceiver after = SrtpReceiver.of(keys[1], Keys.options().build());
    for (int i = 0; i < 20; i++) {
      byte[] rtp = Packets.rtp(SSRC, i, new byte[] {1, 2, 3, 4});
      byte[] rtcp = Packets.rtcp(SSRC, 20);
      byte[] srtp = Arrays.copyOf(rtp, 100);
      byte[] srtcp = Arrays.copyOf(rtcp, 100);
      int srtpLength = it[0].protectRtp(srtp, 0, rtp.length);
      int srtcpLength = it[0].protectRtcp(srtcp, 0, rtcp.length);

      // the fifteenth packet of sixteen tells of the end
      boolean old = i < 15;
      assertThat((old ? before : after).unprotectRtp(srtp, 0, srtpLength)).isEqualTo(rtp.length);
      assertThat(srtp).startsWith(rtp);
      boolean oldRtcp = i < 14;
      assertThat((oldRtcp ? before : after).unprotectRtcp(srtcp, 0, srtcpLength))
          .isEqualTo(rtcp.length);
      assertThat(srtcp).startsWith(rtcp);
    }
  }

  private static KeyLimitListener rekeyTo(SrtpSender[] sender, SrtpMasterKey next) {
    return new KeyLimitListener() {
      @Override
      public void rekeySoon(Octets mki) {
        sender[0].rekey(next);
      }

      @Override
      public void keyExhausted(Octets mki) {
        throw new AssertionError("the key has been replaced");
      }
    };
  }

  private SrtpResult result(int sequence) {
    return result(sender, sequence);
  }

  private static SrtpResult result(SrtpSender sender, int sequence) {
    byte[] buffer = Arrays.copyOf(Packets.rtp(SSRC, sequence, new byte[16]), 64);
    return SrtpResult.of(sender.protectRtp(buffer, 0, 28));
  }

  private byte[] send(int sequence) {
    byte[] buffer = Arrays.copyOf(Packets.rtp(SSRC, sequence, new byte[16]), 64);
    int length = sender.protectRtp(buffer, 0, 28);
    assertThat(SrtpResult.of(length)).isEqualTo(OK);
    return Arrays.copyOf(buffer, length);
  }

  private byte[] sendRtcp() {
    return sendRtcp(sender);
  }

  private static byte[] sendRtcp(SrtpSender sender) {
    byte[] buffer = Arrays.copyOf(Packets.rtcp(SSRC, 20), 64);
    int length = sender.protectRtcp(buffer, 0, 28);
    assertThat(SrtpResult.of(length)).isEqualTo(OK);
    return Arrays.copyOf(buffer, length);
  }

  private SrtpResult receive(byte[] packet) {
    return SrtpResult.of(receiver.unprotectRtp(packet.clone(), 0, packet.length));
  }

  private SrtpResult receiveRtcp(byte[] packet) {
    return SrtpResult.of(receiver.unprotectRtcp(packet.clone(), 0, packet.length));
  }
}
