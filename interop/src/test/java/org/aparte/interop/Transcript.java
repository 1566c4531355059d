package org.aparte.interop;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.ZrtpEvent;

/**
 * What went over the wire in a call with a foreign engine, and all that our end needs to do the
 * same again. The form is that of recorded handshakes in test-vectors as far as it goes; A is our
 * end, B the peer.
 */
final class Transcript {

  /** Where the transcripts of the tree are. */
  static final Path FOLDER = Path.of("transcripts").toAbsolutePath();

  /** The kinds of packets, which are the names of their members in the files too. */
  enum Kind {
    ZRTP,
    SRTP,
    SRTCP;

    String member() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A packet that our engine sent or was given.
   *
   * @param at nanoseconds on its clock
   */
  record Packet(long at, int channel, boolean ours, Kind kind, Octets octets) {

    /** The type block of the ZRTP message in it, without its spaces. */
    String type() {
      return new String(octets.slice(16, 24).toArray(), StandardCharsets.US_ASCII).trim();
    }

    /** The ZRTP message in it, without packet header and CRC. */
    byte[] message() {
      return octets.slice(12, octets.length() - 4).toArray();
    }
  }

  /**
   * What became of a channel.
   *
   * @param algorithms the codes of hash, cipher, auth tag, key agreement and SAS type
   */
  record Outcome(
      Role role, List<String> algorithms, String sas, String continuity, String standing) {

    static Outcome of(ZrtpEvent.Secure secure) {
      NegotiatedAlgorithms algorithms = secure.algorithms();
      return new Outcome(
          secure.role(),
          List.of(
              Setup.code(algorithms.hash()),
              Setup.code(algorithms.cipher()),
              Setup.code(algorithms.authTag()),
              Setup.code(algorithms.keyAgreement()),
              Setup.code(secure.sas().type())),
          secure.sas().text(),
          secure.continuity().name(),
          secure.standing().name());
    }
  }

  final String peer;
  final String version;
  final String date;
  final String title;
  final Setup setup;
  final List<Integer> ssrcs;
  final List<Packet> packets;
  final List<Outcome> outcomes;

  Transcript(
      String peer,
      String version,
      String date,
      String title,
      Setup setup,
      List<Integer> ssrcs,
      List<Packet> packets,
      List<Outcome> outcomes) {
    this.peer = peer;
    this.version = version;
    this.date = date;
    this.title = title;
    this.setup = setup;
    this.ssrcs = ssrcs;
    this.packets = packets;
    this.outcomes = outcomes;
  }

  /** The files of the tree, in the order of their names. */
  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  static Transcript read(Path file) {
    try {
      return of(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json()) + "\n");
  }

  private JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("title", title);
    json.addProperty("peer", peer);
    json.addProperty("version", version);
    json.addProperty("date", date);
    json.add("ours", setup.json());
    JsonArray channels = new JsonArray();
    for (int i = 0; i < ssrcs.size(); i++) {
      JsonObject channel = new JsonObject();
      Outcome outcome = outcomes.get(i);
      channel.addProperty("ssrc", ssrcs.get(i));
      channel.addProperty("initiator", outcome.role() == Role.INITIATOR ? "A" : "B");
      JsonArray algorithms = new JsonArray();
      outcome.algorithms().forEach(algorithms::add);
      channel.add("algs", algorithms);
      channel.addProperty("sas", outcome.sas());
      channel.addProperty("continuity", outcome.continuity());
      channel.addProperty("standing", outcome.standing());
      channel.add("packets", packetsJson(i));
      channels.add(channel);
    }
    json.add("channels", channels);
    return json;
  }

  private JsonArray packetsJson(int channel) {
    JsonArray array = new JsonArray();
    for (Packet packet : packets) {
      if (packet.channel() == channel) {
        JsonObject json = new JsonObject();
        json.addProperty("at", packet.at());
        json.addProperty("from", packet.ours() ? "A" : "B");
        json.addProperty(packet.kind().member(), packet.octets().toString());
        array.add(json);
      }
    }
    return array;
  }

  private static Transcript of(JsonObject json) {
    List<Integer> ssrcs = new ArrayList<>();
    List<Packet> packets = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (JsonElement element : json.getAsJsonArray("channels")) {
      JsonObject channel = element.getAsJsonObject();
      for (JsonElement packet : channel.getAsJsonArray("packets")) {
        packets.add(packet(ssrcs.size(), packet.getAsJsonObject()));
      }
      ssrcs.add(channel.get("ssrc").getAsInt());
      List<String> algorithms = new ArrayList<>();
      channel.getAsJsonArray("algs").forEach(code -> algorithms.add(code.getAsString()));
      outcomes.add(
          new Outcome(
              channel.get("initiator").getAsString().equals("A") ? Role.INITIATOR : Role.RESPONDER,
              algorithms,
              channel.get("sas").getAsString(),
              channel.get("continuity").getAsString(),
              channel.get("standing").getAsString()));
    }
    // No two inputs have the same time; what one gives rise to stays in its order.
    packets.sort((a, b) -> Long.compare(a.at(), b.at()));
    return new Transcript(
        json.get("peer").getAsString(),
        json.get("version").getAsString(),
        json.get("date").getAsString(),
        json.get("title").getAsString(),
        Setup.of(json.getAsJsonObject("ours")),
        ssrcs,
        packets,
        outcomes);
  }

  private static Packet packet(int channel, JsonObject json) {
    Kind kind =
        Arrays.stream(Kind.values()).filter(k -> json.has(k.member())).findFirst().orElseThrow();
    return new Packet(
        json.get("at").getAsLong(),
        channel,
        json.get("from").getAsString().equals("A"),
        kind,
        Octets.ofHex(json.get(kind.member()).getAsString()));
  }
}
