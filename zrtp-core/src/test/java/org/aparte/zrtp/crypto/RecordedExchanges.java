package org.aparte.zrtp.crypto;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.crypto.VectorFiles.Packet;
import org.aparte.zrtp.crypto.VectorFiles.Section;
import org.aparte.zrtp.model.Role;
import org.jspecify.annotations.Nullable;

/** All recorded exchanges whose every value is known. */
final class RecordedExchanges {

  private static final List<String> HANDSHAKES =
      List.of(
          "bz_DH2k_S256_AES1_HS80_B32",
          "bz_DH2k_S384_AES3_HS32_B256",
          "bz_DH3k_S256_AES1_HS32_B32",
          "bz_DH3k_S384_AES3_HS80_B256",
          "bz_X255_S256_AES1_HS32_B256",
          "bz_X255_S384_AES3_HS80_B32",
          "bz_X448_S256_AES1_HS80_B32",
          "bz_X448_S384_AES3_HS32_B256",
          "bz_aux_match",
          "bz_aux_mismatch",
          "bz_cache_call1",
          "bz_cache_call2_rs1",
          "bz_cache_call3_rs2match",
          "bz_cache_call5_mismatch",
          "bz_contention_DH3k_0",
          "bz_export",
          "bz_loss_DH3k",
          "bz_multistream_DH3k",
          "linphone_call1",
          "linphone_video");

  /** How the engine files name what the handshake schema names otherwise. */
  private static final Map<String, String> SCHEMA_NAMES =
      Map.ofEntries(
          Map.entry("svI", "dh_private_i"),
          Map.entry("svR", "dh_private_r"),
          Map.entry("DHResult", "dh_result"),
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
          Map.entry("sas", "sas_printed_a"),
          Map.entry("sas(B32 )", "sas_printed_a"));

  private RecordedExchanges() {}

  static Stream<RecordedExchange> all() {
    return Stream.of(handshakes(), gnuZrtp(), libzrtp()).flatMap(List::stream);
  }

  /** bzrtp and Linphone. */
  static List<RecordedExchange> handshakes() {
    List<RecordedExchange> exchanges = new ArrayList<>();
    for (String name : HANDSHAKES) {
      JsonObject file = VectorFiles.json("zrtp-handshakes/" + name + ".json").getAsJsonObject();
      for (JsonElement channel : file.getAsJsonArray("channels")) {
        exchanges.add(ofChannel(name + "#" + exchanges.size(), channel.getAsJsonObject()));
      }
    }
    return exchanges;
  }

