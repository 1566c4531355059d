package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.message.MessageParser;
import org.aparte.zrtp.message.Ping;
import org.aparte.zrtp.message.PingAck;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.message.ZrtpPacket;
import org.aparte.zrtp.model.HelloHash;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.model.ZrtpVersion;
import org.aparte.zrtp.model.ZrtpWarning;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ZRTP live against libbzrtp, besides all algorithms and the cache. */
class BzrtpTest {

  private static final String AUX = "5a".repeat(32);

  /** Above all that came before: it takes rising numbers only. */
  private static final int PING_SEQUENCE = 65_000;

  @TempDir private static Path folder;
  private static Path program;

  @BeforeAll
  static void compilesThePeer() throws IOException {
    program = BzrtpPeer.compile(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "INITIATOR, S256, AES1, HS80, X255, B32",
    "RESPONDER, S384, AES3, HS32, X448, B256",
    "INITIATOR, S384, AES3, HS80, DH3k, B32",
    "RESPONDER, S256, AES1, HS32, DH2k, B256"
  })
  void agreesOnOneSuite(Role role, String hash, String cipher, String auth, String ka, String sas)
      throws IOException {
    Setup setup = Setups.of(role, hash, cipher, auth, ka, sas);
    try (BzrtpCall call = call(setup, role, Setups.peerOptions(hash, cipher, auth, ka, sas))) {
      call.converse();
      Transcripts.keep(call, String.join("_", ka, hash, cipher, auth, sas), "one suite");
    }
  }

  /** It knows neither hybrids nor GCM: what is classical in our lists follows, and is found. */
  @ParameterizedTest
  @EnumSource
  void settlesOnTheBestOfTheDefaultsOfBoth(Role role) throws IOException {
    try (BzrtpCall call = call(Setups.defaults(role), role)) {
      Transcript.Outcome outcome = call.converse();

      // Each order is the initiator's own, but for the key agreement, where X255 is the first that
      // both sides have.
      assertThat(outcome.algorithms())
          .containsExactly(
              role == Role.INITIATOR
                  ? new String[] {"S256", "AES3", "HS80", "X255", "B32"}
                  : new String[] {"S256", "AES1", "HS32", "X255", "B32"});
      Transcripts.keep(
          call,
          "defaults_" + outcome.role().name().toLowerCase(Locale.ROOT),
          "the lists of both as they come");
    }
  }

  @Test
  void isCalledByItWhenPassive() throws IOException {
    Setup usual = Setups.usual(Role.INITIATOR);
    ZrtpConfig passive = usual.config().toBuilder().passive(true).build();
    Setup setup = new Setup(usual.seed(), usual.zid(), passive, "", List.of());
    try (BzrtpCall call = new BzrtpCall(program, setup, Network.good(), 1, Setups.usualPeer())) {
      assertThat(call.converse().role()).isEqualTo(Role.RESPONDER);
    }
  }

  @Test
  void resolvesContention() throws IOException {
    Setup setup = Setups.usual(Role.INITIATOR);
    try (BzrtpCall call = new BzrtpCall(program, setup, untilBothCommit(), 1, Setups.usualPeer())) {
      call.converse();

      assertThat(call.packets(true, "Commit")).isNotEmpty();
      assertThat(call.packets(false, "Commit")).isNotEmpty();
      Transcripts.keep(call, "contention", "both send Commit");
    }
  }

  /** Holds the peer's first Commits back until we have sent one, which is lost. */
  private static Network untilBothCommit() {
    boolean[] committed = {false};
    return (ours, datagram) -> {
      if (!Network.type(datagram).equals("Commit") || committed[0]) {
        return List.of(datagram);
      }
      committed[0] = ours;
      return List.of();
    };
  }

  @ParameterizedTest
  @EnumSource
  void addsAStreamByMultistream(Role role) throws IOException {
    try (BzrtpCall call =
        new BzrtpCall(program, Setups.usual(role), Setups.network(role), 2, Setups.usualPeer())) {
      call.converse();
      call.start(1);
      Transcript.Outcome second = call.secure(1);
      call.talk(1, 5);
      call.talk(0, 2);

      assertThat(second.algorithms().get(3)).isEqualTo("Mult");
      if (role == Role.INITIATOR) {
        Transcripts.keep(call, "multistream", "a second stream by Multistream");
      }
    }
  }

