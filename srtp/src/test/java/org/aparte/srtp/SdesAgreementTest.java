package org.aparte.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Offer and answer, then packets under what they agreed on. */
class SdesAgreementTest {

  private static final SrtpProfile CM = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
  private static final String CM_LINE = "1 AES_CM_128_HMAC_SHA1_80 inline:";
  private static final int SSRC = 0x01020304;
  private static final int RTP_OCTETS = 12 + 20;
  private static final int RTCP_OCTETS = 8 + 20;

  private final SecureRandom random = new SecureRandom();

  static List<SrtpProfile> profiles() {
    return SrtpProfile.named().stream().filter(profile -> profile.sdesName().isPresent()).toList();
  }

  @Requirement({"S4568-5.1.1-05", "S4568-5.1.2-06"})
  @ParameterizedTest
  @MethodSource("profiles")
  void letsBothSidesTalkUnderEverySuiteEachWithItsOwnKey(SrtpProfile profile) {
    SdesParameters rate = SdesParameters.NONE.withKeyDerivationRate(2);
    try (Call call = new Call(SdesPolicy.of(List.of(profile)), rate)) {
      for (int seq = 0; seq < 9; seq++) {
        assertArrives(call.offererSends, call.answererReceives, seq);
        assertArrives(call.answererSends, call.offererReceives, seq);
      }
      byte[] own = new byte[100];
      int length = protect(call.offererSends, own, 9);
      assertThat(SrtpResult.of(call.offererReceives.unprotectRtp(own, 0, length)))
          .isEqualTo(SrtpResult.AUTHENTICATION_FAILED);
    }
  }

  @Requirement({"S4568-6.3.2-01", "S4568-6.3.2-02", "S4568-6-02"})
  @Test
  void setsTheEBitOfAllSrtcpAsNegotiatedAndTakesNoOther() {
    SdesPolicy accepting = SdesPolicy.of(List.of(CM)).acceptingUnencryptedRtcp();
    SdesParameters clear = SdesParameters.NONE.withEncryption(true, false);
    for (SdesParameters parameters : List.of(SdesParameters.NONE, clear)) {
      boolean encrypt = parameters.encryptRtcp();
      try (Call call = new Call(accepting, parameters)) {
        for (SrtpSender sender : List.of(call.offererSends, call.answererSends)) {
          for (int i = 0; i < 3; i++) {
            byte[] packet = rtcp();
            assertThat(sender.protectRtcp(packet, 0, RTCP_OCTETS)).isEqualTo(RTCP_OCTETS + 14);
            assertThat(packet[RTCP_OCTETS] < 0).as("E bit").isEqualTo(encrypt);
          }
        }
        // the offerer's very key, with the E bit that was not negotiated
        SrtpOptions other = SrtpOptions.builder().encryptRtcp(!encrypt).build();
        byte[] packet = rtcp();
        int length = SrtpSender.of(call.copyOfOffererKey(), other).protectRtcp(packet, 0, 28);
        assertThat(SrtpResult.of(call.answererReceives.unprotectRtcp(packet, 0, length)))
            .isEqualTo(encrypt ? SrtpResult.RTCP_NOT_ENCRYPTED : SrtpResult.RTCP_ENCRYPTED);
      }
    }
  }

  @Requirement("S4568-6.3.2-03")
  @Test
  void leavesThePayloadReadableOnlyWhenUnencryptedSrtpWasNegotiated() {
    SdesPolicy accepting = SdesPolicy.of(List.of(CM)).acceptingUnencryptedRtp();
    SdesParameters clear = SdesParameters.NONE.withEncryption(false, true);
    for (SdesParameters parameters : List.of(SdesParameters.NONE, clear)) {
      try (Call call = new Call(accepting, parameters)) {
        byte[] packet = new byte[100];
        protect(call.answererSends, packet, 0);
        byte[] sent = Arrays.copyOf(packet, RTP_OCTETS);
        assertThat(Arrays.equals(sent, Arrays.copyOf(rtp(0), RTP_OCTETS)))
            .isEqualTo(!parameters.encryptRtp());
        assertArrives(call.offererSends, call.answererReceives, 1);
      }
    }
  }

  @Requirement("S4568-6.1-02")
  @Test
  void acceptsNoPacketBeyondTheLifetimeThatTheAttributeGives() {
    SdesPolicy policy = SdesPolicy.of(List.of(CM));
    String limited = CM_LINE + SdesLines.K + "|2";
    try (SdesAgreement agreed = SdesAnswer.to(List.of(limited), policy, random).value();
        SrtpReceiver receiver = agreed.receiver(SrtpOptions.builder());
        SdesCrypto theirs = SdesCrypto.parse(CM_LINE + SdesLines.K).value();
        SrtpSender sender = SrtpSender.of(theirs.key())) {
      assertRtpArrives(sender, receiver, 0);
      assertRtpArrives(sender, receiver, 1);
      byte[] packet = new byte[100];
      int length = protect(sender, packet, 2);
      assertThat(SrtpResult.of(receiver.unprotectRtp(packet, 0, length)))
          .isEqualTo(SrtpResult.KEY_EXHAUSTED);
    }
  }

