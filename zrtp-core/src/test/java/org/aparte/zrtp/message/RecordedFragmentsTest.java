package org.aparte.zrtp.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a foreign engine sent in fragments, read and made again. */
class RecordedFragmentsTest {

  static Stream<String> channels() {
    return Recordings.postQuantumChannels().entrySet().stream()
        .filter(channel -> channel.getValue().has("fragments"))
        .map(Map.Entry::getKey);
  }

  private static JsonObject channel(String name) {
    return Recordings.postQuantumChannels().get(name);
  }

  private static List<Octets> packets(JsonObject channel, String side) {
    List<Octets> packets = new ArrayList<>();
    for (JsonElement packet : channel.getAsJsonArray("packets")) {
      if (packet.getAsJsonObject().get("from").getAsString().equals(side)) {
        packets.add(Octets.ofHex(packet.getAsJsonObject().get("zrtp").getAsString()));
      }
    }
    return packets;
  }

  /** Each message that came in fragments, by its id; of several transmissions if one had a gap. */
  private static Map<Integer, Octets> joined(List<Octets> packets) {
    Reassembly reassembly = new Reassembly();
    Map<Integer, Octets> messages = new LinkedHashMap<>();
    long now = 0;
    for (Octets packet : packets) {
      if (FragmentTest.parse(packet) instanceof Fragment fragment) {
        for (Octets message : reassembly.take(fragment, now++)) {
          assertThat(messages.put(fragment.messageId(), message)).as("comes once").isNull();
        }
      }
    }
    return messages;
  }

  @ParameterizedTest
  @MethodSource("channels")
  void readsTheFieldsThatWereRecordedBesideThePackets(String name) {
    JsonObject channel = channel(name);
    Iterator<JsonElement> expected = channel.getAsJsonArray("fragments").iterator();
    for (JsonElement element : channel.getAsJsonArray("packets")) {
      JsonObject packet = element.getAsJsonObject();
      Octets datagram = Octets.ofHex(packet.get("zrtp").getAsString());
      if (FragmentTest.parse(datagram) instanceof Fragment fragment) {
        JsonObject fields = expected.next().getAsJsonObject();
        assertThat(packet.get("from")).isEqualTo(fields.get("from"));
        assertThat(fragment.sequenceNumber()).isEqualTo(fields.get("seq").getAsInt());
        assertThat(fragment.messageId()).isEqualTo(fields.get("message_id").getAsInt());
        assertThat(fragment.totalWords()).isEqualTo(fields.get("total_words").getAsInt());
        assertThat(fragment.offsetWords()).isEqualTo(fields.get("offset_words").getAsInt());
        assertThat(fragment.part().length() / 4).isEqualTo(fields.get("length_words").getAsInt());
        assertThat(datagram.length()).isEqualTo(fields.get("packet_bytes").getAsInt());
        assertThat(fragment.write()).isEqualTo(datagram);
      }
    }
    assertThat(expected).isExhausted();
  }

  @ParameterizedTest
  @MethodSource("channels")
  void joinsTheMessagesOfTheExchange(String name) {
    JsonObject channel = channel(name);
    List<Octets> messages = new ArrayList<>();
    for (String side : new String[] {"A", "B"}) {
      messages.addAll(joined(packets(channel, side)).values());
    }

    assertThat(messages)
        .contains(
            Octets.ofHex(channel.get("commit").getAsString()),
            Octets.ofHex(channel.get("dhpart1").getAsString()));
  }

  /** Of the messages of each end, in order, come its packets; what was lost leaves a gap alone. */
  @ParameterizedTest
  @MethodSource("channels")
  @Requirement("Z-5-05")
  void makesEveryPacketOfBothEndsAgainOctetForOctet(String name) {
    int checked = 0;
    for (String side : new String[] {"A", "B"}) {
      List<Octets> packets = packets(channel(name), side);
      Map<Integer, Octets> messages = joined(packets);
      ZrtpPacket first = (ZrtpPacket) FragmentTest.parse(packets.get(0));
      int mtu = longest(packets);
      PacketWriter writer = new PacketWriter(first.ssrc(), mtu, first.sequenceNumber());
      int next = first.sequenceNumber();
      List<Octets> made = new ArrayList<>();
      for (Octets packet : packets) {
        ParsedPacket parsed = FragmentTest.parse(packet);
        made.removeIf(lost -> number(lost) < number(packet));
        if (made.isEmpty()) {
          int lostOfThis = parsed instanceof Fragment f ? 4 * f.offsetWords() / (mtu - 24) : 0;
          for (; next < number(packet) - lostOfThis; next++) {
            writer.write(
                new HelloAck().write()); // of what was lost before, only the number is left
          }
          made.addAll(
              writer.write(
                  parsed instanceof Fragment fragment
                      ? messages.get(fragment.messageId())
                      : ((ZrtpPacket) parsed).message()));
          next += made.size();
        }
        made.removeIf(lost -> number(lost) < number(packet));
        assertThat(made.remove(0).equals(packet))
            .as("%s %d of %s", name, number(packet), side)
            .isTrue();
        checked++;
      }
    }
    assertThat(checked).isEqualTo(channel(name).getAsJsonArray("packets").size());
  }

  private static int number(Octets packet) {
    return packet.at(2) << 8 | packet.at(3);
  }

  private static int longest(List<Octets> packets) {
    return packets.stream().mapToInt(Octets::length).max().orElseThrow() == 600 ? 600 : 1452;
  }
}
