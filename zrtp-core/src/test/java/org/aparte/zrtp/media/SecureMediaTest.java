package org.aparte.zrtp.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aparte.srtp.PacketKind;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.Arrival;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.message.Fragment;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.MediaDrop;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.Outgoing;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.scenario.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls through {@link SecureMedia} with real SRTP on the wire. */
class SecureMediaTest {

  private static final ZrtpConfig CONFIG = ZrtpConfig.recommended();

  static Stream<ZrtpConfig> everyProfile() {
    return Stream.of(CipherType.values())
        .flatMap(cipher ->
            Stream.of(AuthTagType.values())
                .map(tag -> ZrtpConfig.builder().ciphers(cipher).authTags(tag).build()));
  }

  @ParameterizedTest
  @MethodSource("everyProfile")
  @Requirement({"Z-4-01", "Z-4.5.3-03", "Z-4.5.3-04", "Z-4.5.3-05"})
  void carriesRtpAndRtcpBothWaysUnderEveryProfile(ZrtpConfig config) {
    MediaCall call = MediaCall.of(config, MediaPolicy.REQUIRED).start().runUntilSecure();
    call.forgetTheWire();
    call.talking().run(1_000);

    assertThat(call.a.told(ZrtpEvent.Secure.class).get(0).algorithms().cipher())
        .isEqualTo(config.ciphers().get(0));
    for (MediaEnd end : List.of(call.a, call.b)) {
      String other = call.other(end).name;
      assertThat(end.heard).hasSizeGreaterThan(40).allMatch(text -> text.contains("of " + other));
      assertThat(end.reports).hasSizeGreaterThan(40).allMatch(text -> text.contains("of " + other));
      assertThat(end.heard).doesNotHaveDuplicates();
    }
    for (PacketKind kind : List.of(PacketKind.RTP, PacketKind.RTCP)) {
      assertThat(call.onTheWire(kind)).hasSizeGreaterThan(80).noneMatch(MediaCall::isInTheClear);
    }
  }

  @ParameterizedTest
  @MethodSource("everyProfile")
  void addsAtMostTheOctetsThatItAnnounces(ZrtpConfig config) {
    MediaCall call = MediaCall.of(config, MediaPolicy.REQUIRED).start().runUntilSecure();

    int plain = 40;
    byte[] buffer = new byte[plain + SecureMedia.MAX_EXPANSION];
    System.arraycopy(call.a.rtp("voice of a").array(), 0, buffer, 0, plain);
    assertThat(call.a.media.prepareRtp(buffer, 0, plain)).isGreaterThan(plain);
    System.arraycopy(call.a.rtcp("report of a").array(), 0, buffer, 0, plain);
    assertThat(call.a.media.prepareRtcp(buffer, 0, plain)).isGreaterThan(plain);
  }

  @Test
  void takesAFragmentForZrtp() {
    MediaCall call = MediaCall.of(CONFIG, MediaPolicy.REQUIRED).start();
    byte[] fragment = new Fragment(1, 5, 7, 40, 1, Octets.of(new byte[100])).write().toArray();
    Arrival arrival = call.a.media.receive(fragment, 0, fragment.length, 0);

    assertThat(fragment[0]).isEqualTo((byte) 0x11);
    assertThat(PacketKind.of(fragment, 0, fragment.length)).isEqualTo(PacketKind.ZRTP);
    assertThat(arrival.kind()).isEqualTo(Arrival.Kind.ZRTP);
    assertThat(arrival.output().events()).isEmpty();
  }

  @Test
  void sendsAndTakesNothingInTheClearWherePolicyRequiresProtection() {
    MediaCall call = MediaCall.of(CONFIG, MediaPolicy.REQUIRED).talking();
    call.run(500);
    assertThat(call.say(call.a)).isEqualTo(Outgoing.REFUSED_BY_POLICY);
    assertThat(call.report(call.a)).isEqualTo(Outgoing.REFUSED_BY_POLICY);
    call.start().run(5_000);

    assertThat(call.isSecure()).isTrue();
    assertThat(call.onTheWire(PacketKind.RTP)).isNotEmpty().noneMatch(MediaCall::isInTheClear);
    assertThat(call.onTheWire(PacketKind.RTCP)).isNotEmpty().noneMatch(MediaCall::isInTheClear);
    assertThat(call.a.heard).isNotEmpty();
  }

