package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.ZrtpEndpoint;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.cache.InMemoryZidStore;
import org.aparte.zrtp.message.ErrorAck;
import org.aparte.zrtp.message.ErrorMessage;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.message.MessageType;
import org.aparte.zrtp.message.Ping;
import org.aparte.zrtp.message.PingAck;
import org.aparte.zrtp.message.RelayAck;
import org.aparte.zrtp.message.SasRelay;
import org.aparte.zrtp.message.SealedPart;
import org.aparte.zrtp.message.ZrtpMessage;
import org.aparte.zrtp.message.ZrtpPacket;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.ErrorCode;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpVersion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Wireshark's dissector, which is nobody's ZRTP engine, reads in our packets. */
class TsharkTest {

  private static final int PORT = 5004;

  /** Of zrtp.checksum.status. */
  private static final String GOOD = "1";

  private static final String BAD = "0";

  @TempDir private Path folder;

  /** What tshark says of a packet. */
  private record Dissection(
      String protocol, String type, String words, String checksum, String complaint) {}

  @BeforeAll
  static void findsTshark() {
    Peers.require("tshark", "our ZRTP packets as tshark reads them", "tshark", "--version");
  }

  /** Of the recorded calls, of one that is cleared, and one of each other type. */
  @Test
  void readsEveryPacketThatWeSend() throws Exception {
    List<Octets> packets = new ArrayList<>(ofRecordedCalls());
    packets.addAll(ofAClearedCall());
    packets.addAll(ofOtherTypes());

    List<Dissection> read = dissect(packets);

    assertThat(read).hasSameSizeAs(packets);
    for (int i = 0; i < packets.size(); i++) {
      Octets message = packets.get(i).slice(12, packets.get(i).length() - 4);
      assertThat(read.get(i))
          .as("packet %s", packets.get(i))
          .isEqualTo(
              new Dissection(
                  "ZRTP", type(packets.get(i)), Integer.toString(message.length() / 4), GOOD, ""));
    }
    assertThat(packets.stream().map(TsharkTest::type).collect(Collectors.toSet()))
        .isEqualTo(
            java.util.Arrays.stream(MessageType.values())
                .map(type -> new String(type.block().toArray(), StandardCharsets.US_ASCII).trim())
                .collect(Collectors.toSet()));
  }

  /** The comparison must be able to fail. */
  @Test
  void noticesADamagedPacket() throws Exception {
    byte[] damaged = ofRecordedCalls().get(0).toArray();
    damaged[40] ^= 1;

    assertThat(dissect(List.of(Octets.of(damaged))))
        .singleElement()
        .extracting(Dissection::checksum)
        .isEqualTo(BAD);
  }

  private static List<Octets> ofRecordedCalls() throws IOException {
    List<Octets> packets = new ArrayList<>();
    for (Path file : Transcript.files()) {
      Transcript.read(file).packets.stream()
          .filter(packet -> packet.ours() && packet.kind() == Transcript.Kind.ZRTP)
          .forEach(packet -> packets.add(packet.octets()));
    }
    return packets;
  }

  private static List<Octets> ofAClearedCall() {
    List<Octets> packets = new ArrayList<>();
    try (End alice = new End();
        End bob = new End()) {
      Deque<ByteBuffer> toAlice = new ArrayDeque<>(bob.media.start(0).datagrams());
      Deque<ByteBuffer> toBob = new ArrayDeque<>(alice.media.start(0).datagrams());
      exchange(alice, bob, toAlice, toBob, packets);
      toBob.addAll(alice.media.goClear(1).datagrams());
      exchange(alice, bob, toAlice, toBob, packets);
    }
    return packets;
  }

  private static void exchange(
      End alice,
      End bob,
      Deque<ByteBuffer> toAlice,
      Deque<ByteBuffer> toBob,
      List<Octets> packets) {
    while (!toAlice.isEmpty() || !toBob.isEmpty()) {
      boolean forAlice = toBob.isEmpty();
      byte[] datagram = octets(forAlice ? toAlice.remove() : toBob.remove());
      packets.add(Octets.of(datagram));
      ZrtpOutput output =
          (forAlice ? alice : bob).media.receive(datagram, 0, datagram.length, 1).output();
      (forAlice ? toBob : toAlice).addAll(output.datagrams());
    }
  }

