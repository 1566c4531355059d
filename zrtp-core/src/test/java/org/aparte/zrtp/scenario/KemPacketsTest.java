package org.aparte.zrtp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.ZrtpConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The packets of calls in KEM mode, taken apart octet by octet and by nothing of the library: the
 * lengths and fragments are those that Linphone puts on the wire (for the codes that it has).
 */
class KemPacketsTest {

  /** What the packets of one message, in their order, say and hold. */
  private record Transmission(String type, int messageId, int parts, int octets) {}

  private static final int MARK_WHOLE = 0x1000;
  private static final int MARK_FRAGMENT = 0x1100;
  private static final int COOKIE = 0x5a525450;

  private final Map<Integer, ByteBuffer> unfinished = new LinkedHashMap<>();
  private final Map<Integer, Integer> parts = new LinkedHashMap<>();
  private final List<Transmission> transmissions = new ArrayList<>();
  private final List<Integer> firstNumbers = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "K255, 148, 116, 1452, 1, 1",
    "K448, 172, 140, 1452, 1, 1",
    "MLK1, 916, 852, 1452, 1, 1",
    "MLK2, 1300, 1172, 1452, 1, 1",
    "MLK3, 1684, 1652, 1452, 2, 2",
    "X1M1, 948, 884, 1452, 1, 1",
    "p1M2, 1332, 1204, 1452, 1, 1",
    "X3M3, 1740, 1708, 1452, 2, 2",
    "p3M3, 1780, 1748, 1452, 2, 2",
    "K255, 148, 116, 600, 1, 1",
    "K448, 172, 140, 600, 1, 1",
    "MLK1, 916, 852, 600, 2, 2",
    "MLK2, 1300, 1172, 600, 3, 3",
    "MLK3, 1684, 1652, 600, 3, 3",
    "X1M1, 948, 884, 600, 2, 2",
    "p1M2, 1332, 1204, 600, 3, 3",
    "X3M3, 1740, 1708, 600, 4, 3",
    "p3M3, 1780, 1748, 600, 4, 4",
    "X3M3, 1740, 1708, 1756, 1, 1",
    "X3M3, 1740, 1708, 1752, 2, 1",
  })
  void haveTheLengthsAndOffsetsOfTheirCode(
      String code, int commit, int dhPart1, int mtu, int commitParts, int dhPart1Parts) {
    KeyAgreementType type = KeyAgreementType.ofCode(code).orElseThrow();
    ZrtpConfig config = ZrtpConfig.builder().keyAgreements(type).mtu(mtu).build();
    TwoPeers call =
        new TwoPeers(
            Peer.of("a", 1, config),
            Peer.of("b", 2, config.toBuilder().initiation(Initiation.ON_REQUEST).build()),
            Wire.PERFECT,
            1);
    call.tap((from, line, datagram) -> {
      assertThat(datagram.length).isLessThanOrEqualTo(mtu);
      read(ByteBuffer.wrap(datagram), mtu);
      return List.of(datagram);
    });
    call.start().runUntilSecure(5_000);

    DhCallTest.assertSecure(call);
    assertThat(call.a().line().secure().algorithms().keyAgreement()).isEqualTo(type);
    assertThat(unfinished).isEmpty();
    assertThat(only("Commit  ").octets()).isEqualTo(commit);
    assertThat(only("Commit  ").parts()).isEqualTo(commitParts);
    assertThat(only("DHPart1 ").octets()).isEqualTo(dhPart1);
    assertThat(only("DHPart1 ").parts()).isEqualTo(dhPart1Parts);
    assertThat(only("DHPart2 ").octets()).isEqualTo(100);
    assertThat(only("DHPart2 ").parts()).isEqualTo(1);
    if (commitParts > 1) {
      assertThat(firstNumbers).as("of the initiator").contains(only("Commit  ").messageId() + 1);
    }
  }

  private Transmission only(String type) {
    List<Transmission> found = transmissions.stream().filter(t -> t.type().equals(type)).toList();
    assertThat(found).as(type).hasSize(1);
    return found.get(0);
  }

  private void read(ByteBuffer packet, int mtu) {
    int octets = packet.remaining();
    assertThat(octets % 4).isZero();
    CRC32C crc = new CRC32C();
    crc.update(packet.array(), 0, octets - 4);
    assertThat(Integer.reverseBytes(packet.getInt(octets - 4))).isEqualTo((int) crc.getValue());
    assertThat(packet.getInt(4)).isEqualTo(COOKIE);
    int ssrc = packet.getInt(8);
    if (parts.putIfAbsent(ssrc, 0) == null) {
      firstNumbers.add(packet.getShort(2) & 0xffff);
    }
    int marks = packet.getShort(0) & 0xffff;
    if (marks == MARK_WHOLE) {
      transmissions.add(new Transmission(type(packet, 12), 0, 1, octets - 16));
      return;
    }
    assertThat(marks).isEqualTo(MARK_FRAGMENT);
    int messageId = packet.getShort(12) & 0xffff;
    int total = 4 * (packet.getShort(14) & 0xffff);
    int offset = 4 * (packet.getShort(16) & 0xffff);
    int length = 4 * (packet.getShort(18) & 0xffff);
    assertThat(messageId).isPositive();
    assertThat(length).isEqualTo(octets - 24);
    assertThat(offset % (mtu - 24)).isZero();
    assertThat(length).isEqualTo(Math.min(mtu - 24, total - offset));
    ByteBuffer message = unfinished.computeIfAbsent(ssrc, any -> ByteBuffer.allocate(total));
    assertThat(message.position()).as("in order").isEqualTo(offset);
    message.put(packet.array(), 20, length);
    parts.merge(ssrc, 1, Integer::sum);
    if (!message.hasRemaining()) {
      assertThat(message.getShort(0)).isEqualTo((short) 0x505a);
      assertThat(4 * (message.getShort(2) & 0xffff)).isEqualTo(total);
      transmissions.add(new Transmission(type(message, 0), messageId, parts.get(ssrc), total));
      unfinished.remove(ssrc);
      parts.put(ssrc, 0);
    }
  }

  private static String type(ByteBuffer octets, int message) {
    return new String(octets.array(), message + 4, 8, StandardCharsets.US_ASCII);
  }
}