  @Test
  void givesNoPlainPacketToAnAppThatRequiresProtection() {
    MediaCall call = MediaCall.of(CONFIG, MediaPolicy.REQUIRED);
    byte[] rtp = MediaCall.octets(call.b.rtp("voice of b"));
    byte[] rtcp = MediaCall.octets(call.b.rtcp("report of b"));

    assertThat(call.inject(call.a, rtp).reason()).isEqualTo(MediaDrop.UNPROTECTED);
    assertThat(call.inject(call.a, rtcp).reason()).isEqualTo(MediaDrop.UNPROTECTED);
    assertThat(call.a.heard).isEmpty();
    assertThat(call.a.reports).isEmpty();
    assertThat(call.a.media.dropped(MediaDrop.UNPROTECTED)).isEqualTo(2);
    assertThat(call.a.toldOf(MediaDrop.UNPROTECTED)).isEqualTo(1);
  }

  @Test
  @Requirement({"Z-4-06", "Z-4-08"})
  void sendsInTheClearUntilCommitAndNeverAfterItUnderBestEffort() {
    MediaCall call = MediaCall.of(CONFIG, MediaPolicy.BEST_EFFORT).talking();
    List<StreamPhase> phasesOfPlain = new ArrayList<>();
    List<StreamPhase> phasesOfSrtp = new ArrayList<>();
    call.tap((from, datagram) -> {
      if (PacketKind.of(datagram, 0, datagram.length) != PacketKind.ZRTP) {
        (MediaCall.isInTheClear(datagram) ? phasesOfPlain : phasesOfSrtp).add(from.media.state());
      }
      return true;
    });
    call.run(100);
    call.deliver(call.a, call.a.media.start(call.now()));
    call.run(100);
    call.deliver(call.b, call.b.media.start(call.now()));
    call.run(3_000);

    assertThat(phasesOfPlain)
        .containsOnly(StreamPhase.IDLE, StreamPhase.DISCOVERING, StreamPhase.PEER_FOUND)
        .contains(StreamPhase.IDLE, StreamPhase.DISCOVERING);
    assertThat(phasesOfSrtp).containsOnly(StreamPhase.SECURE);
    assertThat(call.a.heard).hasSizeGreaterThan(100);
  }

  @Test
  void talksInTheClearToAPeerWithoutZrtpUnderBestEffort() {
    MediaCall call = MediaCall.of(CONFIG, MediaPolicy.BEST_EFFORT).talking();
    call.deliver(call.a, call.a.media.start(0));
    call.tap((from, datagram) ->
        PacketKind.of(datagram, 0, datagram.length) != PacketKind.ZRTP || from == call.a);
    call.run(20_000);

    assertThat(call.a.told(ZrtpEvent.NoPeer.class)).hasSize(1);
    assertThat(call.a.media.outgoing()).isEqualTo(Outgoing.PLAIN);
    assertThat(call.a.heard).hasSizeGreaterThan(900);
  }

