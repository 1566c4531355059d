package org.aparte.zrtp.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.aparte.srtp.SdesAgreement;
import org.aparte.srtp.SdesAnswer;
import org.aparte.srtp.SdesCrypto;
import org.aparte.srtp.SdesOffer;
import org.aparte.srtp.SdesPolicy;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpProfile;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpWarning;
import org.junit.jupiter.api.Test;

/** What SDP brings: hashes of Hello, and the keys of SDES (RFC 6189 section 8). */
class SignalingTest {

  private static final ZrtpConfig CONFIG = ZrtpConfig.recommended();
  private static final ZrtpEvent AUX_MISMATCH =
      new ZrtpEvent.Warning(ZrtpWarning.AUX_SECRET_MISMATCH);
  private static final String OTHER_VERSION = "a=zrtp-hash:2.00 " + "ab".repeat(48);

  private final Peer a = Peer.of("a", 1, CONFIG);
  private final Peer b = Peer.of("b", 2, CONFIG);

  @Test
  @Requirement({"Z-8-06", "Z-8.2-01", "Z-8.2-02", "Z-4.3.2-12"})
  void mixesTheKeyOfTheSdesAnswerIntoTheCallInEitherRole() {
    boolean[] aWasInitiator = new boolean[2];
    for (long seed = 1; seed <= 30; seed++) {
      TwoPeers call = sdesCall(Peer.of("a", 2 * seed, CONFIG), Peer.of("b", 2 * seed + 1, CONFIG));
      call.start(seed % 3 * 50).runUntilSecure(5_000);

      assertSecureWithoutMismatch(call);
      aWasInitiator[call.a().line().secure().role() == Role.INITIATOR ? 1 : 0] = true;
    }
    assertThat(aWasInitiator).containsExactly(true, true);
  }

  @Test
  @Requirement({"Z-8.2-02", "Z-4.4.2.3-01"})
  void mixesItIntoPresharedModeToo() {
    ZrtpConfig preshared = CONFIG.toBuilder().preferPreshared(true).build();
    sdesCall(a, b).start().runUntilSecure(5_000);
    assertThat(a.session().sasMatched() && b.session().sasMatched()).isTrue();
    a.callAgain(preshared);
    b.callAgain(preshared);
    TwoPeers call = sdesCall(a, b).start().runUntilSecure(5_000);

    assertSecureWithoutMismatch(call);
    assertThat(a.line().secure().algorithms().keyAgreement()).isEqualTo(KeyAgreementType.PRSH);
  }

