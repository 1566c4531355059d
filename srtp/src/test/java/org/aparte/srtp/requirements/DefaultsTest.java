package org.aparte.srtp.requirements;

import static org.aparte.srtp.requirements.Traffic.SSRC;
import static org.aparte.srtp.requirements.Traffic.key;
import static org.aparte.srtp.requirements.Traffic.protect;
import static org.aparte.srtp.requirements.Traffic.protectRtcp;
import static org.aparte.srtp.requirements.Traffic.rtcp;
import static org.aparte.srtp.requirements.Traffic.rtp;
import static org.assertj.core.api.Assertions.assertThat;

import org.aparte.srtp.SrtpCipher;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.SrtpTag;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;

/** The defaults of SRTP: RFC 3711 section 5. */
class DefaultsTest {

  private final SrtpProfile first = SrtpProfile.named().get(0);

  @Test
  @Requirement({"S3711-5.1-01", "S3711-5.1-02", "S3711-5.1-03"})
  void namesAesInCounterModeFirstWith128BitKeysAnd112BitSalts() {
    assertThat(first.cipher()).isEqualTo(SrtpCipher.AES_CM_128);
    assertThat(8 * first.cipher().keyOctets()).isEqualTo(128);
    assertThat(8 * first.cipher().saltOctets()).isEqualTo(112);
  }

  @Test
  @Requirement({"S3711-5.2-01", "S3711-5.2-02", "S3711-5.2-03"})
  void namesHmacSha1FirstWith160BitKeysAnd80BitTags() {
    assertThat(first.tag()).isEqualTo(SrtpTag.HMAC_SHA1_80);
    assertThat(8 * first.tag().keyOctets()).isEqualTo(160);
    assertThat(8 * first.tag().rtpOctets()).isEqualTo(80);
    assertThat(8 * first.tag().rtcpOctets()).isEqualTo(80);
  }

  @Test
  @Requirement({"S3711-5.3-01", "S3711-5.3-02", "S3711-5.3-03"})
  void derivesKeysFrom128BitMasterKeysAnd112BitSaltsAtRateZero() {
    assertThat(8 * first.keyOctets()).isEqualTo(128);
    assertThat(8 * first.saltOctets()).isEqualTo(112);
    assertThat(SrtpOptions.defaults().keyDerivationRate()).isEqualTo(0);

    SrtpMasterKey key = key(first, 1);
    SrtpSender sender = SrtpSender.of(key);
    assertThat(protect(sender, rtp(SSRC, 1))).isEqualTo(Reference.srtp(key, rtp(SSRC, 1), 12, 1));
    assertThat(protectRtcp(sender, rtcp(SSRC)))
        .isEqualTo(Reference.srtcp(key, rtcp(SSRC), 0, true));
  }
}
