package org.aparte.zrtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.cache.InMemoryZidStore;
import org.aparte.zrtp.crypto.RecordedExchanges;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZidStore;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.scenario.SeededRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Takes the place of one end of a call that two foreign engines made: with the random values of
 * that end, and the packets of the other, our engine sends the same messages, octet for octet, and
 * comes to the same keys.
 *
 * <p>All but one message: the Commit of an end that lost the contention promised a DHPart2 which it
 * never showed, so nobody can make it again. Our engine sends none in its place.
 */
class RecordedCallsTest {

  private static final String COMMIT = "Commit  ";

  static Stream<Arguments> ends() {
    return RecordedExchanges.HANDSHAKES.stream()
        .flatMap(name -> Stream.of("A", "B").map(side -> Arguments.of(name, side)));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void sendsWhatWasRecordedAndDerivesTheSameKeys(String name, String side) {
    RecordedCall call = RecordedCall.read(name);
    String other = side.equals("A") ? "B" : "A";
    Role role = call.channels().get(0).roleOf(side);
    ZrtpSession session = session(call, side);
    for (RecordedCall.Channel channel : call.channels()) {
      List<Octets> sent = new ArrayList<>();
      List<ZrtpEvent> events = new ArrayList<>();
      ZrtpStream stream = session.newStream(0x0e0e0e0e);
      SecretBytes aux = channel.retained(role, "aux");
      if (aux != null) {
        stream.auxSecret(aux);
      }
      take(stream.start(0), sent, events);
      if (channel.roleOf(side) == Role.INITIATOR) {
        take(stream.goSecure(0), sent, events);
      }
      for (Octets packet : channel.packetsFrom(other)) {
        take(stream.receive(packet.toArray(), 0), sent, events);
      }
      Map<String, Octets> recorded = channel.messagesFrom(side);
      if (channel.roleOf(side) == Role.RESPONDER) {
        recorded.remove(COMMIT);
      }
      assertThat(RecordedCall.byType(sent)).containsAllEntriesOf(recorded);
      assertKeys(channel, channel.roleOf(side), events);
      if (channel == call.channels().get(0)) {
        assertSession(channel, session);
      }
    }
  }

  private static ZrtpSession session(RecordedCall call, String side) {
    RecordedCall.Channel first = call.channels().get(0);
    Role role = first.roleOf(side);
    ReplayedRandom random = new ReplayedRandom();
    for (RecordedCall.Channel channel : call.channels()) {
      Role here = channel.roleOf(side);
      random.h0.add(channel.value(here == Role.INITIATOR ? "h0_i" : "h0_r"));
      random.ivs.add(channel.confirmIv(here));
      random.firstSequenceNumbers.add(0);
      Octets commit = channel.messagesFrom(side).get(COMMIT);
      if (channel.has("dh_result")) {
        random.privateValues.add(
            channel.value(here == Role.INITIATOR ? "dh_private_i" : "dh_private_r"));
        random.standIns = standIns(channel, here);
      } else if (commit != null) {
        random.nonces.add(commit.slice(76, 92));
      }
    }
    return ZrtpEndpoint.replaying(
            new OneCallStore(first, role),
            CryptoProviders.standard(),
            new SeededRandom(1),
            random,
            () -> 1_000_000)
        .openSession(
            first.config(role).toBuilder()
                .initiation(role == Role.RESPONDER ? Initiation.ON_REQUEST : Initiation.AUTOMATIC)
                .build());
  }

  /** The IDs of its DHPart that stand for nothing. */
  private static List<Octets> standIns(RecordedCall.Channel channel, Role role) {
    Octets dhPart = channel.value(role == Role.INITIATOR ? "dhpart2" : "dhpart1");
    List<Octets> standIns = new ArrayList<>();
    List<String> names = List.of("rs1", "rs2", "aux", "pbx");
    for (int i = 0; i < names.size(); i++) {
      if (channel.retained(role, names.get(i)) == null) {
        standIns.add(dhPart.slice(44 + 8 * i, 52 + 8 * i));
      }
    }
    return standIns;
  }

  private static void take(ZrtpOutput output, List<Octets> sent, List<ZrtpEvent> events) {
    for (ByteBuffer datagram : output.datagrams()) {
      byte[] octets = new byte[datagram.remaining()];
      datagram.get(octets);
      sent.add(Octets.of(octets));
    }
    events.addAll(output.events());
  }

  private static void assertKeys(RecordedCall.Channel channel, Role role, List<ZrtpEvent> events) {
    SrtpMasterKey send =
        events.stream()
            .filter(ZrtpEvent.SendKey.class::isInstance)
            .map(event -> ((ZrtpEvent.SendKey) event).key())
            .findFirst()
            .orElseThrow(() -> new AssertionError("not secure: " + events));
    SrtpMasterKey receive =
        events.stream()
            .filter(ZrtpEvent.ReceiveKey.class::isInstance)
            .map(event -> ((ZrtpEvent.ReceiveKey) event).key())
            .findFirst()
            .orElseThrow();
    SrtpMasterKey initiators = role == Role.INITIATOR ? send : receive;
    SrtpMasterKey responders = role == Role.INITIATOR ? receive : send;
    assertThat(initiators.key().expose()).isEqualTo(channel.value("srtpkeyi").toArray());
    assertThat(initiators.salt().expose()).isEqualTo(channel.value("srtpsalti").toArray());
    assertThat(responders.key().expose()).isEqualTo(channel.value("srtpkeyr").toArray());
    assertThat(responders.salt().expose()).isEqualTo(channel.value("srtpsaltr").toArray());
  }

  private static void assertSession(RecordedCall.Channel channel, ZrtpSession session) {
    assertThat(session.sas().orElseThrow().sasHash()).isEqualTo(channel.value("sashash"));
    try (SecretBytes exported = session.exportedKey()) {
      assertThat(exported.expose()).isEqualTo(channel.value("exported_key").toArray());
    }
  }

  /** Knows what one end of a call knew before it. */
  private static final class OneCallStore implements ZidStore {

    private final InMemoryZidStore records = new InMemoryZidStore(new SeededRandom(1));
    private final Zid own;

    OneCallStore(RecordedCall.Channel channel, Role role) {
      own = channel.zid(role);
      SecretBytes rs1 = channel.retained(role, "rs1");
      if (rs1 != null) {
        records.compareAndSet(
            0,
            ZidRecord.builder(own, channel.zid(role.other()))
                .retained(rs1, channel.retained(role, "rs2"))
                .sasVerified(channel.confirmPlaintext(role).sasVerified())
                .build());
      }
    }

    @Override
    public Zid ownZid(String label) {
      return own;
    }

    @Override
    public Map<String, Zid> ownZids() {
      return Map.of("", own);
    }

    @Override
    public @Nullable ZidRecord find(Zid ownZid, Zid peerZid) {
      return records.find(ownZid, peerZid);
    }

    @Override
    public boolean compareAndSet(long expectedVersion, ZidRecord next) {
      return records.compareAndSet(expectedVersion, next);
    }

    @Override
    public List<ZidRecord> records() {
      return records.records();
    }

    @Override
    public boolean forget(Zid ownZid, Zid peerZid) {
      return records.forget(ownZid, peerZid);
    }
  }
}
