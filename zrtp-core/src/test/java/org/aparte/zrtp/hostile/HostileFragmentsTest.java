package org.aparte.zrtp.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Attack;
import org.aparte.zrtp.message.Fragment;
import org.aparte.zrtp.message.PacketWriter;
import org.aparte.zrtp.message.ZrtpPacket;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.SasKeyType;
import org.aparte.zrtp.model.SasSigner;
import org.aparte.zrtp.model.SasSigningKey;
import org.aparte.zrtp.model.SasVerdict;
import org.aparte.zrtp.model.SasVerifier;
import org.aparte.zrtp.model.SignatureType;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.scenario.Classical;
import org.aparte.zrtp.scenario.DhCallTest;
import org.aparte.zrtp.scenario.Peer;
import org.aparte.zrtp.scenario.TwoPeers;
import org.aparte.zrtp.scenario.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls whose Confirms come in fragments, for they carry long signatures and the path is narrow,
 * and what strangers put beside them.
 */
class HostileFragmentsTest {

  private static final int NARROW = 600;
  private static final Octets SIGNATURE = Octets.of(new byte[SasSigner.UNFRAGMENTED_OCTETS]);

  /** Three fragments each. */
  private static ZrtpConfig config(Initiation initiation) {
    return Classical.builder()
        .mtu(NARROW)
        .initiation(initiation)
        .signers(List.of(new LongSigner()))
        .verifier(new Anybody())
        .build();
  }

  private static final class LongSigner implements SasSigner {
    @Override
    public SignatureType type() {
      return SignatureType.X509;
    }

    @Override
    public SasKeyType keyType() {
      return SasKeyType.ECDSA_P256;
    }

    @Override
    public int maxOctets() {
      return SIGNATURE.length();
    }

    @Override
    public Octets sign(Octets sasHash) {
      return SIGNATURE;
    }
  }

  private static final class Anybody implements SasVerifier {
    @Override
    public Set<SignatureType> types() {
      return Set.of(SignatureType.X509);
    }

    @Override
    public SasVerdict verify(AlgorithmCode type, Octets block, Octets sasHash) {
      return new SasVerdict.UnknownKey(
          new SasSigningKey(SignatureType.X509, block.slice(0, 16), "", null));
    }
  }

  private final Peer a = Peer.of("a", 1, config(Initiation.AUTOMATIC));
  private final Peer b = Peer.of("b", 2, config(Initiation.ON_REQUEST));

  private TwoPeers call(Wire wire, long seed) {
    return new TwoPeers(a, b, wire, seed);
  }

  private void assertSecure(TwoPeers call) {
    assertThat(call.allSecure()).isTrue();
    DhCallTest.assertSecure(call);
    assertThat(a.session().peerSignature()).isPresent();
    assertThat(b.session().peerSignature()).isPresent();
  }

  private static boolean isFragment(byte[] datagram) {
    return parse(datagram) instanceof Fragment;
  }

  private static Object parse(byte[] datagram) {
    return ZrtpPacket.parse(datagram, 0, datagram.length);
  }

  private static Fragment fragment(byte[] datagram) {
    return (Fragment) parse(datagram);
  }

  private static byte[] forged(Fragment genuine, int id, Octets part) {
    return new Fragment(
            9, Forgery.STRANGERS_SSRC, id, genuine.totalWords(), genuine.offsetWords(), part)
        .write()
        .toArray();
  }

  private static Octets changed(Octets part, int octet) {
    byte[] octets = part.toArray();
    octets[octet] ^= 0x40;
    return Octets.of(octets);
  }

