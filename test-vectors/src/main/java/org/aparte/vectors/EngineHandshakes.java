package org.aparte.vectors;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aparte.vectors.EngineFile.Packet;
import org.aparte.vectors.EngineFile.Section;
import org.jspecify.annotations.Nullable;

/** Tells what engine files tell in the handshake schema. */
final class EngineHandshakes {

  /** How the engine files name what the handshake schema names otherwise. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("svI", "dh_private_i"),
          Map.entry("svR", "dh_private_r"),
          Map.entry("DHResult", "dh_result"),
          Map.entry("ZIDi", "zid_i"),
          Map.entry("ZIDr", "zid_r"),
          Map.entry("ZRTPSess", "zrtpsess"),
          Map.entry("rs1_new", "new_rs1"),
          Map.entry("retained secret", "new_rs1"),
          Map.entry("exported_master", "exported_key"),
          Map.entry("Initiator SRTP master key", "srtpkeyi"),
          Map.entry("Initiator SRTP master salt", "srtpsalti"),
          Map.entry("Responder SRTP master key", "srtpkeyr"),
          Map.entry("Responder SRTP master salt", "srtpsaltr"),
          Map.entry("confirm1_plaintext", "confirm1_plain"),
          Map.entry("confirm2_plaintext", "confirm2_plain"),
          Map.entry("keyID", "key_id"),
          Map.entry("lib.KEYI", "srtpkeyi"),
          Map.entry("lib.SALTI", "srtpsalti"),
          Map.entry("lib.KEYR", "srtpkeyr"),
          Map.entry("lib.SALTR", "srtpsaltr"),
          Map.entry("lib.EXPORTED", "exported_key"),
          Map.entry("lib.sas", "sas_printed_a"),
          Map.entry("sas", "sas_printed_a"),
          Map.entry("sas(B32 )", "sas_printed_a"));

  /** What Commit says too, or only how a value came about. */
  private static final List<String> LEFT_OUT =
      List.of("hash", "cipher", "auth", "ka", "sas_type", "initiator", "secrets_used", "note");

  private static final Pattern PREFIX = Pattern.compile("(\\w+\\.)?initiator");
  private static final Pattern CLEAR_MAC = Pattern.compile("RFC value would be ([0-9a-f]{16})");
  private static final Pattern RENEWED = Pattern.compile("New ZRTP Session.*? = ([0-9a-f]{64,96})");
  private static final Pattern SECRETS = Pattern.compile("'([0-9a-f]{8}|)'");

  private final List<JsonObject> documents = new ArrayList<>();

  /** Secrets that earlier calls left, by the eight digits that later ones name them with. */
  private final Map<String, String> secrets = new HashMap<>();

  private List<Packet> hellos = List.of();

  List<JsonObject> of(List<Section> sections) {
    for (Section section : sections) {
      List<Packet> own = ofType(section.packets(), "Hello");
      boolean continued = own.isEmpty() && !documents.isEmpty();
      if (!continued) {
        hellos = own;
        documents.add(document(section.title()));
      }
      JsonObject document = documents.get(documents.size() - 1);
      List<String> prefixes = prefixes(section);
      for (String prefix : prefixes) {
        boolean leg = prefix.endsWith("leg.") || prefix.endsWith("leg2.");
        if (leg && !prefix.equals(prefixes.get(0))) {
          document = document(section.title());
          documents.add(document);
        }
        if (leg) {
          document.addProperty("name", section.title() + " " + prefix);
        }
        document.getAsJsonArray("channels").add(channel(section, prefix, continued));
      }
      if (prefixes.isEmpty()) {
        addGoClear(section, document.getAsJsonArray("channels"));
      }
      remember(section);
    }
    return documents;
  }

  private static JsonObject document(String name) {
    JsonObject document = new JsonObject();
    document.addProperty("name", name);
    document.add("channels", new JsonArray());
    return document;
  }

