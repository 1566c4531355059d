package org.aparte.zrtp.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.message.GoClear;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.message.ZrtpPacket;
import org.aparte.zrtp.model.ErrorCode;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.KeyContinuity;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.model.ZrtpWarning;
import org.junit.jupiter.api.Test;

/** Leaving SRTP and coming back (RFC 6189 section 4.7.2). */
class GoClearTest {

  private static final ZrtpConfig ALLOWED = ZrtpConfig.builder().allowClear(true).build();

  private final List<String> sent = new ArrayList<>();

  @Test
  @Requirement({
    "Z-4.7.2-08",
    "Z-4.7.2-10",
    "Z-4.7.2-12",
    "Z-4.7.2-13",
    "Z-4.7.2-15",
    "Z-4.7.2-16",
    "Z-5.12-01"
  })
  void becomesClearAfterClearAckAndAtThePeerAfterItsUserHasConfirmed() {
    TwoPeers call = secure(ALLOWED, ALLOWED, Wire.PERFECT, 1);

    goClear(call, call.a(), 0);
    assertThat(phase(call.a(), 0)).isEqualTo(StreamPhase.CLEARING);
    call.run(10_000, () -> false);

    assertThat(phase(call.a(), 0)).isEqualTo(StreamPhase.CLEAR);
    assertThat(phase(call.b(), 0)).isEqualTo(StreamPhase.CLEARING);
    assertThat(ended(call.a(), 0)).containsExactly(new ZrtpEvent.ProtectionEnded(false));
    assertThat(ended(call.b(), 0)).containsExactly(new ZrtpEvent.ProtectionEnded(true));
    call.take(call.b(), 0, call.b().line().stream().confirmClear(call.now()));
    assertThat(phase(call.b(), 0)).isEqualTo(StreamPhase.CLEAR);
    assertThat(call.b().line().stream().nextTimeout()).isEmpty();
  }

  @Test
  @Requirement("Z-4.7.2-14")
  void repeatsClearAckEveryFiveSecondsUntilTheUserHasConfirmed() {
    TwoPeers call = secure(ALLOWED, ALLOWED, Wire.PERFECT, 1);
    goClear(call, call.a(), 0);
    call.run(1_000, () -> false);
    sent.clear();

    call.run(25_000, () -> false);

    assertThat(sent).containsOnly("b ClearACK").hasSize(5);
  }

  @Test
  @Requirement({
    "Z-4.7.2-18",
    "Z-4.7.2-19",
    "Z-4.7.2.1-05",
    "Z-4.7.2.1-07",
    "Z-4.7.2.1-01",
    "Z-4.7.2.1-02"
  })
  void goesSecureAgainByMultistreamWithoutHelloAsOftenAsTheUserLikes() {
    TwoPeers call = secure(ALLOWED, ALLOWED, Wire.PERFECT, 1);
    for (int round = 1; round <= 5; round++) {
      Peer wants = round % 2 == 0 ? call.a() : call.b();
      Peer other = round % 2 == 0 ? call.b() : call.a();
      clear(call, wants, other);
      sent.clear();
      call.take(other, 0, other.line().stream().goSecure(call.now()));
      call.run(5_000, () -> false);

      // Without media Confirm2 goes on for a while, since a Conf2ACK may be anybody's
      assertThat(new LinkedHashSet<>(sent))
          .containsExactly(
              other.name() + " Commit",
              wants.name() + " Confirm1",
              other.name() + " Confirm2",
              wants.name() + " Conf2ACK");
      assertSecureAgain(call, 0, round + 1);
      assertThat(last(call.a(), 0).algorithms().keyAgreement()).isEqualTo(KeyAgreementType.MULT);
      assertThat(last(call.a(), 0).sas()).isEqualTo(call.a().line().secure().sas());
    }
    assertThat(keys(call.a(), 0)).doesNotHaveDuplicates().hasSize(6);
  }