  @Test
  @Attack("N-18.06")
  void sendsLongMessagesInFragmentsAndAllOthersWhole() {
    List<byte[]> sent = new ArrayList<>();
    TwoPeers call = call(Wire.PERFECT, 1);
    call.tap((from, line, datagram) -> {
      sent.add(datagram);
      return List.of(datagram);
    });
    call.start().runUntilSecure(5_000);

    assertSecure(call);
    assertThat(sent).allMatch(datagram -> datagram.length <= NARROW);
    assertThat(sent.stream().filter(HostileFragmentsTest::isFragment)).hasSize(6);
    assertThat(sent.stream().filter(datagram -> !isFragment(datagram)))
        .allMatch(datagram -> datagram[0] == 0x10)
        .hasSizeGreaterThan(7);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  @Attack({"N-18.06", "N-18.07"})
  void completesThoughFragmentsAreLostDoubledDamagedAndOvertaken(long seed) {
    Wire bad = Wire.PERFECT.jitter(60).duplication(0.2).corruption(0.05).loss(0.2);
    TwoPeers call = call(bad, seed).start().runUntilSecure(60_000);

    assertSecure(call);
  }

  /** By somebody who sees each fragment, and is faster. */
  @Test
  @Attack({"N-18.02", "N-18.03", "N-18.04"})
  void completesThoughForgedFragmentsSurroundEachGenuineOne() {
    TwoPeers call = call(Wire.PERFECT, 1);
    call.tap((from, line, datagram) -> {
      if (!isFragment(datagram)) {
        return List.of(datagram);
      }
      Fragment genuine = fragment(datagram);
      Octets part = genuine.part();
      Fragment overlapping =
          new Fragment(
              9,
              1,
              genuine.messageId(),
              genuine.totalWords(),
              genuine.offsetWords() + 1,
              part.slice(0, part.length() - 4));
      return List.of(
          forged(genuine, 0xffff, part),
          forged(genuine, genuine.messageId() % 0xffff + 1, changed(part, part.length() - 1)),
          forged(genuine, genuine.messageId(), changed(part, part.length() - 1)),
          overlapping.write().toArray(),
          datagram,
          forged(genuine, genuine.messageId(), changed(part, part.length() - 2)));
    });
    call.start().runUntilSecure(10_000);

    assertSecure(call);
    assertThat(a.line().told(ZrtpEvent.Failed.class)).isEmpty();
  }

  /** As many as are kept, so that whatever came before is gone. */
  @Test
  @Attack({"N-18.04", "N-18.05"})
  void completesThoughAFloodComesBeforeEachTransmission() {
    Random random = new Random(6189);
    TwoPeers call = call(Wire.PERFECT, 1);
    call.tap((from, line, datagram) -> {
      if (!isFragment(datagram) || fragment(datagram).offsetWords() > 0) {
        return List.of(datagram);
      }
      Fragment genuine = fragment(datagram);
      return Stream.concat(
              IntStream.range(0, 200)
                  .mapToObj(i ->
                      forged(
                          genuine,
                          i % 2 == 0 ? genuine.messageId() : 1 + random.nextInt(0xffff),
                          changed(genuine.part(), 12 + random.nextInt(500)))),
              Stream.of(datagram))
          .toList();
    });
    call.start().runUntilSecure(10_000);

    assertSecure(call);
  }

  @Test
  @Attack({"N-18.01", "A-10"})
  void refusesWhatIsNoFragmentAndCompletesBesideIt() {
    Random random = new Random(9);
    TwoPeers call = call(Wire.PERFECT, 1);
    call.tap((from, line, datagram) -> {
      List<byte[]> flood = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        byte[] body = new byte[4 * (3 + random.nextInt(100))];
        random.nextBytes(body);
        flood.add(marked(Octets.of(body)));
      }
      flood.add(datagram);
      return flood;
    });
    call.start().runUntilSecure(60_000);

    assertSecure(call);
    assertThat(a.line().events())
        .filteredOn(ZrtpEvent.Ignored.class::isInstance)
        .extracting(event -> ((ZrtpEvent.Ignored) event).reason())
        .contains(IgnoredReason.NO_PACKET);
  }

  /** A packet with the mark of a fragment, a CRC that fits, and anything in it. */
  private static byte[] marked(Octets body) {
    byte[] datagram = Forgery.packet(body);
    datagram[0] = 0x11;
    return Forgery.withCrc(datagram);
  }

  /** A Hello is what anybody can make, and is answered at once. */
  @Test
  @Attack("N-18.07")
  void answersAFragmentThatComesAgainAndAgainOnceInAWhile() {
    Victim victim = Victim.responder();
    List<Fragment> hello = inTwo(new HandMade(1).hello(), 7);
    victim.receiveDatagram(hello.get(0).write().toArray());
    int before = victim.sent().size();
    for (int i = 0; i < 1_000; i++) {
      victim.receiveDatagram(hello.get(1).write().toArray());
    }
    assertThat(victim.sent().size() - before).isLessThanOrEqualTo(1);

    victim.pass(150);
    before = victim.sent().size();
    victim.receiveDatagram(hello.get(1).write().toArray());
    assertThat(victim.sent().size() - before).isEqualTo(1);
  }

  /** Many beginnings and then an end that goes with all of them: as many Hellos as are tried. */
  @Test
  @Attack("N-18.07")
  void answersNoMoreThanThreeOfTheMessagesThatOneFragmentCompletes() {
    Victim victim = Victim.responder();
    List<Fragment> hello = inTwo(new HandMade(1).hello(), 7);
    for (int i = 0; i < 20; i++) {
      victim.receiveDatagram(
          forged(hello.get(0), 7, changed(hello.get(0).part(), 16 + i))); // the client's name
    }
    int before = victim.sent().size();
    victim.receiveDatagram(hello.get(1).write().toArray());

    assertThat(victim.sent().size() - before).isBetween(1, 3);
  }

  @Test
  @Attack("N-18.05")
  void keepsNoFragmentOfItsOwnThatComesBack() {
    Victim victim = Victim.responder();
    List<Octets> own = new PacketWriter(victim.stream().ssrc(), NARROW, 1).write(longMessage());
    for (Octets packet : own) {
      assertThat(victim.receiveDatagram(packet.toArray()))
          .containsExactly(new ZrtpEvent.Ignored(IgnoredReason.OWN_SSRC, null));
    }
    victim.stream().close();
    List<Octets> peers = new PacketWriter(1, NARROW, 1).write(longMessage());
    assertThat(victim.receiveDatagram(peers.get(0).toArray()))
        .containsExactly(new ZrtpEvent.Ignored(IgnoredReason.UNEXPECTED_MESSAGE, null));
  }

  private static Octets longMessage() {
    byte[] message = new byte[1200];
    message[0] = 0x50;
    message[1] = 0x5a;
    message[2] = 300 >>> 8;
    message[3] = (byte) 300;
    return Octets.of(message);
  }

  /** A message in two fragments, as long as it may be shorter than any path. */
  private static List<Fragment> inTwo(Octets message, int id) {
    int half = message.length() / 8 * 4;
    int words = message.length() / 4;
    return List.of(
        new Fragment(1, 5, id, words, 0, message.slice(0, half)),
        new Fragment(2, 5, id, words, half / 4, message.slice(half, message.length())));
  }
}