  @Requirement({"S4568-4.3-03", "S4568-6.1-16"})
  @Test
  void findsEachOfSeveralKeysByTheMkiInThePacket() {
    SdesPolicy policy = SdesPolicy.of(List.of(CM));
    String two = SdesLines.expand("{K}|1:2;inline:{L}|258:2");
    SdesOffer offer = SdesOffer.of(policy, List.of(SdesCrypto.parse(CM_LINE + two).value()));
    try (offer;
        SdesAgreement answerer = SdesAnswer.to(offer.format(), policy, random).value();
        SdesAgreement offerer = offer.conclude(List.of(answerer.sending().format())).value();
        SrtpSender sender = offerer.sender(SrtpOptions.builder());
        SrtpReceiver receiver = answerer.receiver(SrtpOptions.builder())) {
      assertArrives(sender, receiver, 0);
      sender.useKey(Octets.of((byte) 1, (byte) 2));
      byte[] packet = new byte[100];
      int length = protect(sender, packet, 1);
      assertThat(Octets.of(packet, RTP_OCTETS, 2)).isEqualTo(Octets.ofHex("0102"));
      assertThat(receiver.unprotectRtp(packet, 0, length)).isEqualTo(RTP_OCTETS);
    }
  }

  @Requirement({"S4568-6.4-01", "S4568-6.4-03"})
  @Test
  void givesOneSenderAndItsRocBeginsAtZero() {
    try (Call call = new Call(SdesPolicy.of(List.of(CM)), SdesParameters.NONE)) {
      assertArrives(call.offererSends, call.answererReceives, 0);
      assertThat(call.offererSends.roc(SSRC)).isZero();
      assertThat(call.answererReceives.roc(SSRC)).isZero();
      assertThatThrownBy(() -> call.offerer.sender(SrtpOptions.builder()))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Requirement("S4568-6.3.6-01")
  @Test
  void takesTheWindowHintWithinWhatAReceiverCanHaveAndNotBelowTheDefault() {
    assertThat(window(SdesParameters.NONE)).isEqualTo(128);
    assertThat(window(SdesParameters.NONE.withWindowSizeHint(64))).isEqualTo(128);
    assertThat(window(SdesParameters.NONE.withWindowSizeHint(1000))).isEqualTo(1024);
    assertThat(window(SdesParameters.NONE.withWindowSizeHint(Integer.MAX_VALUE))).isEqualTo(32768);
  }

  private static int window(SdesParameters parameters) {
    return parameters.applyTo(SrtpOptions.builder()).build().replayWindowPackets();
  }

  private static void assertRtpArrives(SrtpSender sender, SrtpReceiver receiver, int seq) {
    byte[] packet = new byte[100];
    int length = protect(sender, packet, seq);
    assertThat(receiver.unprotectRtp(packet, 0, length)).isEqualTo(RTP_OCTETS);
    assertThat(Arrays.copyOf(packet, RTP_OCTETS)).isEqualTo(Arrays.copyOf(rtp(seq), RTP_OCTETS));
  }

  private static void assertArrives(SrtpSender sender, SrtpReceiver receiver, int seq) {
    assertRtpArrives(sender, receiver, seq);
    byte[] report = rtcp();
    int length = sender.protectRtcp(report, 0, RTCP_OCTETS);
    assertThat(receiver.unprotectRtcp(report, 0, length)).isEqualTo(RTCP_OCTETS);
  }

  private static int protect(SrtpSender sender, byte[] packet, int seq) {
    System.arraycopy(rtp(seq), 0, packet, 0, RTP_OCTETS);
    return sender.protectRtp(packet, 0, RTP_OCTETS);
  }

  private static byte[] rtp(int seq) {
    byte[] packet = new byte[RTP_OCTETS];
    ByteBuffer.wrap(packet).put((byte) 0x80).put((byte) 0).putShort((short) seq).putInt(8, SSRC);
    Arrays.fill(packet, 12, RTP_OCTETS, (byte) 0x55);
    return packet;
  }

  private static byte[] rtcp() {
    byte[] packet = new byte[100];
    ByteBuffer.wrap(packet).put((byte) 0x80).put((byte) 200).putShort((short) 6).putInt(SSRC);
    return packet;
  }

  /** Both sides of an agreement that the offerer's parameters were offered for. */
  private final class Call implements AutoCloseable {
    final SdesOffer offer;
    final SdesAgreement offerer;
    final SdesAgreement answerer;
    final SrtpSender offererSends;
    final SrtpSender answererSends;
    final SrtpReceiver offererReceives;
    final SrtpReceiver answererReceives;

    Call(SdesPolicy policy, SdesParameters offered) {
      offer = SdesOffer.generate(policy.withParameters(offered), random);
      answerer = SdesAnswer.to(offer.format(), policy, random).value();
      offerer = offer.conclude(List.of(answerer.sending().format())).value();
      offererSends = offerer.sender(SrtpOptions.builder());
      offererReceives = offerer.receiver(SrtpOptions.builder());
      answererSends = answerer.sender(SrtpOptions.builder());
      answererReceives = answerer.receiver(SrtpOptions.builder());
    }

    SrtpMasterKey copyOfOffererKey() {
      return SdesCrypto.parse(offerer.sending().format()).value().key();
    }

    @Override
    public void close() {
      offererSends.close();
      answererSends.close();
      offererReceives.close();
      answererReceives.close();
      offerer.close();
      answerer.close();
      offer.close();
    }
  }
}
