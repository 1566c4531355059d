package org.aparte.srtp.requirements;

import static org.aparte.srtp.SrtpResult.AUTHENTICATION_FAILED;
import static org.aparte.srtp.SrtpResult.OK;
import static org.aparte.srtp.SrtpResult.REPLAYED;
import static org.aparte.srtp.SrtpResult.UNKNOWN_MKI;
import static org.aparte.srtp.requirements.Traffic.SSRC;
import static org.aparte.srtp.requirements.Traffic.flipped;
import static org.aparte.srtp.requirements.Traffic.key;
import static org.aparte.srtp.requirements.Traffic.named;
import static org.aparte.srtp.requirements.Traffic.received;
import static org.aparte.srtp.requirements.Traffic.receivedRtcp;
import static org.aparte.srtp.requirements.Traffic.rtcp;
import static org.aparte.srtp.requirements.Traffic.rtp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The order of the receiver's steps, RFC 3711 section 3.3: what is refused, when, and what stays.
 */
class ProcessingOrderTest {

  static List<SrtpProfile> profiles() {
    return SrtpProfile.named();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({"S3711-3.1-12", "S7714-5.3-01", "S7714-5.3-02", "S7714-5.3-03"})
  void givesOutNothingOfAPacketThatIsNotAuthentic(SrtpProfile profile) {
    SrtpMasterKey key = key(profile, 1);
    SrtpReceiver receiver = SrtpReceiver.of(key);
    byte[] forged = flipped(Reference.srtp(key, rtp(SSRC, 9), 12, 9), 8 * 30);
    byte[] inPlace = forged.clone();
    byte[] elsewhere = new byte[forged.length];

    assertThat(SrtpResult.of(receiver.unprotectRtp(inPlace, 0, inPlace.length)))
        .isEqualTo(AUTHENTICATION_FAILED);
    assertThat(SrtpResult.of(receiver.unprotectRtp(forged, 0, forged.length, elsewhere, 0)))
        .isEqualTo(AUTHENTICATION_FAILED);
    assertThat(inPlace).isEqualTo(forged);
    assertThat(elsewhere).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({"S3711-3.3-06", "S3711-4.2-05"})
  void answersAuthenticationFailedWhateverBitWasChanged(SrtpProfile profile) {
    SrtpMasterKey key = key(profile, 1);
    SrtpReceiver receiver = SrtpReceiver.of(key);
    byte[] srtp = Reference.srtp(key, rtp(SSRC, 9, 5), 12, 9);

    // the first octet and the extension length decide where things stand, so they may be MALFORMED
    for (int bit = 8; bit < 8 * srtp.length; bit++) {
      assertThat(received(receiver, flipped(srtp, bit))).isEqualTo(AUTHENTICATION_FAILED);
    }
    assertThat(receiver.ssrcs()).isEmpty();
    assertThat(received(receiver, srtp)).isEqualTo(OK);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({"S3711-3.4-19", "S3711-3-02", "S3711-9.5-03", "S7714-9-01"})
  void refusesEveryChangedSrtcpPacketWithItsEFlagAndIndex(SrtpProfile profile) {
    SrtpMasterKey key = key(profile, 1);
    SrtpReceiver receiver = SrtpReceiver.of(key);
    boolean encrypts = !profile.name().startsWith("NULL");
    for (boolean encrypted : encrypts ? new boolean[] {true, false} : new boolean[] {false}) {
      byte[] srtcp = Reference.srtcp(key, rtcp(SSRC), 9, encrypted);
      for (int bit = 2; bit < 8 * srtcp.length; bit++) {
        assertThat(receivedRtcp(receiver, flipped(srtcp, bit))).isEqualTo(AUTHENTICATION_FAILED);
      }
    }
    assertThat(receiver.ssrcs()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({"S3711-3.3-03", "S4568-6.4.1-02", "S3711-3.3.2-05"})
  void changesNothingForAForgedPacket(SrtpProfile profile) {
    SrtpMasterKey key = key(profile, 1);
    SrtpReceiver receiver = SrtpReceiver.of(key);
    for (int sequence = 0; sequence < 1000; sequence++) {
      byte[] forged = flipped(Reference.srtp(key, rtp(7000 + sequence, sequence), 12, 9), 200);
      assertThat(received(receiver, forged)).isEqualTo(AUTHENTICATION_FAILED);
    }
    assertThat(receiver.ssrcs()).isEmpty();

    assertThat(received(receiver, Reference.srtp(key, rtp(SSRC, 40_000), 12, 40_000)))
        .isEqualTo(OK);
    byte[] farAhead = flipped(Reference.srtp(key, rtp(SSRC, 1000), 12, 66_536), 200);
    assertThat(received(receiver, farAhead)).isEqualTo(AUTHENTICATION_FAILED);
    assertThat(receiver.roc(SSRC)).isEqualTo(0);
    // had the window moved, or the index been recorded, one of these would be refused
    assertThat(received(receiver, Reference.srtp(key, rtp(SSRC, 39_950), 12, 39_950)))
        .isEqualTo(OK);
    assertThat(received(receiver, Reference.srtp(key, rtp(SSRC, 1000), 12, 66_536))).isEqualTo(OK);
  }

  @Test
  @Requirement("S3711-3.3-04")
  void discardsReplaysOfSrtpAndSrtcp() {
    SrtpMasterKey key = key();
    SrtpReceiver receiver = SrtpReceiver.of(key);
    byte[] srtp = Reference.srtp(key, rtp(SSRC, 9), 12, 9);
    byte[] srtcp = Reference.srtcp(key, rtcp(SSRC), 9, true);
    assertThat(received(receiver, srtp)).isEqualTo(OK);
    assertThat(receivedRtcp(receiver, srtcp)).isEqualTo(OK);
    byte[] copy = srtp.clone();

    assertThat(SrtpResult.of(receiver.unprotectRtp(copy, 0, copy.length))).isEqualTo(REPLAYED);
    assertThat(copy).isEqualTo(srtp);
    assertThat(receivedRtcp(receiver, srtcp)).isEqualTo(REPLAYED);
  }

  @Test
  @Requirement("S3711-3.3-03")
  void looksForTheKeyThenForReplaysThenAtTheTag() {
    SrtpMasterKey key = named(key(), "77");
    SrtpReceiver receiver = SrtpReceiver.of(key);
    byte[] srtp = Reference.srtp(key, rtp(SSRC, 9), 12, 9);
    assertThat(received(receiver, srtp)).isEqualTo(OK);

    byte[] replayedAndForged = flipped(srtp, 200);
    assertThat(received(receiver, replayedAndForged)).isEqualTo(REPLAYED);
    byte[] allThree = replayedAndForged.clone();
    allThree[allThree.length - 11] ^= 1; // the MKI stands before the tag of 10 octets
    assertThat(received(receiver, allThree)).isEqualTo(UNKNOWN_MKI);
  }
}
