package org.aparte.zrtp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.message.ZrtpPacket;
import org.aparte.zrtp.model.ErrorCode;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.junit.jupiter.api.Test;

/** Peers of other versions (RFC 6189 section 4.1.1). */
class VersionTest {

  private static final int VERSION_OFFSET = 12;

  private final Peer a = Peer.of("a", 1, Classical.config());
  private final Peer b = Peer.of("b", 2, Classical.config());
  private final List<String> sentByA = new ArrayList<>();
  private final List<Octets> messagesOfA = new ArrayList<>();

  @Test
  @Requirement("Z-4.1.1-07")
  void beginsWithTheHighestVersionThatItSpeaks() {
    call("1.10").run(10, () -> false);

    assertThat(messagesOfA.get(0).slice(VERSION_OFFSET, VERSION_OFFSET + 4))
        .isEqualTo(Octets.of("1.10".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  @Requirement({"Z-4.1.1-06", "Z-4.1.1-08"})
  void ignoresAHigherVersionAndGoesOnWithItsOwn() {
    TwoPeers call = call("2.10").run(30_000, () -> false);

    assertThat(a.line().stream().state()).isEqualTo(StreamPhase.DISCOVERING);
    assertThat(sentByA).containsOnly("Hello", "HelloACK");
    assertThat(a.line().told(ZrtpEvent.Ignored.class))
        .isNotEmpty()
        .allMatch(event -> event.reason() == IgnoredReason.OTHER_VERSION);
    assertThat(a.line().told(ZrtpEvent.Failed.class)).isEmpty();
    assertThat(a.line().told(ZrtpEvent.PeerFound.class)).isEmpty();
    assertThat(call.allSecure()).isFalse();
  }

  @Test
  @Requirement({"Z-4.1.1-06", "Z-4.1.1-08"})
  void agreesOnceThePeerComesDownToTheSameVersion() {
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1);
    int[] hellos = {0};
    call.tap((from, line, datagram) ->
        List.of(
            from == b && type(datagram).equals("Hello") && hellos[0]++ < 3
                ? withVersion(datagram, "2.10")
                : datagram));

    call.start().runUntilSecure(20_000);

    assertThat(call.allSecure()).isTrue();
    DhCallTest.assertSecure(call);
  }

  @Test
  @Requirement("Z-4.1.1-12")
  void tellsAPeerOfALowerVersionThatItDoesNotSpeakIt() {
    call("1.00").run(30_000, () -> false);

    assertThat(a.line().told(ZrtpEvent.Failed.class))
        .containsExactly(new ZrtpEvent.Failed(ZrtpFailure.UNSUPPORTED_VERSION));
    assertThat(a.line().stream().state()).isEqualTo(StreamPhase.FAILED);
    Octets error =
        messagesOfA.stream().filter(message -> type(message).equals("Error")).findFirst().get();
    assertThat(error.slice(12, 16)).isEqualTo(Octets.of((byte) 0, (byte) 0, (byte) 0, (byte) 0x30));
    assertThat(ErrorCode.UNSUPPORTED_VERSION.code()).isEqualTo(0x30);
    assertThat(sentByA).doesNotContain("Commit");
  }

  /** A call in which A hears of B only Hellos of this version. */
  private TwoPeers call(String version) {
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1);
    call.tap((from, line, datagram) -> {
      if (from == a) {
        sentByA.add(type(datagram));
        messagesOfA.add(message(datagram));
        return List.of(datagram);
      }
      return type(datagram).equals("Hello") ? List.of(withVersion(datagram, version)) : List.of();
    });
    return call.start();
  }

  private static byte[] withVersion(byte[] datagram, String version) {
    ZrtpPacket packet = (ZrtpPacket) ZrtpPacket.parse(datagram, 0, datagram.length);
    byte[] message = packet.message().toArray();
    System.arraycopy(
        version.getBytes(StandardCharsets.US_ASCII), 0, message, VERSION_OFFSET, version.length());
    return new ZrtpPacket(packet.sequenceNumber(), packet.ssrc(), Octets.of(message))
        .write()
        .toArray();
  }

  private static Octets message(byte[] datagram) {
    return ((ZrtpPacket) ZrtpPacket.parse(datagram, 0, datagram.length)).message();
  }

  private static String type(byte[] datagram) {
    return type(message(datagram));
  }

  private static String type(Octets message) {
    return new String(Arrays.copyOfRange(message.toArray(), 4, 12), StandardCharsets.US_ASCII)
        .trim();
  }
}
