package org.aparte.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.message.MessageType;
import org.aparte.zrtp.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * One channel of a recorded exchange, read generously: any field may be missing, one of another
 * type is a finding, and those that nobody asked for are remembered.
 */
final class RecordedChannel {

  /** One element of {@code packets}: who sent it, and all of it. */
  record Packet(int index, String from, Octets datagram) {}

  /**
   * A whole message on the wire.
   *
   * @param number that of the packet with which it was complete
   */
  record Sent(int number, String from, Octets message) {

    boolean isOf(MessageType type) {
      return message.length() >= TYPE_END
          && message.slice(TYPE_OFFSET, TYPE_END).equals(type.block());
    }
  }

  private static final int TYPE_OFFSET = 4;
  private static final int TYPE_END = 12;

  private final JsonObject json;
  private final Findings findings;
  private final Set<String> asked = new HashSet<>();
  private final List<Packet> packets = new ArrayList<>();
  private final List<Sent> messages;

  RecordedChannel(JsonObject json, Findings findings) {
    this.json = json;
    this.findings = findings;
    for (JsonElement element : list("packets")) {
      readPacket(element);
    }
    messages = RecordedFragment.messages(packets);
  }

  private void readPacket(JsonElement element) {
    int index = packets.size();
    JsonObject packet = element instanceof JsonObject object ? object : new JsonObject();
    Octets datagram = octets(packet, "zrtp", "packets[" + index + "].zrtp");
    String from = text(packet, "from");
    packets.add(
        new Packet(index, from == null ? "" : from, datagram == null ? Octets.EMPTY : datagram));
  }

  /** Whether a field is there and not null. */
  boolean has(String name) {
    asked.add(name);
    return json.has(name) && !json.get(name).isJsonNull();
  }

  /** A string, or null where it is missing. */
  @Nullable String text(String name) {
    return has(name) ? text(json, name) : null;
  }

  /** True or false, or null where it is missing. */
  @Nullable Boolean bool(String name) {
    return has(name) && json.get(name) instanceof JsonPrimitive value && value.isBoolean()
        ? (Boolean) value.getAsBoolean()
        : null;
  }

  /** Octets, or null where they are missing or no hex. */
  @Nullable Octets octets(String name) {
    return has(name) ? octets(json, name, name) : null;
  }

  /** Octets to be owned by the caller, or null where they are missing, empty or no hex. */
  @Nullable SecretBytes secret(String name) {
    return has(name) ? secret(json, name) : null;
  }

  /** A secret that a side held before the exchange; of the names the first that is there. */
  @Nullable SecretBytes retained(Role role, String... names) {
    if (!has("retained") || !(json.get("retained") instanceof JsonObject both)) {
      return null;
    }
    String side = role == Role.INITIATOR ? "initiator" : "responder";
    if (both.get(side) instanceof JsonObject held) {
      for (String name : names) {
        if (held.has(name)) {
          return secret(held, name);
        }
      }
    }
    return null;
  }

  /** The names of the secrets that a side held, as the file has them. */
  Set<String> retainedNames(Role role) {
    String side = role == Role.INITIATOR ? "initiator" : "responder";
    return has("retained")
            && json.get("retained") instanceof JsonObject both
            && both.get(side) instanceof JsonObject held
        ? held.keySet()
        : Set.of();
  }

  /** A list, empty where it is missing. */
  List<JsonElement> list(String name) {
    return has(name) && json.get(name) instanceof JsonArray array ? array.asList() : List.of();
  }

  /** A list of strings, empty where it is missing; what is no string is shown as it is. */
  List<String> texts(String name) {
    return list(name).stream()
        .map(element ->
            element instanceof JsonPrimitive text ? text.getAsString() : element.toString())
        .toList();
  }

  /** All packets, in the order of the wire. */
  List<Packet> packets() {
    return packets;
  }

  /** All messages, in the order in which they were complete on the wire. */
  List<Sent> messages() {
    return messages;
  }

  /** The fields that nobody asked for. */
  List<String> unknownFields() {
    return json.keySet().stream().filter(name -> !asked.contains(name)).toList();
  }