  /** The exchanges of a section: what stands before their names. */
  private static List<String> prefixes(Section section) {
    List<String> prefixes = new ArrayList<>();
    for (String name : section.values().keySet()) {
      Matcher matcher = PREFIX.matcher(name);
      if (matcher.matches()) {
        prefixes.add(name.substring(0, name.length() - "initiator".length()));
      }
    }
    return prefixes;
  }

  private JsonObject channel(Section section, String prefix, boolean continued) {
    JsonObject channel = new JsonObject();
    String initiator = initiatorOf(section, prefix);
    channel.addProperty("initiator", initiator);
    section
        .values()
        .forEach((key, value) -> {
          if (key.startsWith(prefix)) {
            addValue(channel, key.substring(prefix.length()), value);
          }
        });
    List<Packet> packets =
        section.packets().stream()
            .filter(packet -> packet.from().equals(initiator) || packet.to().equals(initiator))
            .toList();
    JsonArray whole = new JsonArray();
    JsonArray relays = new JsonArray();
    for (Packet packet : packets) {
      whole.add(packetOf(packet));
      if (packet.type().equals("SASrelay")) {
        relays.add(relay(section, packet));
      }
    }
    channel.add("packets", whole);
    if (!relays.isEmpty()) {
      channel.add("sasrelay", relays);
    }
    addMessages(channel, packets, initiator);
    if (String.valueOf(section.values().get(prefix + "ka")).equals("Mult")) {
      channel.remove("new_rs1"); // no key of that name in this mode
    } else {
      addRetained(channel, section.values().getOrDefault(prefix + "secrets_used", ""));
    }
    if (continued) {
      channel.addProperty("after_goclear_of", 0);
      addRenewal(channel, section, prefix);
    }
    return channel;
  }

  /** GNU ZRTP's runs name the side alone; the stream is 0, or 1 for the further one. */
  private static String initiatorOf(Section section, String prefix) {
    String initiator = section.values().get(prefix + "initiator");
    if (initiator == null) {
      throw new VectorFormatException(section.title() + ": no " + prefix + "initiator");
    }
    return initiator.length() > 1 ? initiator : initiator + (prefix.isEmpty() ? "0" : "1");
  }

  private static void addValue(JsonObject channel, String name, String value) {
    String plain = name.startsWith("pbxsecret") ? "pbxsecret" : name;
    boolean ofOtherExchange = plain.startsWith("SASrelay") || plain.startsWith("mult.");
    if (!LEFT_OUT.contains(plain) && !ofOtherExchange) {
      String schemaName = NAMES.getOrDefault(plain, plain.toLowerCase(Locale.ROOT));
      channel.addProperty(schemaName, value.split(" {2}", 2)[0]);
    }
  }

  private static JsonObject packetOf(Packet packet) {
    JsonObject object = new JsonObject();
    object.addProperty("from", packet.from());
    object.addProperty("zrtp", packet.hex());
    return object;
  }

  private static JsonObject relay(Section section, Packet packet) {
    JsonObject relay = new JsonObject();
    relay.addProperty("from", packet.from());
    relay.addProperty("message", packet.messageHex());
    String plain = section.values().get("SASrelay from " + packet.from() + " decrypted");
    if (plain != null) {
      relay.addProperty("plain", plain.split(" ", 2)[0]);
    }
    return relay;
  }

  private void addMessages(JsonObject channel, List<Packet> packets, String initiator) {
    List<Packet> greetings = ofType(packets, "Hello").isEmpty() ? hellos : packets;
    addMessage(channel, "hello_i", greetings, "Hello", initiator, true);
    addMessage(channel, "hello_r", greetings, "Hello", initiator, false);
    addMessage(channel, "commit", packets, "Commit", initiator, true);
    addMessage(channel, "dhpart1", packets, "DHPart1", initiator, false);
    addMessage(channel, "dhpart2", packets, "DHPart2", initiator, true);
    addMessage(channel, "confirm1", packets, "Confirm1", initiator, false);
    addMessage(channel, "confirm2", packets, "Confirm2", initiator, true);
  }