  // --- secrets from elsewhere
  // ----------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void matchesTheAuxsecret(Role role) throws IOException {
    Setup setup = Setups.withAux(Setups.usual(role), AUX);
    try (BzrtpCall call = call(setup, role, with("aux=" + AUX))) {
      call.converse();

      assertThat(call.peer().of("secure").get(0).get("aux").getAsString()).isEqualTo("match");
      assertThat(call.events(0))
          .doesNotContain(new ZrtpEvent.Warning(ZrtpWarning.AUX_SECRET_MISMATCH));
      Transcripts.keep(call, "aux_match", "one auxsecret");
    }
  }

  @ParameterizedTest
  @EnumSource
  void warnsOfAnotherAuxsecretAndGoesOn(Role role) throws IOException {
    Setup setup = Setups.withAux(Setups.usual(role), AUX);
    try (BzrtpCall call = call(setup, role, with("aux=" + "a5".repeat(32)))) {
      call.converse();

      assertThat(call.peer().of("secure").get(0).get("aux").getAsString()).isEqualTo("mismatch");
      assertThat(call.events(0)).contains(new ZrtpEvent.Warning(ZrtpWarning.AUX_SECRET_MISMATCH));
      Transcripts.keep(call, "aux_mismatch", "two auxsecrets");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"S256", "S384"})
  void exportsTheSameKey(String hash) throws Exception {
    String label = "Interop";
    Setup setup = Setups.of(Role.INITIATOR, hash, "AES1", "HS80", "X255", "B32");
    String[] options = Setups.peerOptions(hash, "AES1", "HS80", "X255", "B32");
    options = Arrays.copyOf(options, options.length + 1);
    options[options.length - 1] = "export=" + label;
    try (BzrtpCall call = call(setup, Role.INITIATOR, options);
        SecretBytes exported = exportedKeyOf(call)) {
      byte[] derived =
          kdf(exported.expose(), label, context(call, hash), hash.equals("S256") ? 32 : 48);

      assertThat(call.peer().of("exported").get(0).get("key").getAsString())
          .isEqualTo(HexFormat.of().formatHex(derived));
    }
  }

  private static SecretBytes exportedKeyOf(BzrtpCall call) throws IOException {
    call.converse();
    return call.session().exportedKey();
  }

  /** What libbzrtp exports is a key derived from ExportedKey, by the KDF of section 4.5.1. */
  private static byte[] kdf(byte[] key, String label, byte[] context, int octets)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance(octets == 32 ? "HmacSHA256" : "HmacSHA384");
    mac.init(new SecretKeySpec(key, "HMAC"));
    mac.update(new byte[] {0, 0, 0, 1});
    mac.update(label.getBytes(StandardCharsets.US_ASCII));
    mac.update((byte) 0);
    mac.update(context);
    return mac.doFinal(ByteBuffer.allocate(4).putInt(8 * octets).array());
  }

  /** ZIDi, ZIDr and total_hash of a call in which we were the initiator. */
  private static byte[] context(BzrtpCall call, String hash) throws GeneralSecurityException {
    MessageDigest totalHash =
        MessageDigest.getInstance(hash.equals("S256") ? "SHA-256" : "SHA-384");
    totalHash.update(message(call, false, "Hello"));
    totalHash.update(message(call, true, "Commit"));
    totalHash.update(message(call, false, "DHPart1"));
    totalHash.update(message(call, true, "DHPart2"));
    ByteArrayOutputStream context = new ByteArrayOutputStream();
    context.writeBytes(zid(call, true));
    context.writeBytes(zid(call, false));
    context.writeBytes(totalHash.digest());
    return context.toByteArray();
  }

  private static byte[] zid(BzrtpCall call, boolean ours) {
    return Arrays.copyOfRange(message(call, ours, "Hello"), 64, 76);
  }

  private static byte[] message(BzrtpCall call, boolean ours, String type) {
    return call.packets(ours, type).get(0).message();
  }

  // --- a bad line, and signaling
  // -------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void becomesSecureWhereAFifthIsLostEachWay(long seed) throws IOException {
    Role role = seed % 2 == 0 ? Role.INITIATOR : Role.RESPONDER;
    Network network = Network.bad(0.2, 0, 0, seed);
    try (BzrtpCall call =
        new BzrtpCall(program, Setups.usual(role), network, 1, Setups.usualPeer())) {
      call.converse();
      if (seed == 2) {
        Transcripts.keep(call, "loss", "a fifth of the packets lost each way");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void becomesSecureWherePacketsAreDoubledAndOvertaken(long seed) throws IOException {
    Role role = seed % 2 == 0 ? Role.INITIATOR : Role.RESPONDER;
    Network network = Network.bad(0, 0.3, 0.3, seed);
    try (BzrtpCall call =
        new BzrtpCall(program, Setups.usual(role), network, 1, Setups.usualPeer())) {
      call.converse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWithTheHelloHashOfEither(Role role) throws IOException {
    Setup setup = Setups.usual(role);
    String ours = setup.helloHash();
    try (BzrtpCall call = call(setup, role, with("peerhash=" + ours))) {
      String theirs = call.peer().of("channel").get(0).get("helloHash").getAsString();
      call.media(0).expectPeerHelloHash(HelloHash.parse(theirs).orElseThrow(), true);
      call.converse();

      assertThat(call.media(0).helloHash().value()).isEqualTo(ours);
      assertThat(call.events(0))
          .filteredOn(ZrtpEvent.Secure.class::isInstance)
          .allMatch(event -> ((ZrtpEvent.Secure) event).helloHashFits());
    }
  }

  @Test
  void refusesAPeerThatSignalingDidNotAnnounce() throws IOException {
    try (BzrtpCall call = call(Setups.usual(Role.INITIATOR), Role.RESPONDER, Setups.usualPeer())) {
      HelloHash wrong = new HelloHash(ZrtpVersion.V1_10, Octets.ofHex("00".repeat(32)));
      call.media(0).expectPeerHelloHash(wrong, true);
      call.start(0);
      call.until(
          "the warning",
          () -> call.events(0).contains(new ZrtpEvent.Warning(ZrtpWarning.HELLO_HASH_MISMATCH)));
      call.alone("the end", () -> call.media(0).state() == StreamPhase.FAILED);

      assertThat(call.events(0))
          .contains(new ZrtpEvent.Failed(ZrtpFailure.HELLO_HASH_MISMATCH))
          .noneMatch(ZrtpEvent.Secure.class::isInstance);
      assertThat(call.peer().of("secure")).isEmpty();
    }
  }

  @Test
  void saysThatNobodyAnswersWhereThePeerWasToldOfAnother() throws IOException {
    try (BzrtpCall call =
        call(
            Setups.usual(Role.INITIATOR),
            Role.RESPONDER,
            with("peerhash=1.10 " + "00".repeat(32)))) {
      call.start(0);
      call.until("the refusal", () -> !call.peer().of("refused-zrtp").isEmpty());
      call.alone("the end", () -> call.events(0).contains(new ZrtpEvent.NoPeer()));

      assertThat(call.events(0)).noneMatch(ZrtpEvent.Secure.class::isInstance);
      assertThat(call.peer().of("secure")).isEmpty();
    }
  }

  @Test
  void isAnsweredAPing() throws IOException {
    try (BzrtpCall call = call(Setups.usual(Role.INITIATOR), Role.INITIATOR, Setups.usualPeer())) {
      call.converse();
      Ping ping = new Ping(ZrtpVersion.V1_10, Octets.ofHex("0102030405060708"));
      call.inject(new ZrtpPacket(PING_SEQUENCE, 0x11223344, ping.write()).write().toArray());
      call.until("PingACK", () -> !call.packets(false, "PingACK").isEmpty());

      Octets answer = Octets.of(call.packets(false, "PingACK").get(0).message());
      PingAck ack = (PingAck) ((Received<?>) MessageParser.parse(answer)).message();
      assertThat(ack.pingEndpointHash()).isEqualTo(ping.endpointHash());
      assertThat(ack.pingSsrc()).isEqualTo(0x11223344);
    }
  }

  // --- what is the same in all
  // ---------------------------------------------------------------------

  private static BzrtpCall call(Setup setup, Role role, String... options) throws IOException {
    return new BzrtpCall(program, setup, Setups.network(role), 1, options);
  }

  private static String[] with(String option) {
    List<String> options = new ArrayList<>(List.of(Setups.usualPeer()));
    options.add(option);
    return options.toArray(new String[0]);
  }
}
