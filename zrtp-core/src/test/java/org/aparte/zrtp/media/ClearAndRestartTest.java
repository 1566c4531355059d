package org.aparte.zrtp.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.aparte.srtp.PacketKind;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.Arrival;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.model.MediaDrop;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.Outgoing;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.scenario.Classical;
import org.aparte.zrtp.scenario.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Media when the protection ends by the will of both sides, comes back, or begins anew. */
class ClearAndRestartTest {

  private static final ZrtpConfig CONFIG = Classical.config();
  private static final ZrtpConfig CLEARABLE = CONFIG.toBuilder().allowClear(true).build();

  @Test
  @Requirement({"Z-4.7.2-12", "Z-4.7.2-15", "Z-4.7.2-16", "Z-4.7.2.1-01", "Z-4.7.2.1-02"})
  void talksInTheClearOnceBothUsersWantIt() {
    MediaCall call = MediaCall.of(CLEARABLE, MediaPolicy.BEST_EFFORT).start().runUntilSecure();
    call.say(call.b);
    call.deliver(call.a, call.a.media.goClear(call.now()));

    assertThat(call.say(call.a)).isEqualTo(Outgoing.REFUSED_IN_CLEARING);
    assertThat(call.report(call.a)).isEqualTo(Outgoing.REFUSED_IN_CLEARING);
    call.run(20);
    assertThat(call.a.heard).hasSize(1); // what was on its way is still read
    call.run(100);
    assertThat(call.a.media.state()).isEqualTo(StreamPhase.CLEAR);
    assertThat(call.b.media.state()).isEqualTo(StreamPhase.CLEARING);
    assertThat(call.b.told(ZrtpEvent.ProtectionEnded.class))
        .containsExactly(new ZrtpEvent.ProtectionEnded(true));

    // the user of b has not confirmed: neither does b send, nor does it play what comes
    assertThat(call.say(call.b)).isEqualTo(Outgoing.REFUSED_IN_CLEARING);
    assertThat(call.say(call.a)).isEqualTo(Outgoing.PLAIN);
    call.run(100);
    assertThat(call.b.heard).isEmpty();
    assertThat(call.b.media.dropped(MediaDrop.AFTER_COMMIT)).isEqualTo(1);

    call.deliver(call.b, call.b.media.confirmClear(call.now()));
    call.forgetTheWire();
    call.a.heard.clear();
    call.talking().run(1_000);
    assertThat(call.a.heard).hasSizeGreaterThan(40);
    assertThat(call.b.heard).hasSizeGreaterThan(40);
    assertThat(call.onTheWire(PacketKind.RTP)).allMatch(MediaCall::isInTheClear);
  }

  @Test
  @Requirement({"Z-4.7.2-18", "Z-4.7.2-19", "Z-4.7.2.1-07"})
  void comesBackToSrtpUnderNewKeysAndLetsNothingPassInTheClearAgain() {
    MediaCall call = MediaCall.of(CLEARABLE, MediaPolicy.BEST_EFFORT).start().runUntilSecure();
    for (int round = 0; round < 3; round++) {
      byte[] ofOldKey = SecureMediaTest.protectedBy(call, call.b);
      clear(call);
      call.forgetTheWire();
      call.deliver(call.b, call.b.media.goSecure(call.now()));
      assertThat(call.say(call.b)).isEqualTo(Outgoing.REFUSED_IN_KEY_AGREEMENT);
      call.runUntilSecure();
      assertThat(call.isSecure()).isTrue();

      assertThat(call.inject(call.a, ofOldKey).reason()).isEqualTo(MediaDrop.NOT_AUTHENTIC);
      byte[] plain = MediaCall.octets(call.b.rtp("voice of b"));
      assertThat(call.inject(call.a, plain).reason()).isEqualTo(MediaDrop.NOT_AUTHENTIC);
      int heard = call.a.heard.size();
      assertThat(call.say(call.b)).isEqualTo(Outgoing.PROTECTED);
      assertThat(call.say(call.a)).isEqualTo(Outgoing.PROTECTED);
      call.run(100);
      assertThat(call.a.heard).hasSize(heard + 1);
      assertThat(call.onTheWire(PacketKind.RTP)).hasSize(2).noneMatch(MediaCall::isInTheClear);
    }
  }

