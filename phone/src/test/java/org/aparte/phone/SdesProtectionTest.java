package org.aparte.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.aparte.phone.sip.Sdp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two ends whose keys are in signaling, from one description to the next. */
class SdesProtectionTest {

  private final SecureRandom random = new SecureRandom();
  private final SdesProtection caller = new SdesProtection(1, random);
  private final SdesProtection callee = new SdesProtection(2, random);
  private int sequence;

  @AfterEach
  void closes() {
    caller.close();
    callee.close();
  }

  @Test
  void sendsNothingBeforeThereAreKeys() {
    byte[] packet = rtp(1);

    assertThat(caller.maySend()).isFalse();
    assertThat(caller.prepareRtp(packet, 32)).isNegative();
    assertThat(callee.receive(rtp(1), 32, 0).kind()).isEqualTo(Protection.Kind.NOTHING);
  }

  @Test
  void takesNothingInTheClearOnceThereAreKeys() {
    agree();

    assertThat(callee.receive(rtp(1), 32, 0).kind()).isEqualTo(Protection.Kind.NOTHING);
    assertThat(callee.forged()).isPositive();
  }

  @Test
  void goesOnWithNewKeysAndReadsWhatWasUnderWay() {
    agree();
    byte[] underWay = rtp(1);
    int length = caller.prepareRtp(underWay, 32);
    agree();

    assertThat(hears(callee, underWay, length)).isTrue();
    byte[] later = rtp(1);
    assertThat(hears(callee, later, caller.prepareRtp(later, 32))).isTrue();
    assertThat(callee.forged()).isZero();
  }

  @Test
  void keepsTheListOfPacketsWhenThePeerRepeatsItsKey() {
    Sdp.Media offer = stream(caller.offer());
    caller.conclude(stream(callee.answer(offer).orElseThrow()));
    byte[] packet = rtp(1);
    int length = caller.prepareRtp(packet, 32);
    byte[] replay = packet.clone();
    assertThat(hears(callee, packet, length)).isTrue();

    assertThat(callee.answer(offer)).isPresent();
    assertThat(hears(callee, replay, length)).as("a replay under the key that stayed").isFalse();
  }

  @Test
  void keepsItsKeysWhenAnOfferIsNotAnswered() {
    agree();
    caller.offer();

    byte[] packet = rtp(1);
    assertThat(hears(callee, packet, caller.prepareRtp(packet, 32))).isTrue();
  }

  @Test
  void refusesAnAnswerThatItDidNotOffer() {
    caller.offer();

    String other = "a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:" + "A".repeat(40);
    assertThat(caller.conclude(stream(List.of(other)))).isPresent();
    assertThat(caller.maySend()).isFalse();
  }

  private void agree() {
    List<String> answer = callee.answer(stream(caller.offer())).orElseThrow();
    assertThat(caller.conclude(stream(answer))).isEmpty();
  }

  private static Sdp.Media stream(List<String> attributes) {
    return new Sdp.Media("audio", 9, "RTP/SAVP", List.of("0"), "", attributes);
  }

  private static boolean hears(SdesProtection end, byte[] packet, int length) {
    return end.receive(packet, length, 0).kind() == Protection.Kind.RTP;
  }

  private byte[] rtp(int ssrc) {
    byte[] room = new byte[100];
    Arrays.fill(room, 12, 32, (byte) 7);
    ByteBuffer.wrap(room).putShort((short) 0x8000).putShort((short) ++sequence);
    ByteBuffer.wrap(room).putInt(8, ssrc);
    return room;
  }
}