  @Test
  @Requirement("Z-4.3.2-12")
  void tellsTheOneWhoHasAKeyThatTheOtherHasAnother() {
    try (SdesOffer offer = SdesOffer.generate(SdesPolicy.recommended(), new SeededRandom(1));
        SdesAgreement answered = answer(offer);
        SdesAgreement concluded = offer.conclude(List.of(answered.sending().format())).value()) {
      TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1);
      // each takes its own direction: not what we agreed to do
      beforeStart(call, concluded.sending().key(), answered.sending().key());
      call.start().runUntilSecure(5_000);

      assertThat(call.allSecure()).isTrue();
      assertThat(a.line().events()).contains(AUX_MISMATCH);
      assertThat(b.line().events()).contains(AUX_MISMATCH);
    }
  }

  @Test
  void keepsACopyOfTheKeyAndLeavesTheOriginalToTheApp() {
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1);
    SrtpMasterKey key =
        SdesCrypto.generateKey(SrtpProfile.AES_CM_128_HMAC_SHA1_80, new SeededRandom(4));
    beforeStart(call, key, key);
    call.tap((from, line, datagram) -> {
      key.close(); // the first datagram comes after all streams have it
      return List.of(datagram);
    });
    call.start().runUntilSecure(5_000);

    assertSecureWithoutMismatch(call);
  }

  @Test
  @Requirement({"Z-8.1-03", "Z-8.1.1-01", "Z-4.1.1-03", "Z-4.1.1-04"})
  void countsTheHashOfOurVersionAmongSeveral() {
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1);
    call.onOpen((peer, line) -> {
      Peer.Line other = peer == b && !a.lines().isEmpty() ? a.lines().get(line) : null;
      if (other != null) {
        String ours = peer.lines().get(line).stream().helloHash().attribute();
        assertThat(
                other.stream()
                    .expectPeerHelloHashes(
                        List.of("m=audio 9 RTP/AVP 0", OTHER_VERSION, ours, "a=sendrecv"), true))
            .isTrue();
      }
    });
    call.start().runUntilSecure(5_000);

    assertThat(call.allSecure()).isTrue();
    assertThat(a.line().secure().helloHashFits()).isTrue();
    assertThat(b.line().secure().helloHashFits()).isFalse();
  }

  @Test
  @Requirement({"Z-6-05", "Z-8-01"})
  void learnsFromAHashOfAnotherVersionOnlyThatThereIsZrtp() {
    TwoPeers alone = new TwoPeers(a, b, Wire.PERFECT, 1).tap((from, line, datagram) -> List.of());
    alone.onOpen((peer, line) -> {
      if (peer == a) {
        assertThat(
                peer.lines().get(line).stream().expectPeerHelloHashes(List.of(OTHER_VERSION), true))
            .isTrue();
      } else {
        assertThat(
                peer.lines().get(line).stream()
                    .expectPeerHelloHashes(List.of("v=0", "a=zrtp-hash:1.10 beef"), true))
            .isFalse();
      }
    });
    alone.start().run(10_000, () -> false);
    assertThat(a.line().told(ZrtpEvent.NoPeer.class)).isEmpty();
    assertThat(b.line().told(ZrtpEvent.NoPeer.class)).hasSize(1);
    alone.run(10_000, () -> false);
    assertThat(a.line().told(ZrtpEvent.NoPeer.class)).hasSize(1);

    TwoPeers call = new TwoPeers(Peer.of("a", 3, CONFIG), Peer.of("b", 4, CONFIG), Wire.PERFECT, 1);
    call.onOpen((peer, line) ->
        peer.lines().get(line).stream().expectPeerHelloHashes(List.of(OTHER_VERSION), true));
    call.start().runUntilSecure(5_000);
    assertThat(call.allSecure()).isTrue();
    assertThat(call.a().line().secure().helloHashFits()).isFalse();
  }

  @Test
  void refusesSignalingForAClosedStream() {
    Peer.Line line = a.open();
    line.stream().close();
    try (SrtpMasterKey key =
        SdesCrypto.generateKey(SrtpProfile.AES_CM_128_HMAC_SHA1_80, new SeededRandom(4))) {
      assertThatThrownBy(() -> line.stream().signaledKey(key))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private static TwoPeers sdesCall(Peer offerer, Peer answerer) {
    TwoPeers call = new TwoPeers(offerer, answerer, Wire.PERFECT, 1);
    try (SdesOffer offer = SdesOffer.generate(SdesPolicy.recommended(), new SeededRandom(1));
        SdesAgreement answered = answer(offer);
        SdesAgreement concluded = offer.conclude(List.of(answered.sending().format())).value()) {
      beforeStart(call, copy(concluded.receiving().key()), copy(answered.sending().key()));
    }
    return call;
  }

  private static SdesAgreement answer(SdesOffer offer) {
    return SdesAnswer.to(offer.format(), SdesPolicy.recommended(), new SeededRandom(2)).value();
  }

  private static SrtpMasterKey copy(SrtpMasterKey key) {
    return key.withLifetime(key.lifetimePackets());
  }

  private static void beforeStart(TwoPeers call, SrtpMasterKey ofA, SrtpMasterKey ofB) {
    call.onOpen(
        (peer, line) -> peer.lines().get(line).stream().signaledKey(peer == call.a() ? ofA : ofB));
  }

  private static void assertSecureWithoutMismatch(TwoPeers call) {
    assertThat(call.allSecure()).isTrue();
    DhCallTest.assertSecure(call);
    assertThat(call.a().line().events()).doesNotContain(AUX_MISMATCH);
    assertThat(call.b().line().events()).doesNotContain(AUX_MISMATCH);
  }
}