  @ParameterizedTest
  @EnumSource(MediaPolicy.class)
  @Requirement({"Z-4-07", "Z-4.6-07"})
  void anInitiatorHearsSrtpBeforeItMaySendAnyAndTheFirstPacketSetsItFree(MediaPolicy policy) {
    MediaCall call = MediaCall.of(CONFIG, policy);
    call.tap((from, datagram) -> !isZrtp(datagram, "Conf2ACK"));
    call.start().run(30_000, () -> responder(call) != null);
    call.run(200);
    MediaEnd responder = responder(call);
    MediaEnd initiator = call.other(responder);

    assertThat(initiator.media.state()).isEqualTo(StreamPhase.KEY_AGREEMENT);
    assertThat(call.say(initiator)).isEqualTo(Outgoing.REFUSED_IN_KEY_AGREEMENT);
    assertThat(call.report(initiator)).isEqualTo(Outgoing.REFUSED_IN_KEY_AGREEMENT);
    // SRTCP can be read, and is no SRTP media
    assertThat(call.report(responder)).isEqualTo(Outgoing.PROTECTED);
    call.run(100);
    assertThat(initiator.reports).hasSize(1);
    assertThat(call.say(initiator)).isEqualTo(Outgoing.REFUSED_IN_KEY_AGREEMENT);
    // forged media sets nobody free
    call.inject(initiator, MediaCall.octets(responder.rtp("voice of nobody")));
    assertThat(call.say(initiator)).isEqualTo(Outgoing.REFUSED_IN_KEY_AGREEMENT);

    assertThat(call.say(responder)).isEqualTo(Outgoing.PROTECTED);
    call.run(100);

    assertThat(initiator.heard).hasSize(1);
    assertThat(initiator.media.state()).isEqualTo(StreamPhase.SECURE);
    assertThat(call.say(initiator)).isEqualTo(Outgoing.PROTECTED);
    call.run(100);
    assertThat(responder.heard).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(MediaPolicy.class)
  @Requirement({"Z-4-09", "Z-4-06", "Z-4-08"})
  void aResponderSendsNothingBeforeConfirm2AndNeitherEndEverAfterAFailure(MediaPolicy policy) {
    MediaCall call = MediaCall.of(CONFIG, policy);
    call.tap((from, datagram) -> !isZrtp(datagram, "Confirm2")).start();
    call.run(30_000, () -> bothIn(call, StreamPhase.KEY_AGREEMENT));
    call.forgetTheWire();
    call.talking().run(3_000);
    assertThat(call.a.media.outgoing()).isEqualTo(Outgoing.REFUSED_IN_KEY_AGREEMENT);
    assertThat(call.b.media.outgoing()).isEqualTo(Outgoing.REFUSED_IN_KEY_AGREEMENT);
    call.run(60_000);

    assertThat(bothIn(call, StreamPhase.FAILED)).isTrue();
    assertThat(call.onTheWire(PacketKind.RTP)).isEmpty();
    assertThat(call.onTheWire(PacketKind.RTCP)).isEmpty();
    Outgoing refusal =
        policy == MediaPolicy.REQUIRED ? Outgoing.REFUSED_BY_POLICY : Outgoing.REFUSED_AFTER_COMMIT;
    assertThat(call.say(call.a)).isEqualTo(refusal);
    assertThat(call.report(call.b)).isEqualTo(refusal);
    Arrival plain = call.inject(call.a, MediaCall.octets(call.b.rtp("voice of b")));
    assertThat(plain.kind()).isEqualTo(Arrival.Kind.DROPPED);
    assertThat(call.a.heard).isEmpty();
  }

  @Test
  void dropsAndCountsPlainMediaBetweenCommitAndKeys() {
    MediaCall call = MediaCall.of(CONFIG, MediaPolicy.BEST_EFFORT);
    call.tap((from, datagram) -> !isZrtp(datagram, "Confirm1")).start();
    call.run(30_000, () -> bothIn(call, StreamPhase.KEY_AGREEMENT));

    call.inject(call.a, MediaCall.octets(call.b.rtp("voice of b")));
    call.inject(call.a, MediaCall.octets(call.b.rtcp("report of b")));

    assertThat(call.a.heard).isEmpty();
    assertThat(call.a.reports).isEmpty();
    assertThat(call.a.media.dropped(MediaDrop.IN_KEY_AGREEMENT)).isEqualTo(2);
    assertThat(call.a.toldOf(MediaDrop.IN_KEY_AGREEMENT)).isEqualTo(1);
  }

  @Test
  void staysProtectedOverEveryKindOfBadWire() {
    Wire bad = Wire.PERFECT.loss(0.15).jitter(60).duplication(0.1);
    for (long seed = 1; seed <= 40; seed++) {
      MediaCall call =
          new MediaCall(
              new MediaEnd("a", 2 * seed, CONFIG, MediaPolicy.BEST_EFFORT),
              new MediaEnd("b", 2 * seed + 1, CONFIG, MediaPolicy.BEST_EFFORT),
              bad,
              seed);
      boolean[] leak = {false};
      call.tap((from, datagram) -> {
        boolean late = from.media.state().compareTo(StreamPhase.KEY_AGREEMENT) >= 0;
        leak[0] |= late && MediaCall.isInTheClear(datagram);
        return true;
      });
      call.talking().start().runUntilSecure();
      call.a.heard.clear();
      call.run(1_000);

      assertThat(call.isSecure()).as("seed %d", seed).isTrue();
      assertThat(leak[0]).as("seed %d", seed).isFalse();
      assertThat(call.a.heard).hasSizeGreaterThan(30).doesNotHaveDuplicates();
    }
  }

  @Test
  void takesRtcpFromASocketOfItsOwnAndLeavesOtherProtocolsAlone() {
    MediaCall call = MediaCall.of(CONFIG, MediaPolicy.REQUIRED).start().runUntilSecure();
    byte[] stun = new byte[20];
    stun[1] = 1;
    byte[] dtls = new byte[13];
    dtls[0] = 22;

    assertThat(call.inject(call.a, stun).kind()).isEqualTo(Arrival.Kind.NOT_OURS);
    assertThat(call.inject(call.a, stun).length()).isEqualTo(20);
    assertThat(call.inject(call.a, dtls).kind()).isEqualTo(Arrival.Kind.NOT_OURS);
    assertThat(call.inject(call.a, new byte[] {127, 0, 0, 0}).reason())
        .isEqualTo(MediaDrop.UNKNOWN_PROTOCOL);
    call.tap((from, datagram) -> PacketKind.of(datagram, 0, datagram.length) == PacketKind.RTCP);
    call.report(call.b);
    call.run(100);
    assertThat(call.a.reports).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(MediaPolicy.class)
  void endsWithItsSession(MediaPolicy policy) {
    MediaCall call = MediaCall.of(CONFIG, policy).start().runUntilSecure();
    byte[] srtp = protectedBy(call, call.b);
    call.a.session.close();

    assertThat(call.say(call.a)).isEqualTo(Outgoing.REFUSED_CLOSED);
    assertThat(call.report(call.a)).isEqualTo(Outgoing.REFUSED_CLOSED);
    assertThat(call.inject(call.a, srtp).reason()).isEqualTo(MediaDrop.CLOSED);
    assertThat(call.inject(call.a, MediaCall.octets(call.b.rtp("voice of b"))).reason())
        .isEqualTo(MediaDrop.CLOSED);
    assertThat(call.a.media.nextTimeout()).isEmpty();
    call.a.media.close();
  }

  @Test
  @Requirement({"Z-11-01", "Z-11-02"})
  void letsNoKeyOutUnlessThePeerIsTold() {
    MediaCall call = MediaCall.of(CONFIG, MediaPolicy.REQUIRED);
    assertThatThrownBy(call.a.media::exposeKeys)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("disclosesKeys(true)");
    call.start().runUntilSecure();

    for (MediaEnd end : List.of(call.a, call.b)) {
      assertThat(end.told(ZrtpEvent.ReceiveKey.class)).isEmpty();
      assertThat(end.told(ZrtpEvent.SendKey.class)).isEmpty();
      assertThat(end.told(ZrtpEvent.Secure.class).get(0).peerDisclosesKeys()).isFalse();
    }
  }

  @Test
  @Requirement({"Z-11-01", "Z-11-02", "Z-11-03"})
  void tellsThePeerThatKeysAreLetOut() {
    MediaEnd recorder =
        new MediaEnd(
            "r", 1, ZrtpConfig.builder().disclosesKeys(true).build(), MediaPolicy.REQUIRED);
    MediaEnd other = new MediaEnd("o", 2, CONFIG, MediaPolicy.REQUIRED);
    recorder.media.exposeKeys();
    MediaCall call = new MediaCall(recorder, other, Wire.PERFECT, 1).start().runUntilSecure();

    assertThat(other.told(ZrtpEvent.Secure.class).get(0).peerDisclosesKeys()).isTrue();
    assertThat(other.told(ZrtpEvent.SendKey.class)).isEmpty();
    assertThat(recorder.told(ZrtpEvent.SendKey.class)).hasSize(1);
    byte[] srtp = protectedBy(call, other);
    try (SrtpReceiver wiretap =
        SrtpReceiver.of(recorder.told(ZrtpEvent.ReceiveKey.class).get(0).key())) {
      assertThat(wiretap.unprotectRtp(srtp, 0, srtp.length)).isPositive();
    }
    assertThatThrownBy(() ->
            org.aparte.srtp.SrtpSender.of(recorder.told(ZrtpEvent.SendKey.class).get(0).key()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesWhatSrtpCannotSendUnderNamesThatSayWhy() {
    MediaCall call = MediaCall.of(CONFIG, MediaPolicy.REQUIRED).start().runUntilSecure();
    byte[] noRoom = MediaCall.octets(call.a.rtp("voice of a"));
    byte[] noRtp = new byte[300];
    byte[] twice = call.a.rtp("voice of a").array();

    assertThat(Outgoing.refusal(call.a.media.prepareRtp(noRoom, 0, noRoom.length)))
        .isEqualTo(Outgoing.REFUSED_NO_ROOM);
    assertThat(Outgoing.refusal(call.a.media.prepareRtp(noRtp, 0, 200)))
        .isEqualTo(Outgoing.REFUSED_PACKET);
    assertThat(call.a.media.prepareRtp(twice.clone(), 0, 40)).isPositive();
    assertThat(Outgoing.refusal(call.a.media.prepareRtp(twice, 0, 40)))
        .isEqualTo(Outgoing.REFUSED_PACKET);
    assertThatThrownBy(() -> call.a.media.prepareRtp(twice, 290, 40))
        .isInstanceOf(IndexOutOfBoundsException.class);
    for (Outgoing outgoing : Outgoing.values()) {
      if (outgoing.maySend()) {
        assertThatThrownBy(() -> Outgoing.refusal(outgoing.code()))
            .isInstanceOf(IllegalArgumentException.class);
      } else {
        assertThat(Outgoing.refusal(outgoing.code())).isEqualTo(outgoing);
      }
    }
    assertThatThrownBy(() -> Outgoing.refusal(Outgoing.REFUSED_PACKET.code() - 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** SRTP that an end has made and that was not yet on the wire. */
  static byte[] protectedBy(MediaCall call, MediaEnd from) {
    java.nio.ByteBuffer packet = from.rtp("voice of " + from.name);
    assertThat(from.media.prepareRtp(packet)).isEqualTo(Outgoing.PROTECTED);
    return MediaCall.octets(packet);
  }

  static boolean isZrtp(byte[] datagram, String type) {
    return PacketKind.of(datagram, 0, datagram.length) == PacketKind.ZRTP
        && new String(datagram, 16, 8, java.nio.charset.StandardCharsets.US_ASCII).equals(type);
  }

  private static MediaEnd responder(MediaCall call) {
    for (MediaEnd end : List.of(call.a, call.b)) {
      for (ZrtpEvent.Secure secure : end.told(ZrtpEvent.Secure.class)) {
        if (secure.role() == Role.RESPONDER) {
          return end;
        }
      }
    }
    return null;
  }

  private static boolean bothIn(MediaCall call, StreamPhase phase) {
    return call.a.media.state() == phase && call.b.media.state() == phase;
  }
}