  @Test
  @Requirement({"Z-4.7.2-18", "Z-4.7.2-19"})
  void goesSecureAgainByDhWithANewHelloWhereMultistreamIsMissing() {
    ZrtpConfig alone = ALLOWED.toBuilder().keyAgreements(KeyAgreementType.X255).build();
    for (ZrtpConfig config :
        List.of(alone, alone.toBuilder().initiation(Initiation.ON_REQUEST).build())) {
      TwoPeers call = start(config, config, Wire.PERFECT, 1);
      if (config.initiation() == Initiation.ON_REQUEST) {
        call.take(call.a(), 0, call.a().line().stream().goSecure(call.now()));
      }
      call.runUntilSecure(5_000);
      clear(call, call.a(), call.b());
      sent.clear();
      call.take(call.b(), 0, call.b().line().stream().goSecure(call.now()));
      assertThat(phase(call.b(), 0)).isEqualTo(StreamPhase.DISCOVERING);
      call.run(5_000, () -> false);

      assertThat(sent).contains("a Hello", "b Hello", "a HelloACK", "b HelloACK");
      assertSecureAgain(call, 0, 2);
      assertThat(last(call.a(), 0).algorithms().keyAgreement()).isEqualTo(KeyAgreementType.X255);
      assertThat(last(call.a(), 0).continuity()).isEqualTo(KeyContinuity.MATCH);
    }
  }

  @Test
  @Requirement({"Z-4.7.2-03", "Z-4.7.2-16", "Z-4.7.2-17"})
  void keepsBothSidesInStepOverBadWires() {
    int back = 0;
    for (long seed = 1; seed <= 300; seed++) {
      Wire wire = Wire.PERFECT.loss(0.25).jitter(60).duplication(0.1).corruption(0.05);
      TwoPeers call = secure(ALLOWED, ALLOWED, wire, seed);
      if (!call.allSecure()) {
        continue;
      }
      call.watch(() -> assertNoClearMediaTowardsASecurePeer(call));
      goClear(call, call.a(), 0);
      call.run(12_000, () -> phase(call.a(), 0) != StreamPhase.CLEARING);
      if (phase(call.a(), 0) == StreamPhase.FAILED) {
        continue;
      }
      call.take(call.a(), 0, call.a().line().stream().goSecure(call.now()));
      call.run(
          20_000,
          () ->
              phase(call.a(), 0) == StreamPhase.SECURE && phase(call.b(), 0) == StreamPhase.SECURE);
      // When Conf2ACK is lost for ever, A does not know that B is secure: it is silent
      assertThat(phase(call.a(), 0)).isNotEqualTo(StreamPhase.CLEAR);
      if (phase(call.a(), 0) == StreamPhase.SECURE) {
        back++;
        assertSecureAgain(call, 0, 2);
      }
    }
    assertThat(back).isGreaterThan(290);
  }

  @Test
  @Requirement({"Z-4.7.2-04", "Z-4.7.2-05", "Z-4.7.2-09", "Z-5.12-01"})
  @Attack({"N-14.01", "A-9"})
  void takesNoNoticeOfAGoClearWithABadMac() {
    TwoPeers call = secure(ALLOWED, ALLOWED, Wire.PERFECT, 1).run(20_000, () -> false);
    sent.clear();

    for (int bit = 0; bit < 64; bit++) {
      call.inject(call.b(), 0, packet(new GoClear(Mac64.leftmostOf(bit(bit))).write()));
    }
    call.run(1_000, () -> false);

    assertThat(sent).isEmpty();
    assertThat(phase(call.b(), 0)).isEqualTo(StreamPhase.SECURE);
    assertThat(call.b().line().told(ZrtpEvent.Ignored.class))
        .hasSize(64)
        .allMatch(event -> event.reason() == IgnoredReason.WRONG_CONFIRM_MAC);
  }

  @Test
  @Requirement({"Z-4.7.2-02", "Z-4.7.2-09"})
  @Attack("N-14.03")
  void takesNoNoticeOfItsOwnGoClearSentBack() {
    TwoPeers call = secure(ALLOWED, ALLOWED, Wire.PERFECT, 1);
    call.tap((from, line, datagram) -> {
      call.inject(from, line, otherSsrc(datagram));
      return List.of();
    });

    goClear(call, call.a(), 0);
    call.run(2_000, () -> false);

    assertThat(phase(call.a(), 0)).isEqualTo(StreamPhase.CLEARING);
    assertThat(call.a().line().told(ZrtpEvent.Ignored.class))
        .filteredOn(event -> event.reason() == IgnoredReason.WRONG_CONFIRM_MAC)
        .hasSizeGreaterThan(2);
  }