  /** The side, A or B, that has a role; null where neither the file nor a packet says. */
  @Nullable String side(Role role) {
    String initiator = text("initiator");
    if (initiator == null) {
      for (Sent sent : messages) {
        if (sent.isOf(MessageType.CONFIRM2) || sent.isOf(MessageType.DH_PART2)) {
          initiator = sent.from;
        }
      }
    }
    if (initiator == null || role == Role.INITIATOR) {
      return initiator;
    }
    for (Packet packet : packets) {
      if (!packet.from.equals(initiator)) {
        return packet.from;
      }
    }
    return initiator.equals("A") ? "B" : initiator.equals("B") ? "A" : null;
  }

  /** The role of a side; null where roles are unknown, or it is neither side. */
  @Nullable Role roleOf(@Nullable String side) {
    String initiator = side(Role.INITIATOR);
    if (side == null || initiator == null) {
      return null;
    }
    if (side.equals(initiator)) {
      return Role.INITIATOR;
    }
    String responder = side(Role.RESPONDER);
    return responder == null || side.equals(responder) ? Role.RESPONDER : null;
  }

  /** The role of the sender that an object names; else says what is wrong. */
  @Nullable Role sender(JsonObject object, String name) {
    String from = text(object, "from");
    Role role = roleOf(from);
    if (role == null && from != null && side(Role.INITIATOR) != null) {
      findings.fail(name + ".from", "is neither side: " + from);
    } else if (role == null) {
      findings.missing(name + ".from");
    }
    return role;
  }

  /** A message by its field, or else by the packets of its sender; null where it is in neither. */
  @Nullable Octets message(String field, MessageType type, Role sender) {
    Octets octets = octets(field);
    if (octets != null && octets.length() > 0) {
      return octets;
    }
    String side = side(sender);
    for (Sent sent : messages) {
      if (sent.from.equals(side) && sent.isOf(type)) {
        return sent.message;
      }
    }
    return null;
  }

  @Nullable Octets hello(Role role) {
    return message("hello_" + letter(role), MessageType.HELLO, role);
  }

  @Nullable Octets commit() {
    return message("commit", MessageType.COMMIT, Role.INITIATOR);
  }

  @Nullable Octets dhPart(Role role) {
    return role == Role.INITIATOR
        ? message("dhpart2", MessageType.DH_PART2, role)
        : message("dhpart1", MessageType.DH_PART1, role);
  }

  @Nullable Octets confirm(Role role) {
    return role == Role.INITIATOR
        ? message("confirm2", MessageType.CONFIRM2, role)
        : message("confirm1", MessageType.CONFIRM1, role);
  }

  /** Compares a field with the octets computed for it, if it is there. */
  void compare(String field, Octets actual) {
    if (!has(field)) {
      findings.missing(field);
      return;
    }
    Octets expected = octets(field);
    if (expected != null) {
      findings.compare(field, expected.toString(), actual.toString());
    }
  }

  /** Compares a field with a secret computed for it, if it is there. */
  void compare(String field, SecretBytes actual) {
    compare(field, Octets.of(actual.expose()));
  }

  /** The eight characters of a message's type, without trailing spaces. */
  static String typeOf(Octets message) {
    return message.length() < TYPE_END
        ? ""
        : new String(message.slice(TYPE_OFFSET, TYPE_END).toArray(), StandardCharsets.ISO_8859_1)
            .trim();
  }

  /** The letter that marks the fields of a role. */
  static String letter(Role role) {
    return role == Role.INITIATOR ? "i" : "r";
  }

  static @Nullable String text(JsonObject object, String name) {
    return object.get(name) instanceof JsonPrimitive value ? value.getAsString() : null;
  }

  /** Octets of another object, under the name that findings give them. */
  @Nullable Octets octets(JsonObject object, String name, String shownAs) {
    String hex = text(object, name);
    if (hex == null) {
      return null;
    }
    if (!Hex.isHex(hex)) {
      findings.fail(shownAs, "is no octet string: " + hex);
      return null;
    }
    return Octets.of(Hex.parse(hex));
  }

  private @Nullable SecretBytes secret(JsonObject object, String name) {
    Octets octets = octets(object, name, name);
    return octets == null || octets.length() == 0 ? null : SecretBytes.takeOver(octets.toArray());
  }
}
