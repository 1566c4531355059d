package org.aparte.srtp.requirements;

import static org.aparte.srtp.SrtpResult.AUTHENTICATION_FAILED;
import static org.aparte.srtp.SrtpResult.OK;
import static org.aparte.srtp.requirements.Traffic.SSRC;
import static org.aparte.srtp.requirements.Traffic.key;
import static org.aparte.srtp.requirements.Traffic.protect;
import static org.aparte.srtp.requirements.Traffic.received;
import static org.aparte.srtp.requirements.Traffic.rtp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;

/** ROC, s_l and the packet index: RFC 3711 section 3.3.1. */
class PacketIndexTest {

  private final SrtpMasterKey key = key();
  private final SrtpMasterKey nextKey = key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 2);
  private final SrtpReceiver receiver = SrtpReceiver.of(key);

  @Test
  @Requirement({"S3711-3.3.1-01", "S4568-6.4-03"})
  void beginsEachSsrcOfASenderAtRocZero() {
    SrtpSender sender = SrtpSender.of(key);
    assertThat(protect(sender, rtp(SSRC, 65_535))).isEqualTo(srtp(65_535));
    assertThat(protect(sender, rtp(SSRC, 0))).isEqualTo(srtp(65_536));

    assertThat(protect(sender, rtp(1, 3))).isEqualTo(Reference.srtp(key, rtp(1, 3), 12, 3));
  }

  @Test
  @Requirement("S3711-3.3.1-02")
  void countsTheRocUpEachTimeSeqWraps() {
    SrtpSender sender = SrtpSender.of(key);
    for (long index = 60_000; index < 200_000; index += 10_000) {
      assertThat(protect(sender, rtp(SSRC, (int) index & 0xffff))).isEqualTo(srtp(index));
      assertThat(sender.roc(SSRC)).isEqualTo(index >> 16);
    }
  }

  @Test
  @Requirement("S3711-3.3.1-02")
  void countsTheRocModulo2To32() {
    SrtpSender sender = SrtpSender.of(key);
    assertThat(sender.setRoc(SSRC, 0xffffffffL)).isTrue();
    assertThat(protect(sender, rtp(SSRC, 65_535))).isEqualTo(srtp(0xffffffffffffL));
    sender.rekey(nextKey); // without which there is no index left

    assertThat(protect(sender, rtp(SSRC, 0)))
        .isEqualTo(Reference.srtp(nextKey, rtp(SSRC, 0), 12, 0));
    assertThat(sender.roc(SSRC)).isEqualTo(0);
  }

  @Test
  @Requirement("S3711-3.3.1-03")
  void beginsEachSsrcOfAReceiverAtRocZero() {
    assertThat(received(receiver, srtp(65_536 + 3))).isEqualTo(AUTHENTICATION_FAILED);
    assertThat(received(receiver, srtp(3))).isEqualTo(OK);
    assertThat(receiver.roc(SSRC)).isEqualTo(0);
  }

  @Test
  @Requirement("S3711-3.3.1-04")
  void letsALateJoinerBeToldTheRoc() {
    assertThat(received(receiver, srtp(0xabcd12340005L))).isEqualTo(AUTHENTICATION_FAILED);

    assertThat(receiver.setRoc(SSRC, 0xabcd1234L)).isTrue();

    assertThat(received(receiver, srtp(0xabcd12340005L))).isEqualTo(OK);
    assertThat(receiver.roc(SSRC)).isEqualTo(0xabcd1234L);
    assertThatThrownBy(() -> receiver.setRoc(SSRC, 1L << 32))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Requirement("S3711-3.3.1-05")
  void takesTheFirstSeqThatItSeesForTheHighest() {
    // with s_l at 60000 a SEQ of 10 is the next round; with s_l at zero it would be this one
    assertThat(received(receiver, srtp(60_000))).isEqualTo(OK);
    assertThat(received(receiver, srtp(65_536 + 10))).isEqualTo(OK);
  }

  @Test
  @Requirement("S3711-3.3.1-07")
  void movesTheHighestIndexForwardsOnly() {
    received(receiver, srtp(65_530));
    assertThat(receiver.roc(SSRC)).isEqualTo(0);

    // v = ROC, a larger SEQ: s_l moves, so that 32,770 of the next round is nearer than of this
    assertThat(received(receiver, srtp(65_534))).isEqualTo(OK);
    assertThat(receiver.roc(SSRC)).isEqualTo(0);
    // v = ROC + 1: both move
    assertThat(received(receiver, srtp(65_536 + 2))).isEqualTo(OK);
    assertThat(receiver.roc(SSRC)).isEqualTo(1);
    // v = ROC - 1, a late packet: neither moves
    assertThat(received(receiver, srtp(65_535))).isEqualTo(OK);
    assertThat(receiver.roc(SSRC)).isEqualTo(1);
    // v = ROC, a smaller SEQ: s_l stays at 2
    assertThat(received(receiver, srtp(65_536 + 1))).isEqualTo(OK);
    assertThat(received(receiver, srtp(65_536 + 2 + 32_767))).isEqualTo(OK);
    assertThat(receiver.roc(SSRC)).isEqualTo(1);
  }

  @Test
  @Requirement("S3711-3.3.1-07")
  void keepsTheHighestSeqWhenALatePacketComes() {
    received(receiver, srtp(32_800));
    received(receiver, srtp(32_700)); // too old for the window, so not even recorded
    received(receiver, srtp(32_790));

    // nearest to 32,800, and not to 32,790, is this round for SEQ 32 and the next for SEQ 31
    assertThat(received(receiver, srtp(65_536 + 31))).isEqualTo(OK);
    assertThat(receiver.roc(SSRC)).isEqualTo(1);
  }

  @Test
  @Requirement("S3711-3.3.1-08")
  void keepsTheRocWhenTheMasterKeyChanges() {
    SrtpSender sender = SrtpSender.of(key);
    protect(sender, rtp(SSRC, 65_535));
    received(receiver, protect(sender, rtp(SSRC, 0)));
    receiver.setRoc(SSRC, 1);

    sender.rekey(nextKey);
    receiver.rekey(nextKey, 0);

    byte[] srtp = protect(sender, rtp(SSRC, 1));
    assertThat(srtp).isEqualTo(Reference.srtp(nextKey, rtp(SSRC, 1), 12, 65_537));
    assertThat(received(receiver, srtp)).isEqualTo(OK);
    assertThat(sender.roc(SSRC)).isEqualTo(1);
    assertThat(receiver.roc(SSRC)).isEqualTo(1);
  }

  private byte[] srtp(long index) {
    return Reference.srtp(key, rtp(SSRC, (int) index & 0xffff), 12, index);
  }
}
