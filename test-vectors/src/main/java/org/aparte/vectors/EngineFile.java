package org.aparte.vectors;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A text file of packets and values of an engine, as in the folder {@code zrtp-engines}: sections
 * {@code == title}, packets {@code pkt NUMBER FROM>TO TYPE = HEX}, values {@code key = value}, and
 * comments {@code #}.
 */
public final class EngineFile {

  /**
   * A packet.
   *
   * @param from the end that sent it, for instance {@code A0}
   * @param to the end that it was sent to
   * @param type the message type, without trailing spaces
   * @param hex all of it, header and CRC included
   */
  public record Packet(String from, String to, String type, String hex) {

    /** The message, without header and CRC. */
    public String messageHex() {
      return hex.substring(24, hex.length() - 8);
    }
  }

  /**
   * One run, or a part of one.
   *
   * @param packets in the order of the wire
   * @param values by name, in the order of the file
   * @param remarks the comments, without their sign
   */
  public record Section(
      String title, List<Packet> packets, Map<String, String> values, List<String> remarks) {}

  private static final String TITLE = "== ";
  private static final String PACKET = "pkt ";
  private static final String VALUE = " = ";
  private static final int MIN_HEX_DIGITS = 2 * 28;

  private final List<Section> sections;

  private EngineFile(List<Section> sections) {
    this.sections = List.copyOf(sections);
  }

  /**
   * A file that comes with this library.
   *
   * @param name for instance {@code "zrtp-engines/libzrtp.txt"}
   * @throws IllegalArgumentException when there is no such file
   */
  public static EngineFile resource(String name) {
    try (InputStream stream = EngineFile.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalArgumentException("no file called " + name);
      }
      return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the text of a file. Lines that say nothing known are passed over.
   *
   * @throws VectorFormatException when a packet is none
   */
  public static EngineFile parse(String text) {
    List<Section> sections = new ArrayList<>();
    for (String line : text.split("\\R", -1)) {
      if (line.startsWith(TITLE)) {
        sections.add(
            new Section(
                line.substring(TITLE.length()),
                new ArrayList<>(),
                new LinkedHashMap<>(),
                new ArrayList<>()));
      } else if (!sections.isEmpty()) {
        add(sections.get(sections.size() - 1), line);
      }
    }
    return new EngineFile(sections);
  }

  private static void add(Section section, String line) {
    int equals = line.lastIndexOf(VALUE);
    if (line.startsWith("#")) {
      section.remarks.add(line.substring(1).trim());
    } else if (line.startsWith(PACKET)) {
      section.packets.add(packet(line));
    } else if (equals > 0) {
      section.values.put(line.substring(0, equals), line.substring(equals + VALUE.length()));
    }
  }

  private static Packet packet(String line) {
    String[] words = line.split("[ >]+", -1);
    String hex = words[words.length - 1];
    if (words.length != 7 || hex.length() < MIN_HEX_DIGITS || !hex.matches("([0-9a-f]{2})+")) {
      throw new VectorFormatException(
          "a packet is written pkt NUMBER FROM>TO TYPE = HEX, not " + line);
    }
    return new Packet(words[2], words[3], words[4], hex);
  }

  /** The sections, in the order of the file. */
  public List<Section> sections() {
    return sections;
  }

  /**
   * The exchanges in it, in the form of the folder {@code zrtp-handshakes}: one object for each
   * run, with its channels.
   */
  public List<JsonObject> handshakes() {
    return new EngineHandshakes().of(sections);
  }
}