  private static void addMessage(
      JsonObject channel,
      String field,
      List<Packet> packets,
      String type,
      String initiator,
      boolean fromInitiator) {
    ofType(packets, type).stream()
        .filter(packet -> packet.from().equals(initiator) == fromInitiator)
        .findFirst()
        .ifPresent(packet -> channel.addProperty(field, packet.messageHex()));
  }

  /** {@code (32, 'f0107a0e', 'dd00f0dd')}: which rs1 and pbxsecret both sides used. */
  private void addRetained(JsonObject channel, String used) {
    List<@Nullable String> named = new ArrayList<>();
    Matcher matcher = SECRETS.matcher(used);
    while (matcher.find()) {
      named.add(secrets.get(matcher.group(1)));
    }
    JsonObject held = new JsonObject();
    if (!named.isEmpty() && named.get(0) != null) {
      held.addProperty("rs1", named.get(0));
    }
    if (named.size() > 1 && named.get(1) != null) {
      held.addProperty("pbx", named.get(1));
    }
    JsonObject retained = new JsonObject();
    retained.add("initiator", held);
    retained.add("responder", held.deepCopy());
    channel.add("retained", retained);
  }

  /** An engine may hash ZRTPSess; the remark has what the RFC asks for. */
  private void addRenewal(JsonObject channel, Section section, String prefix) {
    JsonArray before = documents.get(documents.size() - 1).getAsJsonArray("channels");
    String used = section.values().getOrDefault(prefix + "secrets_used", "");
    if (!used.equals("hash(ZRTPSess)") || before.isEmpty()) {
      return;
    }
    byte[] zrtpSess =
        new Fields(section.title(), before.get(0).getAsJsonObject()).octets("zrtpsess");
    channel.addProperty("zrtpsess", hexOf(sha256(zrtpSess)));
    for (String remark : section.remarks()) {
      Matcher matcher = RENEWED.matcher(remark);
      if (matcher.find()) {
        channel.addProperty("zrtpsess_rfc", matcher.group(1));
      }
    }
  }

  private static byte[] sha256(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(octets);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every platform has SHA-256", impossible);
    }
  }

  private static String hexOf(byte[] octets) {
    StringBuilder hex = new StringBuilder();
    for (byte octet : octets) {
      hex.append(Character.forDigit(octet >> 4 & 15, 16))
          .append(Character.forDigit(octet & 15, 16));
    }
    return hex.toString();
  }

  private static void addGoClear(Section section, JsonArray channels) {
    if (channels.isEmpty()) {
      return;
    }
    JsonObject channel = channels.get(channels.size() - 1).getAsJsonObject();
    section.packets().forEach(packet -> channel.getAsJsonArray("packets").add(packetOf(packet)));
    JsonArray goClear = new JsonArray();
    for (Packet packet : ofType(section.packets(), "GoClear")) {
      JsonObject object = new JsonObject();
      object.addProperty("from", packet.from());
      object.addProperty("message", packet.messageHex());
      for (String remark : section.remarks()) {
        Matcher matcher = CLEAR_MAC.matcher(remark);
        if (matcher.find()) {
          object.addProperty("clear_mac_rfc", matcher.group(1));
        }
      }
      goClear.add(object);
    }
    channel.add("goclear", goClear);
  }

  private void remember(Section section) {
    for (String name : new TreeSet<>(section.values().keySet())) {
      String value = section.values().get(name);
      if (value != null && (name.contains("retained secret") || name.contains("pbxsecret"))) {
        secrets.put(value.substring(0, 8), value);
      }
    }
  }

  private static List<Packet> ofType(List<Packet> packets, String type) {
    return packets.stream().filter(packet -> packet.type().equals(type)).toList();
  }
}
