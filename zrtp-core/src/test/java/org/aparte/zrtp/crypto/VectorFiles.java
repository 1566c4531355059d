package org.aparte.zrtp.crypto;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aparte.srtp.secret.Octets;
import org.aparte.vectors.EngineFile;

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
    for (EngineFile.Section section : EngineFile.resource(path).sections()) {
      List<Packet> packets =
          section.packets().stream()
              .map(packet ->
                  new Packet(
                      packet.from(), packet.to(), packet.type(), Octets.ofHex(packet.messageHex())))
              .toList();
      sections.add(new Section(section.title(), packets, section.values()));
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