  private static RecordedExchange ofChannel(String name, JsonObject channel) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry : channel.entrySet()) {
      if (entry.getValue().isJsonPrimitive()) {
        values.put(entry.getKey(), entry.getValue().getAsString());
      }
    }
    if (channel.has("sas_b256_idx")) {
      int even = channel.getAsJsonArray("sas_b256_idx").get(0).getAsInt();
      int odd = channel.getAsJsonArray("sas_b256_idx").get(1).getAsInt();
      values.put("sas_b256", PgpWordList.even(even) + ":" + PgpWordList.odd(odd));
    }
    Map<Role, Map<String, String>> retained = new HashMap<>();
    if (channel.has("retained")) {
      for (Role role : Role.values()) {
        Map<String, String> held = new HashMap<>();
        channel
            .getAsJsonObject("retained")
            .getAsJsonObject(role == Role.INITIATOR ? "initiator" : "responder")
            .entrySet()
            .forEach(entry -> held.put(entry.getKey(), entry.getValue().getAsString()));
        retained.put(role, held);
      }
    }
    return new RecordedExchange(
        name,
        Octets.ofHex(values.get("hello_i")),
        Octets.ofHex(values.get("hello_r")),
        Octets.ofHex(values.get("commit")),
        optionalHex(values.get("dhpart1")),
        optionalHex(values.get("dhpart2")),
        Octets.ofHex(values.get("confirm1")),
        Octets.ofHex(values.get("confirm2")),
        retained,
        values);
  }

  private static @Nullable Octets optionalHex(@Nullable String hex) {
    return hex == null ? null : Octets.ofHex(hex);
  }

  /** GNU ZRTP, but for the Skein run, of which no secret was recorded. */
  static List<RecordedExchange> gnuZrtp() {
    List<RecordedExchange> exchanges = new ArrayList<>();
    for (Section section : VectorFiles.sections("zrtp-engines/gnu-zrtp.txt")) {
      if (section.values().containsKey("s0")) {
        String initiator = section.values().get("initiator") + "0";
        exchanges.add(ofSection(section, "", initiator, section.packets(), Map.of()));
      }
      if (section.values().containsKey("mult.s0")) {
        String initiator = section.values().get("mult.initiator") + "1";
        exchanges.add(ofSection(section, "mult.", initiator, section.packets(), Map.of()));
      }
    }
    return exchanges;
  }

  /** libzrtp; secrets of earlier calls are found by the four octets that are noted of them. */
  static List<RecordedExchange> libzrtp() {
    List<RecordedExchange> exchanges = new ArrayList<>();
    Map<String, String> secrets = new HashMap<>();
    List<Packet> earlierHellos = new ArrayList<>();
    for (Section section : VectorFiles.sections("zrtp-engines/libzrtp.txt")) {
      List<Packet> packets = new ArrayList<>(section.packets());
      if (packets.stream().noneMatch(packet -> packet.type().equals("Hello"))) {
        packets.addAll(earlierHellos);
      } else {
        earlierHellos = packets.stream().filter(p -> p.type().equals("Hello")).toList();
      }
      for (String prefix : List.of("", "Aleg.", "Bleg.", "Aleg2.", "Bleg2.")) {
        if (section.values().containsKey(prefix + "s0")) {
          String initiator = section.values().get(prefix + "initiator");
          exchanges.add(ofSection(section, prefix, initiator, packets, secrets));
        }
      }
      section
          .values()
          .forEach((key, value) -> {
            if (key.contains("retained secret") || key.contains("pbxsecret")) {
              secrets.put(value.substring(0, 8), value);
            }
          });
    }
    return exchanges;
  }

  private static RecordedExchange ofSection(
      Section section,
      String prefix,
      String initiator,
      List<Packet> packets,
      Map<String, String> secrets) {
    Map<String, String> values = new LinkedHashMap<>();
    section
        .values()
        .forEach((key, value) -> {
          if (key.startsWith(prefix)) {
            String name = key.substring(prefix.length());
            values.put(
                SCHEMA_NAMES.getOrDefault(
                    name, name.startsWith("ZID") ? name : name.toLowerCase(java.util.Locale.ROOT)),
                value);
          }
        });
    Map<String, String> held = heldBefore(values.getOrDefault("secrets_used", ""), secrets);
    return new RecordedExchange(
        section.title() + " " + prefix,
        message(packets, "Hello", initiator, true),
        message(packets, "Hello", initiator, false),
        message(packets, "Commit", initiator, true),
        values.containsKey("dh_result") ? message(packets, "DHPart1", initiator, false) : null,
        values.containsKey("dh_result") ? message(packets, "DHPart2", initiator, true) : null,
        message(packets, "Confirm1", initiator, false),
        message(packets, "Confirm2", initiator, true),
        Map.of(Role.INITIATOR, held, Role.RESPONDER, held),
        values);
  }

  /** Reads {@code (32, 'f0107a0e', 'dd00f0dd')}: which rs1 and pbxsecret went into s0. */
  private static Map<String, String> heldBefore(String used, Map<String, String> secrets) {
    Map<String, String> held = new HashMap<>();
    String[] parts = used.split("'", -1);
    if (used.startsWith("('psk'")) {
      held.put("rs1", secrets.get(parts[3]));
    } else if (parts.length == 5) {
      if (!parts[1].isEmpty()) {
        held.put("rs1", secrets.get(parts[1]));
      }
      if (!parts[3].isEmpty()) {
        held.put("pbx", secrets.get(parts[3]));
      }
    }
    return held;
  }

  private static Octets message(
      List<Packet> packets, String type, String initiator, boolean fromInitiator) {
    return packets.stream()
        .filter(packet -> packet.type().equals(type))
        .filter(packet -> (fromInitiator ? packet.from() : packet.to()).equals(initiator))
        .map(Packet::message)
        .findFirst()
        .orElseThrow();
  }
}
