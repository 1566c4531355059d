package org.aparte.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a vector, read generously and watched: names may be spelt in several ways, numbers
 * may be JSON numbers or hex, and a field that nobody asked for is remembered, since it may change
 * the meaning of all others.
 *
 * <p>A string that stands for a number is hex, because all files of these forms write it so ({@code
 * "roc": "d462564a"}).
 */
final class CaseFields {

  /** Fields that say something about a vector and nothing about what has to come out. */
  private static final Set<String> REMARKS =
      Set.of(
          "comment",
          "comments",
          "note",
          "notes",
          "description",
          "title",
          "source",
          "provenance",
          "origin",
          "generator",
          "peer",
          "tool",
          "codec",
          "capture",
          "pcap",
          "frame",
          "date",
          "url",
          "rfc",
          "section",
          "official",
          "verified",
          "recomputed",
          "flags",
          "name");

  private final Map<String, JsonElement> values = new LinkedHashMap<>();
  private final Map<String, String> spelling = new HashMap<>();
  private final Set<String> used = new HashSet<>();

  CaseFields(JsonObject object) {
    for (Map.Entry<String, JsonElement> field : object.entrySet()) {
      String name = plain(field.getKey());
      values.put(name, field.getValue());
      spelling.put(name, field.getKey());
    }
  }

  /** Whether one of these names is there, null included. */
  boolean mentions(String... names) {
    return find(names) != null;
  }

  /** Whether one of these names is there and not null. */
  boolean has(String... names) {
    JsonElement value = find(names);
    return value != null && !value.isJsonNull();
  }

  /** The value under the first of these names that is there, or null. */
  @Nullable JsonElement find(String... names) {
    for (String name : names) {
      JsonElement value = values.get(plain(name));
      if (value != null) {
        used.add(plain(name));
        return value;
      }
    }
    return null;
  }

  /** Declares fields as understood that do not change what has to come out. */
  void ignore(String... names) {
    for (String name : names) {
      used.add(plain(name));
    }
  }

  @Nullable String text(String... names) {
    JsonElement value = find(names);
    if (value == null || value.isJsonNull()) {
      return null;
    }
    return require(value.isJsonPrimitive(), value.getAsString(), names, "a string");
  }

  byte[] octets(String... names) {
    byte[] octets = octetsOrNull(names);
    if (octets == null) {
      throw new Unsupported("no field " + names[0]);
    }
    return octets;
  }

  byte @Nullable [] octetsOrNull(String... names) {
    JsonElement value = find(names);
    return value == null || value.isJsonNull() ? null : octetsOf(value, names[0]);
  }

  static byte[] octetsOf(JsonElement value, String name) {
    boolean text = value instanceof JsonPrimitive primitive && primitive.isString();
    if (!text || !Hex.isHex(value.getAsString().replace(" ", ""))) {
      throw new Unsupported(name + " is no octet string: " + abbreviated(value));
    }
    return Hex.parse(value.getAsString().replace(" ", ""));
  }

  /** A number that is not negative, or {@code whenAbsent}. */
  long number(long whenAbsent, String... names) {
    JsonElement value = find(names);
    if (value == null || value.isJsonNull()) {
      return whenAbsent;
    }
    try {
      return numberOf(value);
    } catch (NumberFormatException | ArithmeticException | UnsupportedOperationException e) {
      throw new Unsupported(names[0] + " is no number: " + abbreviated(value));
    }
  }

  private static long numberOf(JsonElement value) {
    JsonPrimitive primitive = value.getAsJsonPrimitive();
    if (primitive.isNumber()) {
      long number = primitive.getAsBigDecimal().longValueExact();
      if (number < 0) {
        throw new NumberFormatException("negative");
      }
      return number;
    }
    String text = primitive.getAsString();
    return Long.parseLong(text.startsWith("0x") ? text.substring(2) : text, 16);
  }

  /** True or false in any of their usual spellings, or {@code whenAbsent}. */
  boolean bool(boolean whenAbsent, String... names) {
    String text = text(names);
    if (text == null) {
      return whenAbsent;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off" -> false;
      default -> throw new Unsupported(names[0] + " is neither true nor false: " + text);
    };
  }

  /** A list of small numbers; empty when absent. */
  Set<Integer> numbers(String... names) {
    Set<Integer> numbers = new TreeSet<>();
    JsonElement value = find(names);
    if (value == null || value.isJsonNull()) {
      return numbers;
    }
    require(value.isJsonArray(), value, names, "a list of numbers");
    for (JsonElement element : value.getAsJsonArray()) {
      numbers.add(require(isNumber(element), element, names, "a list of numbers").getAsInt());
    }
    return numbers;
  }

  private static boolean isNumber(JsonElement value) {
    return value instanceof JsonPrimitive primitive && primitive.isNumber();
  }

  /** The elements of a list, a single value as a list of one, or null when absent. */
  @Nullable List<JsonElement> list(String... names) {
    JsonElement value = find(names);
    if (value == null) {
      return null;
    }
    List<JsonElement> list = new ArrayList<>();
    if (value instanceof JsonArray array) {
      array.forEach(list::add);
    } else {
      list.add(value);
    }
    return list;
  }

  /** Throws when a field is left that nobody read and that may mean something. */
  void requireAllUnderstood() {
    for (String name : values.keySet()) {
      if (!used.contains(name) && !REMARKS.contains(name)) {
        throw new Unsupported("field " + spelling.get(name) + " is not understood");
      }
    }
  }

  private static <T> T require(boolean holds, T value, String[] names, String what) {
    if (!holds) {
      throw new Unsupported(names[0] + " is not " + what);
    }
    return value;
  }

  private static String abbreviated(JsonElement value) {
    String text = value.toString();
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }
}