  /** What that dissector knows: neither KEM mode nor fragments. */
  private static final ZrtpConfig CLASSICAL =
      ZrtpConfig.builder()
          .keyAgreements(KeyAgreementType.X255, KeyAgreementType.MULT)
          .hashes(HashType.S256)
          .authTags(AuthTagType.HS80)
          .allowClear(true)
          .build();

  /** One that may be cleared. */
  private static final class End implements AutoCloseable {
    private final org.aparte.zrtp.ZrtpSession session;
    private final SecureMedia media;

    End() {
      SecureRandom random = new SecureRandom();
      session =
          ZrtpEndpoint.of(new InMemoryZidStore(random), CryptoProviders.standard(), random, () -> 0)
              .openSession(CLASSICAL);
      media = session.newMedia(random.nextInt(), MediaPolicy.BEST_EFFORT);
    }

    @Override
    public void close() {
      session.close();
    }
  }

  /** Those that need an accident, a proxy or a PBX. */
  private static List<Octets> ofOtherTypes() {
    Octets hash = Octets.of(new byte[8]);
    List<ZrtpMessage> messages = new ArrayList<>();
    for (ErrorCode error : ErrorCode.values()) {
      messages.add(ErrorMessage.of(error));
    }
    messages.add(new ErrorAck());
    messages.add(
        new SasRelay(
            new SealedPart(
                Mac64.leftmostOf(new byte[8]), Octets.of(new byte[16]), Octets.of(new byte[40]))));
    messages.add(new RelayAck());
    messages.add(new Ping(ZrtpVersion.V1_10, hash));
    messages.add(new PingAck(ZrtpVersion.V1_10, hash, hash, 0x12345678));
    return messages.stream().map(message -> new ZrtpPacket(1, 2, message.write()).write()).toList();
  }

  private static byte[] octets(ByteBuffer datagram) {
    byte[] octets = new byte[datagram.remaining()];
    datagram.get(octets);
    return octets;
  }

  private static String type(Octets packet) {
    return new String(packet.slice(16, 24).toArray(), StandardCharsets.US_ASCII).trim();
  }

  private List<Dissection> dissect(List<Octets> packets) throws IOException, InterruptedException {
    Path capture = Files.write(folder.resolve("zrtp.pcap"), capture(packets));
    List<String> command =
        new ArrayList<>(List.of("tshark", "-r", capture.toString(), "-T", "fields"));
    command.addAll(List.of("-d", "udp.port==" + PORT + ",zrtp", "-E", "separator=|"));
    for (String field :
        List.of(
            "_ws.col.Protocol",
            "zrtp.type",
            "zrtp.length",
            "zrtp.checksum.status",
            "_ws.malformed")) {
      command.addAll(List.of("-e", field));
    }
    Path output = folder.resolve("tshark.txt");
    Process tshark =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("tshark.err").toFile())
            .start();
    assertThat(tshark.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readAllLines(output).stream()
        .map(line -> line.split("\\|", -1))
        .map(part -> new Dissection(part[0], part[1].trim(), part[2], part[3], part[4]))
        .toList();
  }

  /** A capture file of IPv4 packets (libpcap's format, link type 101), all from and to one port. */
  private static byte[] capture(List<Octets> payloads) {
    int octets = payloads.stream().mapToInt(payload -> 16 + 28 + payload.length()).sum();
    ByteBuffer file = ByteBuffer.allocate(24 + octets);
    file.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
    file.putLong(0).putInt(65_535).putInt(101);
    for (Octets payload : payloads) {
      int length = 28 + payload.length();
      file.putLong(0).putInt(length).putInt(length);
      file.putShort((short) 0x4500).putShort((short) length).putInt(0).putInt(0x4011_0000);
      file.putInt(0x7f00_0001).putInt(0x7f00_0001);
      file.putShort((short) PORT).putShort((short) PORT);
      file.putShort((short) (8 + payload.length())).putShort((short) 0);
      file.put(payload.toArray());
    }
    return file.array();
  }
}
