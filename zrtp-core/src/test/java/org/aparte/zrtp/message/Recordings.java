package org.aparte.zrtp.message;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;

/** What foreign engines put on the wire, from the files of the module test-vectors. */
final class Recordings {

  /** One packet as it was on the wire, and where it was recorded. */
  record Packet(String source, Octets datagram) {
    @Override
    public String toString() {
      return source;
    }
  }

  /** One line {@code key = value} of a text file. */
  record Line(String key, String value) {}

  private static final String ROOT = "org/aparte/vectors/";
  private static final List<String> TEXT_FILES =
      List.of("gnu-zrtp.txt", "libzrtp.txt", "crc-kdf-sas.txt");

  private Recordings() {}

  /** Every packet of every recorded exchange. */
  static List<Packet> packets() {
    List<Packet> packets = new ArrayList<>();
    handshakes("zrtp-handshakes/")
        .forEach((file, handshake) -> {
          for (JsonElement packet : arrays(handshake, "packets")) {
            String hex = packet.getAsJsonObject().get("zrtp").getAsString();
            packets.add(new Packet(file + " " + packets.size(), Octets.ofHex(hex)));
          }
        });
    for (String file : TEXT_FILES) {
      for (Line line : lines(file)) {
        if (line.key().startsWith("pkt ")) {
          packets.add(new Packet(file + " " + line.key(), Octets.ofHex(line.value())));
        }
      }
    }
    return packets;
  }

  /** Every message of {@link #packets}, without header and CRC. */
  static List<Packet> messages() {
    return packets().stream()
        .map(p -> new Packet(p.source(), p.datagram().slice(12, p.datagram().length() - 4)))
        .toList();
  }

  /** The channels of every recorded exchange, by file and number. */
  static Map<String, JsonObject> channels() {
    return channels(handshakes("zrtp-handshakes/"));
  }

  private static Map<String, JsonObject> channels(Map<String, JsonObject> handshakes) {
    Map<String, JsonObject> channels = new LinkedHashMap<>();
    handshakes.forEach((file, handshake) -> {
      for (JsonElement channel : handshake.getAsJsonArray("channels")) {
        channels.put(file + " " + channels.size(), channel.getAsJsonObject());
      }
    });
    return channels;
  }

  /** The same of the exchanges in KEM mode. */
  static Map<String, JsonObject> postQuantumChannels() {
    return channels(handshakes("zrtp-post-quantum/"));
  }

  /** The lines {@code key = value} of a file of packets and values. */
  static List<Line> lines(String file) {
    Pattern keyAndValue = Pattern.compile("(.*?) = (.*)");
    return read("zrtp-engines/" + file)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(keyAndValue::matcher)
        .filter(Matcher::matches)
        .map(line -> new Line(line.group(1), line.group(2)))
        .toList();
  }

  private static Map<String, JsonObject> handshakes(String folder) {
    Map<String, JsonObject> handshakes = new LinkedHashMap<>();
    for (String file : handshakeFiles(folder)) {
      String json = read(folder + file);
      handshakes.put(file, JsonParser.parseString(json).getAsJsonObject());
    }
    return handshakes;
  }

  private static List<JsonElement> arrays(JsonObject handshake, String key) {
    List<JsonElement> elements = new ArrayList<>();
    for (JsonElement channel : handshake.getAsJsonArray("channels")) {
      JsonArray array = channel.getAsJsonObject().getAsJsonArray(key);
      array.forEach(elements::add);
    }
    return elements;
  }

  /** The folder may stand in a file system or in a jar, as the build has it. */
  private static List<String> handshakeFiles(String folder) {
    try {
      URI readme = loader().getResource(ROOT + folder + "README.md").toURI();
      if (!readme.getScheme().equals("jar")) {
        return besides(Path.of(readme));
      }
      try (FileSystem jar = FileSystems.newFileSystem(readme, Map.of())) {
        return besides(jar.provider().getPath(readme));
      }
    } catch (URISyntaxException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> besides(Path readme) {
    try (Stream<Path> files = Files.list(requireNonNull(readme.getParent()))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(String file) {
    try (InputStream in = loader().getResourceAsStream(ROOT + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClassLoader loader() {
    return Recordings.class.getClassLoader();
  }
}
