package org.aparte.srtp.requirements;

import static org.aparte.srtp.SrtpResult.KEY_EXHAUSTED;
import static org.aparte.srtp.SrtpResult.OK;
import static org.aparte.srtp.requirements.Traffic.OTHER_SSRC;
import static org.aparte.srtp.requirements.Traffic.SSRC;
import static org.aparte.srtp.requirements.Traffic.key;
import static org.aparte.srtp.requirements.Traffic.named;
import static org.aparte.srtp.requirements.Traffic.protect;
import static org.aparte.srtp.requirements.Traffic.received;
import static org.aparte.srtp.requirements.Traffic.receivedRtcp;
import static org.aparte.srtp.requirements.Traffic.rtcp;
import static org.aparte.srtp.requirements.Traffic.rtp;
import static org.aparte.srtp.requirements.Traffic.sent;
import static org.aparte.srtp.requirements.Traffic.sentRtcp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.KeyLimitListener;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How long a key may be used: RFC 3711 sections 3.3.1, 8.1 and 9.2, RFC 7714 sections 8.4 to 13.
 */
class KeyLifetimeTest implements KeyLimitListener {

  private static final long LAST_ROC = 0xffffffffL;
  private static final int LAST_RTCP_INDEX = 0x7fffffff;

  private final List<String> heard = new ArrayList<>();
  private final SrtpOptions options = SrtpOptions.builder().keyLimitListener(this).build();

  static List<SrtpProfile> profiles() {
    return SrtpProfile.named();
  }

  @Override
  public void rekeySoon(Octets mki) {
    heard.add("soon " + mki);
  }

  @Override
  public void keyExhausted(Octets mki) {
    heard.add("exhausted " + mki);
  }

