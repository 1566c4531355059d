package org.aparte.zrtp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.ZrtpEndpoint;
import org.aparte.zrtp.cache.InMemoryZidStore;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.MessageParser;
import org.aparte.zrtp.message.Ping;
import org.aparte.zrtp.message.PingAck;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.message.ZrtpMessage;
import org.aparte.zrtp.message.ZrtpPacket;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.ZidStore;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpVersion;
import org.junit.jupiter.api.Test;

/**
 * Ping, which is answered by every endpoint, in a call or outside (RFC 6189 sections 5.15, 5.16).
 */
class PingTest {

  private static final CryptoProviders PROVIDERS = CryptoProviders.standard();
  private static final int SSRC = 0x70696e67;
  private static final Octets PROXY = Octets.ofHex("0102030405060708");
  private static final long SECOND = 1_000_000_000;

  private final ZidStore store = new InMemoryZidStore(new SeededRandom(1));

  @Test
  @Requirement({"Z-5.15-01", "Z-5.16-01", "Z-5.16-02", "Z-5.16-03", "Z-5.16-05", "Z-5.16-07"})
  void isAnsweredOutsideOfAnyStream() {
    ZrtpPacket answer = answer(endpoint(store, 1), ping(ZrtpVersion.V1_10), 0).orElseThrow();

    PingAck ack = pingAck(answer);
    assertThat(ack.version()).isEqualTo(ZrtpVersion.V1_10);
    assertThat(ack.endpointHash()).isEqualTo(store.ownZid("").octets().slice(0, 8));
    assertThat(ack.pingEndpointHash()).isEqualTo(PROXY);
    assertThat(ack.pingSsrc()).isEqualTo(SSRC);
    assertThat(answer(endpoint(store, 1), packet(new HelloAck()), 0)).isEmpty();
  }

  @Test
  @Requirement("Z-5.16-04")
  void isAnsweredInOurVersionWhateverItAsksFor() {
    for (String version : new String[] {"1.00", "1.20", "9.99", "zrtp"}) {
      ZrtpPacket answer =
          answer(endpoint(store, 1), ping(ZrtpVersion.of(version)), 0).orElseThrow();
      assertThat(pingAck(answer).version()).isEqualTo(ZrtpVersion.V1_10);
    }
  }

  @Test
  @Requirement("Z-5.16-06")
  void isAnsweredWithOneEndpointHashFromCallToCall() {
    Octets hash = hash(endpoint(store, 1));
    assertThat(hash(endpoint(store, 2))).isEqualTo(hash);
    assertThat(inACall(endpoint(store, 3))).isEqualTo(hash);
    assertThat(hash(endpoint(new InMemoryZidStore(new SeededRandom(2)), 1))).isNotEqualTo(hash);
  }

  @Test
  @Requirement("Z-5.16-06")
  void isAnsweredWithOneEndpointHashFromCallToCallByACachelessEndpointToo() {
    ZrtpEndpoint endpoint = ZrtpEndpoint.cacheless(PROVIDERS, new SeededRandom(1));
    Octets hash = hash(endpoint);

    assertThat(inACall(endpoint)).isEqualTo(hash);
    assertThat(inACall(endpoint)).isEqualTo(hash);
    assertThat(endpoint.openSession(ZrtpConfig.recommended()).ownZid().octets().slice(0, 8))
        .isNotEqualTo(hash);
    assertThat(hash(ZrtpEndpoint.cacheless(PROVIDERS, new SeededRandom(2)))).isNotEqualTo(hash);
  }

  @Test
  @Requirement("Z-5-05")
  void isAnsweredTenTimesInASecondWithNumbersThatGoUp() {
    ZrtpEndpoint endpoint = endpoint(store, 1);
    int next = -1;
    int answers = 0;
    for (int i = 0; i < 3_000; i++) { // 30 seconds
      Optional<ZrtpPacket> answer = answer(endpoint, ping(ZrtpVersion.V1_10), i * SECOND / 100);
      if (answer.isPresent()) {
        int number = answer.get().sequenceNumber();
        assertThat(next == -1 || next == number).isTrue();
        next = (number + 1) & 0xffff;
        answers++;
      }
    }
    assertThat(answers).isEqualTo(300);
  }

  @Test
  void isTheOnlyThingThatIsAnsweredOutsideOfAnyStream() {
    ZrtpEndpoint endpoint = endpoint(store, 1);
    Peer stranger = Peer.of("stranger", 9, ZrtpConfig.recommended());
    ByteBuffer first = stranger.open().stream().start(0).datagrams().get(0);
    byte[] hello = new byte[first.remaining()];
    first.get(hello);
    assertThat(answer(endpoint, hello, 0)).isEmpty();
    Random random = new Random(1);
    byte[] ping = ping(ZrtpVersion.V1_10);
    for (int i = 0; i < 100_000; i++) {
      byte[] damaged = ping.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
      assertThat(endpoint.answerPing(damaged, 0, damaged.length, 0)).isEmpty();
      assertThat(endpoint.answerPing(ping, 0, random.nextInt(ping.length), 0)).isEmpty();
    }
  }

  private static ZrtpEndpoint endpoint(ZidStore store, long seed) {
    return ZrtpEndpoint.of(store, PROVIDERS, new SeededRandom(seed), () -> 0);
  }

  private static Octets hash(ZrtpEndpoint endpoint) {
    return pingAck(answer(endpoint, ping(ZrtpVersion.V1_10), 0).orElseThrow()).endpointHash();
  }

  private static Octets inACall(ZrtpEndpoint endpoint) {
    ByteBuffer datagram =
        endpoint
            .openSession(ZrtpConfig.recommended())
            .newStream(1)
            .receive(ping(ZrtpVersion.V1_10), 0)
            .datagrams()
            .get(0);
    return pingAck(parse(datagram)).endpointHash();
  }

  private static Optional<ZrtpPacket> answer(ZrtpEndpoint endpoint, byte[] datagram, long now) {
    byte[] inside = new byte[datagram.length + 9];
    System.arraycopy(datagram, 0, inside, 5, datagram.length);
    return endpoint.answerPing(inside, 5, datagram.length, now).map(PingTest::parse);
  }

  private static ZrtpPacket parse(ByteBuffer datagram) {
    byte[] octets = new byte[datagram.remaining()];
    datagram.get(octets);
    return (ZrtpPacket) ZrtpPacket.parse(octets, 0, octets.length);
  }

  private static PingAck pingAck(ZrtpPacket packet) {
    return (PingAck) ((Received<?>) MessageParser.parse(packet.message())).message();
  }

  private static byte[] ping(ZrtpVersion version) {
    return packet(new Ping(version, PROXY));
  }

  private static byte[] packet(ZrtpMessage message) {
    return new ZrtpPacket(7, SSRC, message.write()).write().toArray();
  }
}
