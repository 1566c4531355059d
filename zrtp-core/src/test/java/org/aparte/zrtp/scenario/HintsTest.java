package org.aparte.zrtp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.message.ErrorMessage;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.Ping;
import org.aparte.zrtp.message.ZrtpMessage;
import org.aparte.zrtp.message.ZrtpPacket;
import org.aparte.zrtp.model.ErrorCode;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.model.ZrtpVersion;
import org.junit.jupiter.api.Test;

/** What anybody can send, and what silence leads to. */
class HintsTest {

  private static final ZrtpConfig CONFIG = Classical.config();
  private static final int STRANGERS_SSRC = 0x51515151;

  private final Peer a = Peer.of("a", 1, CONFIG);
  private final Peer b = Peer.of("b", 2, CONFIG);

  @Test
  @Requirement({"Z-4.7.1-05", "Z-5.10-01"})
  @Attack({"N-13.01", "A-2"})
  void completesThoughAForgedErrorFollowsEachMessage() {
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1);
    byte[] error = packet(ErrorMessage.of(ErrorCode.PROTOCOL_TIMEOUT));
    call.tap((from, line, datagram) -> List.of(datagram, error)).start().runUntilSecure(20_000);

    assertThat(call.allSecure()).isTrue();
    DhCallTest.assertSecure(call);
  }

  @Test
  @Attack({"N-13.02", "A-9"})
  void staysSecureWhateverStrangersSend() {
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1).start().runUntilSecure(5_000);
    call.inject(a, 0, packet(ErrorMessage.of(ErrorCode.BAD_CONFIRM_MAC)))
        .inject(a, 0, packet(new HelloAck()))
        .run(60_000, () -> false);

    assertThat(a.line().stream().state()).isEqualTo(StreamPhase.SECURE);
    assertThat(b.line().stream().state()).isEqualTo(StreamPhase.SECURE);
  }

  @Test
  @Requirement("Z-9-08")
  void completesThoughAHelloAckCameBeforeThePeerWasThere() {
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1);
    boolean[] forged = {false};
    call.tap((from, line, datagram) -> {
      if (from == a && !forged[0]) {
        forged[0] = true;
        call.inject(a, 0, packet(new HelloAck()));
      }
      return List.of(datagram);
    });
    call.start(1_000).runUntilSecure(20_000);

    assertThat(call.allSecure()).isTrue();
  }

  @Test
  @Requirement({"Z-6-15", "Z-6-05"})
  void servesAPeerThatComesAfterT1RanOut() {
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1).start(30_000);

    assertThat(a.line().told(ZrtpEvent.NoPeer.class)).hasSize(1);
    assertThat(call.runUntilSecure(10_000).allSecure()).isTrue();
  }

  @Test
  @Requirement({"Z-6-11", "Z-6-18", "Z-5.9-20"})
  void failsVisiblyAtBothEndsWhenTheWireBreaksInTheMiddle() {
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1);
    call.tap((from, line, datagram) ->
        type(datagram).startsWith("DHPart2") ? List.of() : List.of(datagram));
    call.start().run(60_000, () -> false);

    for (Peer peer : new Peer[] {a, b}) {
      assertThat(peer.line().stream().state()).isEqualTo(StreamPhase.FAILED);
      assertThat(peer.line().told(ZrtpEvent.SendKey.class)).isEmpty();
      assertThat(peer.line().told(ZrtpEvent.ReceiveKey.class)).isEmpty();
      assertThat(peer.line().told(ZrtpEvent.Failed.class)).hasSize(1);
    }
  }

  @Test
  @Requirement({"Z-4.1-04", "Z-4.1-05", "Z-5.9-18"})
  void tellsOfAnSsrcThatBothEndsUse() {
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1);
    List<Octets> echoes = new ArrayList<>();
    call.tap((from, line, datagram) -> {
      call.inject(a, 0, datagram); // nothing but what a sends comes back to it
      echoes.add(Octets.of(datagram));
      return List.of();
    });
    call.start(20_000);

    assertThat(a.line().told(ZrtpEvent.Failed.class))
        .containsExactly(new ZrtpEvent.Failed(ZrtpFailure.SSRC_COLLISION));
    assertThat(echoes).anyMatch(echo -> type(echo.toArray()).equals("Error   "));
  }

  @Test
  void waitsForTheAppWhereInitiationIsOnRequest() {
    ZrtpConfig onRequest = CONFIG.toBuilder().initiation(Initiation.ON_REQUEST).build();
    a.callAgain(onRequest);
    b.callAgain(onRequest);
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1).start().run(20_000, () -> false);
    assertThat(a.line().stream().state()).isEqualTo(StreamPhase.PEER_FOUND);

    call.take(a, 0, a.line().stream().goSecure(call.now()));

    assertThat(call.runUntilSecure(5_000).allSecure()).isTrue();
  }

  @Test
  @Requirement({"Z-5.15-01", "Z-5.16-05"})
  @Attack("N-16.01")
  void answersPingBeforeTheStartAndNotWithoutLimit() {
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1);
    Peer.Line line = a.open();
    byte[] ping = packet(new Ping(ZrtpVersion.V1_10, Octets.ofHex("0102030405060708")));
    int answers = 0;
    for (int i = 0; i < 100; i++) {
      answers += line.stream().receive(ping, call.now()).datagrams().size();
    }

    assertThat(answers).isEqualTo(10);
  }

  @Test
  @Requirement("Z-8.1-03")
  @Attack("A-11")
  void completesWithTheAnnouncedHelloOnly() {
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1);
    Peer stranger = Peer.of("stranger", 9, CONFIG);
    Peer.Line other = stranger.open();
    byte[] hello = datagram(other.stream().start(0).datagrams().get(0));
    call.tap((from, line, datagram) -> {
      if (from == b && type(datagram).equals("Hello   ")) {
        a.line().stream().expectPeerHelloHash(b.line().stream().helloHash(), true);
      }
      return List.of(hello, datagram);
    });
    call.start(100).runUntilSecure(10_000);

    assertThat(call.allSecure()).isTrue();
    assertThat(a.line().secure().helloHashFits()).isTrue();
    assertThat(
            a.line()
                .was(event ->
                    event instanceof ZrtpEvent.Ignored ignored
                        && ignored.reason() == IgnoredReason.HELLO_HASH_MISMATCH))
        .isTrue();
  }

  @Test
  @Attack("N-6.01")
  void completesThoughAForgedHelloComesBeforeAndAfterTheRealOne() {
    for (boolean before : new boolean[] {true, false}) {
      Peer left = Peer.of("a", 11, CONFIG);
      Peer right = Peer.of("b", 12, CONFIG);
      byte[] forged =
          datagram(Peer.of("stranger", 9, CONFIG).open().stream().start(0).datagrams().get(0));
      TwoPeers call = new TwoPeers(left, right, Wire.PERFECT, 1);
      call.tap((from, line, datagram) ->
          type(datagram).equals("Hello   ")
              ? before ? List.of(forged, datagram) : List.of(datagram, forged)
              : List.of(datagram));
      call.start().runUntilSecure(20_000);

      assertThat(call.allSecure()).as("before %s", before).isTrue();
      DhCallTest.assertSecure(call);
    }
  }

  static byte[] packet(ZrtpMessage message) {
    return new ZrtpPacket(7, STRANGERS_SSRC, message.write()).write().toArray();
  }

  private static byte[] datagram(java.nio.ByteBuffer buffer) {
    byte[] octets = new byte[buffer.remaining()];
    buffer.get(octets);
    return octets;
  }

  static String type(byte[] datagram) {
    return new String(datagram, 16, 8, java.nio.charset.StandardCharsets.US_ASCII);
  }
}