  @Test
  @Requirement({"S3711-3.3.1-09", "S3711-8.1.1-04", "S7714-10-08", "S7714-10-09"})
  void limitsEveryKeyTo2To48SrtpAnd2To31SrtcpPackets() {
    assertThat(key().lifetimePackets()).isEqualTo(1L << 48);
    assertThat(SrtpMasterKey.MAX_RTP_PACKETS).isEqualTo(1L << 48);
    assertThat(SrtpMasterKey.MAX_RTCP_PACKETS).isEqualTo(1L << 31);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({
    "S3711-3.3.1-09",
    "S3711-9.2-05",
    "S3711-9.2-07",
    "S3711-11.3-01",
    "S7714-8.4-01",
    "S7714-13.1-07",
    "S7714-13.1-08",
    "S4568-6.4-01"
  })
  void sendsNoMoreUnderAKeyWhenTheIndicesOfASsrcAreUsedUp(SrtpProfile profile) {
    SrtpSender sender = SrtpSender.of(named(key(profile, 1), "77"), options);
    sender.setRoc(SSRC, LAST_ROC);
    assertThat(sent(sender, rtp(SSRC, 65_535))).isEqualTo(OK);

    for (int sequence = 0; sequence < 100; sequence++) {
      assertThat(sent(sender, rtp(SSRC, sequence))).isEqualTo(KEY_EXHAUSTED);
      assertThat(sent(sender, rtp(OTHER_SSRC, sequence))).isEqualTo(KEY_EXHAUSTED);
      assertThat(sentRtcp(sender, rtcp(SSRC))).isEqualTo(KEY_EXHAUSTED);
    }
    assertThat(heard).containsExactly("soon 77", "exhausted 77");
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({
    "S3711-9.2-05",
    "S3711-9.2-07",
    "S3711-11.3-01",
    "S7714-9.4-01",
    "S7714-13.1-07",
    "S7714-13.1-08"
  })
  void sendsNoMoreUnderAKeyWhenTheSrtcpIndicesOfASsrcAreUsedUp(SrtpProfile profile) {
    SrtpSender sender = SrtpSender.of(key(profile, 1), options);
    sender.setNextRtcpIndex(SSRC, LAST_RTCP_INDEX);
    assertThat(sentRtcp(sender, rtcp(SSRC))).isEqualTo(OK);

    for (int i = 0; i < 100; i++) {
      assertThat(sentRtcp(sender, rtcp(SSRC))).isEqualTo(KEY_EXHAUSTED);
      assertThat(sent(sender, rtp(SSRC, i))).isEqualTo(KEY_EXHAUSTED);
    }
    assertThat(heard).containsExactly("soon ", "exhausted ");
  }

  @Test
  @Requirement({
    "S3711-8.1-02",
    "S3711-8.1.1-04",
    "S3711-9.2-04",
    "S7714-10-08",
    "S4568-6.1-02",
    "S5764-4.4-02"
  })
  void countsThePacketsOfAllSsrcsUnderAKey() {
    SrtpMasterKey key = key().withLifetime(10);
    SrtpSender sender = SrtpSender.of(key, options);
    for (int i = 0; i < 5; i++) {
      assertThat(sent(sender, rtp(SSRC, i))).isEqualTo(OK);
      assertThat(sent(sender, rtp(OTHER_SSRC, i))).isEqualTo(OK);
    }

    assertThat(sent(sender, rtp(SSRC, 5))).isEqualTo(KEY_EXHAUSTED);
    assertThat(sentRtcp(sender, rtcp(SSRC))).isEqualTo(KEY_EXHAUSTED);
    assertThat(heard).containsExactly("soon ", "exhausted ");
  }

  @Test
  @Requirement({"S4568-6.1-02", "S5764-4.4-02"})
  void takesNoMorePacketsThanAKeyMayProtect() {
    SrtpMasterKey key = key().withLifetime(3);
    SrtpReceiver receiver = SrtpReceiver.of(key, options);
    for (int i = 0; i < 3; i++) {
      assertThat(received(receiver, Reference.srtp(key, rtp(SSRC, i), 12, i))).isEqualTo(OK);
    }

    assertThat(received(receiver, Reference.srtp(key, rtp(SSRC, 3), 12, 3)))
        .isEqualTo(KEY_EXHAUSTED);
    assertThat(receivedRtcp(receiver, Reference.srtcp(key, rtcp(SSRC), 0, true)))
        .isEqualTo(KEY_EXHAUSTED);
  }

  @Test
  @Requirement({"S3711-3.3.1-10", "S3711-9.2-05", "S4568-6.4.2-01"})
  void asksForANewKeyBeforeTheLimit() {
    SrtpSender sender = SrtpSender.of(key().withLifetime(1600), options);
    for (int i = 0; i < 1499; i++) {
      protect(sender, rtp(i % 2 == 0 ? SSRC : OTHER_SSRC, i));
    }
    assertThat(heard).isEmpty();

    protect(sender, rtp(SSRC, 1500));

    assertThat(heard).containsExactly("soon ");
  }

  @Test
  @Requirement({"S3711-3.3.1-10", "S3711-9.2-08"})
  void letsTheSsrcThatIsNearestToItsEndAskForANewKey() {
    SrtpSender sender = SrtpSender.of(key(), options);
    protect(sender, rtp(SSRC, 1));
    sender.setRoc(SSRC, LAST_ROC - (LAST_ROC >> 4) - 1);
    protect(sender, rtp(SSRC, 2));
    assertThat(heard).isEmpty();

    sender.setRoc(OTHER_SSRC, LAST_ROC - (LAST_ROC >> 4) + 1);
    protect(sender, rtp(OTHER_SSRC, 3));

    assertThat(heard).containsExactly("soon ");
  }

  @Test
  @Requirement({"S3711-9.2-07", "S7714-13.1-08"})
  void goesOnOnlyUnderANewKey() {
    SrtpMasterKey next = key(SrtpProfile.AEAD_AES_128_GCM, 2);
    SrtpSender sender = SrtpSender.of(key(SrtpProfile.AEAD_AES_128_GCM, 1).withLifetime(1));
    protect(sender, rtp(SSRC, 1));
    assertThat(sent(sender, rtp(SSRC, 2))).isEqualTo(KEY_EXHAUSTED);

    sender.rekey(next);

    assertThat(protect(sender, rtp(SSRC, 2))).isEqualTo(Reference.srtp(next, rtp(SSRC, 2), 12, 2));
  }

  @Test
  @Requirement({"S7714-13.1-06", "S7714-13.1-07"})
  void refusesIndicesUsedBeforeARekeyUnderTheNewKeyToo() {
    SrtpSender sender = SrtpSender.of(key());
    for (int sequence = 10; sequence < 20; sequence++) {
      protect(sender, rtp(SSRC, sequence));
    }

    sender.rekey(key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 2));

    assertThat(sent(sender, rtp(SSRC, 15))).isEqualTo(org.aparte.srtp.SrtpResult.REPLAYED);
    assertThat(sent(sender, rtp(SSRC, 20))).isEqualTo(OK);
  }

  @Test
  @Requirement({"S7714-13.1-06", "S7714-13.1-07", "S3711-9.1-01"})
  void stopsWhenAnIndexSpaceThatBeganAnewReturnsToWhereTheKeyCameIn() {
    SrtpSender sender = SrtpSender.of(key());
    sender.setRoc(SSRC, LAST_ROC);
    protect(sender, rtp(SSRC, 65_534));
    sender.rekey(key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 2));
    protect(sender, rtp(SSRC, 65_535)); // 2^48 - 1 under the new key
    protect(sender, rtp(SSRC, 0)); // 0 under the new key

    assertThat(sender.setRoc(SSRC, LAST_ROC)).isTrue();
    assertThat(sent(sender, rtp(SSRC, 65_535))).isEqualTo(KEY_EXHAUSTED);
  }
}
