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
import org.aparte.trace.Requirement;
import org.aparte.zrtp.cache.InMemoryZidStore;
import org.aparte.zrtp.crypto.RecordedExchanges;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZidStore;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.scenario.SeededRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Those of the engine of Linphone in KEM mode. The one with GoClear stands below. */
  private static final List<String> POST_QUANTUM =
      List.of(
          "pq_K255_S256_AES1_HS80_B32",
          "pq_K255_S512_AES3_GCM",
          "pq_K448_S384_AES3_HS32_B256",
          "pq_K448_nocontention_A",
          "pq_MLK1_S512_AES3_GCM",
          "pq_MLK1_mtu600",
          "pq_MLK2_S512_AES3_GCM",
          "pq_MLK3_S512_AES3_HS80_B256",
          "pq_MLK3_nocontention",
          "pq_X1M1_S512_AES3_GCM",
          "pq_X1M1_nocontention",
          "pq_X3M3_S512_AES3_HS80_B256",
          "pq_X3M3_cache_call1",
          "pq_X3M3_loss_commit_frag2",
          "pq_X3M3_mtu600",
          "pq_X3M3_mtuA600_B1452",
          "pq_mult2_K255_S256_AES1",
          "pq_mult2_MLK3_GCM");

  static Stream<Arguments> ends() {
    return Stream.of(RecordedExchanges.HANDSHAKES, POST_QUANTUM)
        .flatMap(List::stream)
        .flatMap(name -> Stream.of("A", "B").map(side -> Arguments.of(name, side)));
  }

  @ParameterizedTest
  @MethodSource("ends")
  @Requirement({"Z-KEM-02", "Z-KEM-03", "Z-KEM-04", "Z-KEM-05"})
  void sendsWhatWasRecordedAndDerivesTheSameKeys(String name, String side) {
    RecordedCall call = RecordedCall.read(name);
    String other = side.equals("A") ? "B" : "A";
    Role role = call.channels().get(0).roleOf(side);
    ZrtpSession session =
        session(
            call,
            side,
            randomOf(call, side),
            role == Role.RESPONDER ? Initiation.ON_REQUEST : Initiation.AUTOMATIC);
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

  /** The recorded ends that sent a Commit of their own in KEM mode, and answered the other's. */
  static Stream<Arguments> losers() {
    return POST_QUANTUM.stream()
        .filter(name -> RecordedCall.read(name).channels().get(0).isContention())
        .map(name ->
            Arguments.of(
                name,
                RecordedCall.read(name).channels().get(0).roleOf("A") == Role.RESPONDER
                    ? "A"
                    : "B"));
  }

  /**
   * The end that lost a contention commits too, to a key pair and a nonce that are not the recorded
   * ones. It shows neither, and sends the recorded DHPart1, with the H1 of its own Commit.
   */
  @ParameterizedTest
  @MethodSource("losers")
  @Requirement({"Z-KEM-06", "Z-KEM-13"})
  void answersTheRecordedCommitThoughItHasSentOneOfItsOwn(String name, String side) {
    RecordedCall call = RecordedCall.read(name);
    RecordedCall.Channel channel = call.channels().get(0);
    String other = side.equals("A") ? "B" : "A";
    List<Octets> sent = List.of();
    List<ZrtpEvent> events = List.of();
    boolean lost = false;
    for (int seed = 1; !lost && seed <= 200; seed++) {
      ReplayedRandom random = randomOf(call, side);
      SeededRandom fresh = new SeededRandom(seed);
      random.nonces.addFirst(octets(16, fresh));
      random.privateValues.addFirst(octets(channel.kemRandomness(Role.INITIATOR).length(), fresh));
      ZrtpStream stream = session(call, side, random, Initiation.AUTOMATIC).newStream(0x0e0e0e0e);
      sent = new ArrayList<>();
      events = new ArrayList<>();
      take(stream.start(0), sent, events);
      for (Octets packet : channel.packetsFrom(other)) {
        take(stream.receive(packet.toArray(), 0), sent, events);
      }
      String hvi = RecordedCall.byType(sent).get(COMMIT).slice(76, 108).toString();
      lost = hvi.compareTo(channel.value("hvi").toString()) < 0;
    }

    assertThat(lost).as("a value below the recorded one was among 200").isTrue();
    Map<String, Octets> recorded = channel.messagesFrom(side);
    Octets recordedCommit = recorded.remove(COMMIT);
    Map<String, Octets> messages = RecordedCall.byType(sent);
    assertThat(messages.remove(COMMIT)).isNotEqualTo(recordedCommit);
    assertThat(messages).containsAllEntriesOf(recorded);
    assertKeys(channel, Role.RESPONDER, events);
  }

  private static Octets octets(int count, SeededRandom random) {
    byte[] octets = new byte[count];
    random.nextBytes(octets);
    return Octets.of(octets);
  }

  /**
   * GoClear of that engine is the RFC's, and the ZRTPSess that it makes anew is not: it cannot be
   * talked to in Multistream mode after that.
   */
  @ParameterizedTest
  @ValueSource(strings = {"A", "B"})
  @Requirement({"Z-4.7.2-08", "Z-4.7.2-10"})
  void goesClearAsRecordedAndTakesNoConfirmUnderAZrtpSessThatIsNotTheOneOfTheRfc(String side) {
    RecordedCall call = RecordedCall.read("pq_goclear_DH3k_S256");
    RecordedCall.Channel first = call.channels().get(0);
    String other = side.equals("A") ? "B" : "A";
    boolean initiator = first.roleOf(side) == Role.INITIATOR;
    ZrtpSession session =
        session(
            call,
            side,
            randomOf(call, side),
            initiator ? Initiation.AUTOMATIC : Initiation.ON_REQUEST);
    ZrtpStream stream = session.newStream(0x0e0e0e0e);
    List<Octets> sent = new ArrayList<>();
    List<ZrtpEvent> events = new ArrayList<>();
    take(stream.start(0), sent, events);
    for (Octets packet : first.packetsFrom(other)) {
      if (RecordedCall.byType(List.of(packet)).containsKey("ClearACK")) {
        take(stream.goClear(0), sent, events);
      }
      take(stream.receive(packet.toArray(), 0), sent, events);
    }

    Map<String, Octets> recorded = first.messagesFrom(side);
    assertThat(recorded).containsKey(side.equals("A") ? "GoClear " : "ClearACK");
    if (!initiator) {
      recorded.remove(COMMIT);
    }
    assertThat(RecordedCall.byType(sent)).containsAllEntriesOf(recorded);
    assertKeys(first, first.roleOf(side), events);
    assertThat(stream.state()).isIn(StreamPhase.CLEAR, StreamPhase.CLEARING);

    events.clear();
    if (initiator) {
      take(stream.confirmClear(0), sent, events);
      take(stream.goSecure(0), sent, events);
    }
    for (Octets packet : call.channels().get(1).packetsFrom(other)) {
      take(stream.receive(packet.toArray(), 0), sent, events);
    }
    assertThat(events)
        .filteredOn(ZrtpEvent.Ignored.class::isInstance)
        .extracting(event -> ((ZrtpEvent.Ignored) event).reason())
        .contains(IgnoredReason.WRONG_CONFIRM_MAC);
    assertThat(events).noneMatch(ZrtpEvent.Secure.class::isInstance);
  }

  private static ReplayedRandom randomOf(RecordedCall call, String side) {
    ReplayedRandom random = new ReplayedRandom();
    for (RecordedCall.Channel channel : call.channels()) {
      Role here = channel.roleOf(side);
      random.h0.add(channel.value(here == Role.INITIATOR ? "h0_i" : "h0_r"));
      random.ivs.add(channel.confirmIv(here));
      random.firstSequenceNumbers.add(0);
      Octets commit = channel.messagesFrom(side).get(COMMIT);
      if (channel.has("kem_components")) {
        random.privateValues.add(channel.kemRandomness(here));
        if (here == Role.INITIATOR) {
          random.nonces.add(channel.value("nonce"));
        }
        random.standIns = standIns(channel, here);
      } else if (channel.has("dh_result")) {
        random.privateValues.add(
            channel.value(here == Role.INITIATOR ? "dh_private_i" : "dh_private_r"));
        random.standIns = standIns(channel, here);
      } else if (commit != null) {
        random.nonces.add(commit.slice(76, 92));
      }
    }
    return random;
  }

  private static ZrtpSession session(
      RecordedCall call, String side, ReplayedRandom random, Initiation initiation) {
    RecordedCall.Channel first = call.channels().get(0);
    Role role = first.roleOf(side);
    return ZrtpEndpoint.replaying(
            new OneCallStore(first, role),
            CryptoProviders.standard(),
            new SeededRandom(1),
            random,
            () -> 1_000_000)
        .openSession(first.config(role).toBuilder().initiation(initiation).build());
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
