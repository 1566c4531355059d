package org.aparte.zrtp.crypto;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aparte.srtp.secret.Octets;

/** Reads the recorded data of the module test-vectors. */
final class VectorFiles {

  private static final String ROOT = "org/aparte/vectors/";

  private VectorFiles() {}

  static JsonElement json(String path) {
    return JsonParser.parseString(text(path));
  }

  static String text(String path) {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(ROOT + path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A packet line of an engine file: who sent which message to whom. */
  record Packet(String from, String to, String type, Octets message) {}

  /** A section of an engine file. */
  record Section(String title, List<Packet> packets, Map<String, String> values) {}

  /** The sections of a file in the format of zrtp-engines/README.md. */
  static List<Section> sections(String path) {
    List<Section> sections = new ArrayList<>();
    for (String line : text(path).lines().toList()) {
      if (line.startsWith("== ")) {
        sections.add(new Section(line.substring(3), new ArrayList<>(), new LinkedHashMap<>()));
      } else if (line.startsWith("pkt ")) {
        String[] words = line.split("[ >]+", -1);
        Octets packet = Octets.ofHex(words[words.length - 1]);
        Octets message = packet.slice(12, packet.length() - 4);
        sections
            .get(sections.size() - 1)
            .packets()
            .add(new Packet(words[2], words[3], words[4], message));
      } else if (!line.startsWith("#") && line.contains(" = ") && !sections.isEmpty()) {
        int equals = line.lastIndexOf(" = ");
        sections
            .get(sections.size() - 1)
            .values()
            .put(line.substring(0, equals), line.substring(equals + 3));
      }
    }
    return sections;
  }

  /** The value of the line {@code key = value} of a file without sections. */
  static String value(String path, String key) {
    return text(path)
        .lines()
        .filter(line -> line.startsWith(key + " = "))
        .map(line -> line.substring(key.length() + 3))
        .findFirst()
        .orElseThrow();
  }
}