  @Test
  @Requirement({"Z-4.7.2-07", "Z-4.7.2-08"})
  @Attack("N-14.02")
  void refusesAnAuthenticGoClearThatItDidNotAllow() {
    TwoPeers call = secure(ALLOWED, ZrtpConfig.recommended(), Wire.PERFECT, 1);
    assertThatThrownBy(() -> call.a().line().stream().goClear(call.now()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not allow");
    // B allows it to A, and A does not to B: so B has an authentic one that A has to refuse
    goClearAgainstTheRules(call);
    call.run(1_000, () -> false);

    assertThat(phase(call.b(), 0)).isEqualTo(StreamPhase.SECURE);
    assertThat(call.b().line().told(ZrtpEvent.Warning.class))
        .contains(new ZrtpEvent.Warning(ZrtpWarning.CLEAR_REFUSED));
    assertThat(call.a().line().told(ZrtpEvent.PeerReportsError.class))
        .extracting(ZrtpEvent.PeerReportsError::code)
        .containsOnly(ErrorCode.GOCLEAR_NOT_ALLOWED.code());
    assertThat(sent).doesNotContain("b ClearACK");
  }

  @Test
  @Requirement("Z-4.7.2-17")
  void isSilentAndNotClearWhenNobodyAnswersGoClear() {
    TwoPeers call = secure(ALLOWED, ALLOWED, Wire.PERFECT, 1);
    List<String> unheard = new ArrayList<>();
    call.tap((from, line, datagram) -> {
      unheard.add(from.name() + " " + type(datagram));
      return List.of();
    });

    goClear(call, call.a(), 0);
    call.run(30_000, () -> false);

    assertThat(phase(call.a(), 0)).isEqualTo(StreamPhase.FAILED);
    assertThat(call.a().line().told(ZrtpEvent.Failed.class))
        .containsExactly(new ZrtpEvent.Failed(ZrtpFailure.CLEAR_UNANSWERED));
    assertThat(ended(call.a(), 0)).hasSize(1);
    assertThat(phase(call.b(), 0)).isEqualTo(StreamPhase.SECURE);
    assertThat(unheard).containsOnly("a GoClear").hasSize(11);
  }

  @Test
  @Requirement({"Z-4.7.2-03", "Z-4.7.2.1-05"})
  void replacesTheSessionKeyOnceWhenBothPressTheButton() {
    for (long seed = 1; seed <= 50; seed++) {
      Wire wire = seed == 1 ? Wire.PERFECT : Wire.PERFECT.loss(0.15).jitter(50);
      TwoPeers call = secure(ALLOWED, ALLOWED, wire, seed);
      assertThat(call.allSecure()).as("seed %d", seed).isTrue();
      goClear(call, call.a(), 0);
      goClear(call, call.b(), 0);
      call.run(
          15_000,
          () -> phase(call.a(), 0) == StreamPhase.CLEAR && phase(call.b(), 0) == StreamPhase.CLEAR);
      assertThat(phase(call.a(), 0)).as("seed %d", seed).isEqualTo(StreamPhase.CLEAR);
      assertThat(phase(call.b(), 0)).as("seed %d", seed).isEqualTo(StreamPhase.CLEAR);

      call.take(call.b(), 0, call.b().line().stream().goSecure(call.now()));
      call.run(20_000, () -> told(call.a(), 0) == 2 && told(call.b(), 0) == 2);
      assertSecureAgain(call, 0, 2);
    }
  }

  @Test
  @Requirement({"Z-4.7.2-11", "Z-4.7.2.1-01", "Z-4.7.2.1-02", "Z-4.7.2.1-03", "Z-4.7.2.1-04"})
  void endsTheProtectionOfAllStreamsAndTheExportedKey() {
    TwoPeers call = secure(ALLOWED, ALLOWED, Wire.PERFECT, 1).start();
    call.runUntilSecure(5_000);
    call.a().session().exportedKey().close();

    goClear(call, call.a(), 1);
    call.run(1_000, () -> false);

    for (int line = 0; line < 2; line++) {
      assertThat(phase(call.a(), line)).isEqualTo(StreamPhase.CLEAR);
      assertThat(ended(call.a(), line)).containsExactly(new ZrtpEvent.ProtectionEnded(false));
      assertThat(phase(call.b(), line)).isEqualTo(StreamPhase.CLEARING);
      assertThat(ended(call.b(), line)).containsExactly(new ZrtpEvent.ProtectionEnded(true));
    }
    assertThatThrownBy(() -> call.a().session().exportedKey())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> call.b().session().exportedKey())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Requirement("Z-4.7.2.1-06")
  void replacesTheSessionKeyForEachOfSeparateGoClearsInAnyOrder() {
    for (long seed = 1; seed <= 60; seed++) {
      Wire wire = Wire.PERFECT.jitter(100).loss(seed % 3 * 0.1);
      TwoPeers call = secure(ALLOWED, ALLOWED, wire, seed).start();
      call.runUntilSecure(20_000);
      assertThat(call.allSecure()).isTrue();
      goClear(call, call.a(), 0);
      goClear(call, seed % 2 == 0 ? call.a() : call.b(), 1);
      call.run(15_000, () -> false);

      for (int line = 0; line < 2; line++) {
        int stream = line;
        Peer again = seed % 3 == 0 ? call.a() : call.b();
        call.take(again, line, again.lines().get(line).stream().goSecure(call.now()));
        call.run(20_000, () -> told(call.a(), stream) == 2 && told(call.b(), stream) == 2);
        assertThat(told(call.a(), line)).as("seed %d", seed).isEqualTo(2);
        assertSecureAgain(call, line, 2);
      }
    }
  }

  @Test
  @Requirement("Z-4.7.2.1-05")
  void comesBackToSilenceWhenTheCommitThatCameWasForged() {
    TwoPeers call = start(ALLOWED, ALLOWED, Wire.PERFECT, 1);
    List<byte[]> commits = new ArrayList<>();
    call.tap((from, line, datagram) -> {
      if (type(datagram).equals("Commit")) {
        commits.add(datagram);
      }
      return List.of(datagram);
    });
    call.runUntilSecure(5_000).run(3_000, () -> false);
    clear(call, call.a(), call.b());
    call.take(call.a(), 0, call.a().line().stream().goSecure(call.now()));
    call.run(5_000, () -> false);
    clear(call, call.a(), call.b());
    byte[] forged = commits.get(commits.size() - 1).clone();
    ZrtpPacket genuine = (ZrtpPacket) ZrtpPacket.parse(forged, 0, forged.length);
    byte[] message = genuine.message().toArray();
    message[80] ^= 1; // the nonce: H2 is known by now, and H1 too

    call.inject(
        call.b(), 0, new ZrtpPacket(77, genuine.ssrc(), Octets.of(message)).write().toArray());
    call.run(15_000, () -> false);

    assertThat(phase(call.b(), 0)).isEqualTo(StreamPhase.CLEARING);
    assertThat(call.b().line().told(ZrtpEvent.Failed.class)).hasSize(1);
    call.take(call.b(), 0, call.b().line().stream().confirmClear(call.now()));
    assertThat(phase(call.b(), 0)).isEqualTo(StreamPhase.CLEAR);
    call.take(call.a(), 0, call.a().line().stream().goSecure(call.now()));
    call.run(5_000, () -> false);
    assertSecureAgain(call, 0, 3);
  }

  @Test
  void saysHowToMendACallInTheWrongPhase() {
    TwoPeers call = start(ALLOWED, ALLOWED, Wire.PERFECT, 1);

    assertThatThrownBy(() -> call.a().line().stream().goClear(call.now()))
        .hasMessageContaining("Secure event");
    assertThatThrownBy(() -> call.a().line().stream().confirmClear(call.now()))
        .hasMessageContaining("ProtectionEnded");
  }

  // --- the bench -----------------------------------------------------------------------------

  private TwoPeers start(ZrtpConfig a, ZrtpConfig b, Wire wire, long seed) {
    TwoPeers call =
        new TwoPeers(Peer.of("a", 2 * seed, a), Peer.of("b", 2 * seed + 1, b), wire, seed)
            .withoutMedia();
    call.tap((from, line, datagram) -> {
      sent.add(from.name() + " " + type(datagram));
      return List.of(datagram);
    });
    return call.start();
  }

  private TwoPeers secure(ZrtpConfig a, ZrtpConfig b, Wire wire, long seed) {
    return start(a, b, wire, seed).runUntilSecure(60_000).run(3_000, () -> false);
  }

  private static void goClear(TwoPeers call, Peer from, int line) {
    call.take(from, line, from.lines().get(line).stream().goClear(call.now()));
  }

  private static void clear(TwoPeers call, Peer from, Peer to) {
    goClear(call, from, 0);
    call.run(1_000, () -> false);
    call.take(to, 0, to.line().stream().confirmClear(call.now()));
    assertThat(phase(from, 0)).isEqualTo(StreamPhase.CLEAR);
    assertThat(phase(to, 0)).isEqualTo(StreamPhase.CLEAR);
  }

  /** B's engine, whose peer allows it, with A's answer: the GoClear of A that B did not allow. */
  private static void goClearAgainstTheRules(TwoPeers call) {
    // A's mackey is not to be had; but in an exchange of the same randomness, where B allows it, A
    // sends the very GoClear
    GoClearTest twin = new GoClearTest();
    TwoPeers same = twin.secure(ALLOWED, ALLOWED, Wire.PERFECT, 1);
    same.tap((from, line, datagram) -> {
      call.inject(call.b(), 0, datagram);
      return List.of();
    });
    goClear(same, same.a(), 0);
  }

  private static StreamPhase phase(Peer peer, int line) {
    return peer.lines().get(line).stream().state();
  }

  private static List<ZrtpEvent.ProtectionEnded> ended(Peer peer, int line) {
    return peer.lines().get(line).told(ZrtpEvent.ProtectionEnded.class);
  }

  private static int told(Peer peer, int line) {
    return peer.lines().get(line).told(ZrtpEvent.Secure.class).size();
  }

  private static ZrtpEvent.Secure last(Peer peer, int line) {
    List<ZrtpEvent.Secure> told = peer.lines().get(line).told(ZrtpEvent.Secure.class);
    return told.get(told.size() - 1);
  }

  private static List<String> keys(Peer peer, int line) {
    return peer.lines().get(line).told(ZrtpEvent.SendKey.class).stream()
        .map(event -> hex(event.key()))
        .toList();
  }

  private static String hex(SrtpMasterKey key) {
    return new BigInteger(1, key.key().expose()).toString(16);
  }

  private static void assertSecureAgain(TwoPeers call, int line, int times) {
    assertThat(told(call.a(), line)).isEqualTo(times);
    assertThat(told(call.b(), line)).isEqualTo(times);
    assertThat(phase(call.a(), line)).isEqualTo(StreamPhase.SECURE);
    assertThat(phase(call.b(), line)).isEqualTo(StreamPhase.SECURE);
    for (Peer sender : List.of(call.a(), call.b())) {
      Peer receiver = sender == call.a() ? call.b() : call.a();
      List<ZrtpEvent.ReceiveKey> received =
          receiver.lines().get(line).told(ZrtpEvent.ReceiveKey.class);
      List<String> keys = keys(sender, line);
      assertThat(hex(received.get(received.size() - 1).key())).isEqualTo(keys.get(keys.size() - 1));
    }
  }

  /** Z-4.7.2-12 and the aim of the whole: nobody speaks in clear to somebody who feels secure. */
  private static void assertNoClearMediaTowardsASecurePeer(TwoPeers call) {
    StreamPhase a = phase(call.a(), 0);
    StreamPhase b = phase(call.b(), 0);
    assertThat(a == StreamPhase.CLEAR && b == StreamPhase.SECURE).isFalse();
    assertThat(b == StreamPhase.CLEAR && a == StreamPhase.SECURE).isFalse();
  }

  private static String type(byte[] datagram) {
    return new String(datagram, 16, 8, StandardCharsets.US_ASCII).trim();
  }

  private static byte[] packet(Octets message) {
    return new ZrtpPacket(1, 0x12345678, message).write().toArray();
  }

  private static byte[] otherSsrc(byte[] datagram) {
    ZrtpPacket packet = (ZrtpPacket) ZrtpPacket.parse(datagram, 0, datagram.length);
    return new ZrtpPacket(1, packet.ssrc() ^ 1, packet.message()).write().toArray();
  }

  private static byte[] bit(int index) {
    byte[] octets = new byte[32];
    octets[index / 8] = (byte) (1 << index % 8);
    return octets;
  }
}