  @Test
  void sendsAndTakesNothingInTheClearWherePolicyRequiresProtectionEvenAfterGoClear() {
    MediaCall call = MediaCall.of(CLEARABLE, MediaPolicy.REQUIRED).start().runUntilSecure();
    clear(call);

    assertThat(call.say(call.a)).isEqualTo(Outgoing.REFUSED_BY_POLICY);
    assertThat(call.report(call.b)).isEqualTo(Outgoing.REFUSED_BY_POLICY);
    byte[] plain = MediaCall.octets(call.b.rtp("voice of b"));
    assertThat(call.inject(call.a, plain).reason()).isEqualTo(MediaDrop.UNPROTECTED);
    assertThat(call.a.heard).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(MediaPolicy.class)
  void staysSecureWhereThePeerDoesNotAllowClear(MediaPolicy policy) {
    MediaCall call = MediaCall.of(CONFIG, policy).start().runUntilSecure();

    assertThatThrownBy(() -> call.a.media.goClear(call.now()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> call.a.media.confirmClear(call.now()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(call.say(call.a)).isEqualTo(Outgoing.PROTECTED);
  }

  @Test
  void isSilentAndNotClearWhenNobodyAnswersTheGoClear() {
    MediaCall call = MediaCall.of(CLEARABLE, MediaPolicy.BEST_EFFORT).start().runUntilSecure();
    call.tap((from, datagram) -> !SecureMediaTest.isZrtp(datagram, "GoClear "));
    call.deliver(call.a, call.a.media.goClear(call.now()));
    call.run(30_000);

    assertThat(call.a.media.state()).isEqualTo(StreamPhase.FAILED);
    assertThat(call.say(call.a)).isEqualTo(Outgoing.REFUSED_AFTER_COMMIT);
    byte[] plain = MediaCall.octets(call.b.rtp("voice of b"));
    assertThat(call.inject(call.a, plain).reason()).isEqualTo(MediaDrop.AFTER_COMMIT);
  }

  @Test
  void clearsAllStreamsOfACallWithTheWishOfTheApp() {
    // a itself would obey no GoClear; that its app asked for one counts for the whole call
    MediaEnd a = new MediaEnd("a", 1, CONFIG, MediaPolicy.BEST_EFFORT);
    MediaEnd b = new MediaEnd("b", 2, CLEARABLE, MediaPolicy.BEST_EFFORT);
    SecureMedia videoA = a.session.newMedia(77, MediaPolicy.BEST_EFFORT);
    SecureMedia videoB = b.session.newMedia(88, MediaPolicy.BEST_EFFORT);
    MediaCall call = new MediaCall(a, b, Wire.PERFECT, 1).start().runUntilSecure();
    pump(videoA, videoA.start(call.now()), videoB, videoB.start(call.now()), call.now());
    assertThat(videoA.state()).isEqualTo(StreamPhase.SECURE);

    call.deliver(a, a.media.goClear(call.now()));
    call.run(100);
    call.deliver(b, b.media.confirmClear(call.now()));
    videoA.timeout(call.now());
    videoB.timeout(call.now());
    videoB.confirmClear(call.now());

    assertThat(videoA.outgoing()).isEqualTo(Outgoing.PLAIN);
    assertThat(videoB.outgoing()).isEqualTo(Outgoing.PLAIN);
    assertThat(a.media.outgoing()).isEqualTo(Outgoing.PLAIN);
  }

  @ParameterizedTest
  @EnumSource(MediaPolicy.class)
  @Requirement({"Z-4-06", "Z-4-08"})
  @Attack("A-9")
  void letsNothingPassInTheClearAfterARestartWithAnotherPeer(MediaPolicy policy) {
    MediaCall first = MediaCall.of(CONFIG, policy).start().runUntilSecure();
    byte[] ofFirstPeer = SecureMediaTest.protectedBy(first, first.b);
    MediaCall call = first.transferred(new MediaEnd("c", 3, CONFIG, policy));
    Outgoing refusal =
        policy == MediaPolicy.REQUIRED ? Outgoing.REFUSED_BY_POLICY : Outgoing.REFUSED_AFTER_COMMIT;

    call.deliver(call.a, call.a.media.restart(call.now()));
    assertThat(call.say(call.a)).isEqualTo(refusal);
    assertThat(call.inject(call.a, MediaCall.octets(call.b.rtp("voice of c"))).kind())
        .isEqualTo(Arrival.Kind.DROPPED);
    call.deliver(call.b, call.b.media.start(call.now()));
    call.runUntilSecure();

    assertThat(call.isSecure()).isTrue();
    assertThat(call.inject(call.a, ofFirstPeer).reason()).isEqualTo(MediaDrop.NOT_AUTHENTIC);
    assertThat(call.say(call.a)).isEqualTo(Outgoing.PROTECTED);
    assertThat(call.say(call.b)).isEqualTo(Outgoing.PROTECTED);
    call.run(100);
    assertThat(call.a.heard).hasSize(1);
    assertThat(call.b.heard).hasSize(1);
  }

  /** Both users want it: a first, b confirms. */
  private static void clear(MediaCall call) {
    call.deliver(call.a, call.a.media.goClear(call.now()));
    call.run(200);
    call.deliver(call.b, call.b.media.confirmClear(call.now()));
    assertThat(call.a.media.state()).isEqualTo(StreamPhase.CLEAR);
    assertThat(call.b.media.state()).isEqualTo(StreamPhase.CLEAR);
  }

  private record InFlight(SecureMedia to, ByteBuffer datagram) {}

  /** Carries datagrams between two media without delay or loss until both fall silent. */
  private static void pump(SecureMedia a, ZrtpOutput ofA, SecureMedia b, ZrtpOutput ofB, long now) {
    Deque<InFlight> wire = new ArrayDeque<>();
    ofA.datagrams().forEach(datagram -> wire.add(new InFlight(b, datagram)));
    ofB.datagrams().forEach(datagram -> wire.add(new InFlight(a, datagram)));
    while (!wire.isEmpty()) {
      InFlight next = wire.remove();
      SecureMedia other = next.to == a ? b : a;
      next.to
          .receive(next.datagram, now)
          .output()
          .datagrams()
          .forEach(datagram -> wire.add(new InFlight(other, datagram)));
    }
  }
}
