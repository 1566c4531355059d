package org.aparte.vectors;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The fields of one JSON object, each read as the type that the caller expects.
 *
 * <p>Every getter throws {@link VectorFormatException} when the field is absent or of another type.
 * Fields that nobody asks for do no harm.
 */
public final class Fields {

  private final String place;
  private final JsonObject object;

  Fields(String place, JsonObject object) {
    this.place = place;
    this.object = object;
  }

  /** The names of all fields, in the order of the file. */
  public Set<String> names() {
    return Set.copyOf(object.keySet());
  }

  /** Whether the field is there and not null. */
  public boolean has(String name) {
    return object.has(name) && !object.get(name).isJsonNull();
  }

  /** A string. */
  public String text(String name) {
    return asText(at(name), get(name));
  }

  /** A string, or the given one where the field is absent. */
  public String text(String name, String whenAbsent) {
    return has(name) ? text(name) : whenAbsent;
  }

  /** An octet string, written in hex digits of either case. */
  public byte[] octets(String name) {
    return asOctets(at(name), get(name));
  }

  /** An octet string, or the empty one where the field is absent. */
  public byte[] octetsOrEmpty(String name) {
    return has(name) ? octets(name) : new byte[0];
  }

  /** An integer of 32 bits. */
  public int integer(String name) {
    return asInteger(at(name), get(name));
  }

  /** An integer of 64 bits. */
  public long longInteger(String name) {
    return asLong(at(name), get(name));
  }

  /** An integer of 64 bits, or the given one where the field is absent. */
  public long longInteger(String name, long whenAbsent) {
    return has(name) ? longInteger(name) : whenAbsent;
  }

  /** True or false. */
  public boolean bool(String name) {
    return asBool(at(name), get(name));
  }

  /** True or false, or the given one where the field is absent. */
  public boolean bool(String name, boolean whenAbsent) {
    return has(name) ? bool(name) : whenAbsent;
  }

  /** The fields of an object. */
  public Fields fields(String name) {
    return asFields(at(name), get(name));
  }

  /** A list of strings; empty where the field is absent. */
  public List<String> texts(String name) {
    return list(name, Fields::asText);
  }

  /** A list of octet strings; empty where the field is absent. */
  public List<byte[]> octetsList(String name) {
    return list(name, Fields::asOctets);
  }

  /** A list of integers; empty where the field is absent. */
  public List<Integer> integers(String name) {
    return list(name, Fields::asInteger);
  }

  /** A list of objects; empty where the field is absent. */
  public List<Fields> fieldsList(String name) {
    return list(name, Fields::asFields);
  }

  private <T> List<T> list(String name, BiFunction<String, JsonElement, T> convert) {
    if (!has(name)) {
      return List.of();
    }
    if (!(get(name) instanceof JsonArray array)) {
      throw wrong(at(name), "a list", get(name));
    }
    List<T> values = new ArrayList<>();
    for (JsonElement element : array) {
      values.add(convert.apply(at(name) + "[" + values.size() + "]", element));
    }
    return List.copyOf(values);
  }

  private JsonElement get(String name) {
    if (!has(name)) {
      throw new VectorFormatException(at(name) + " is missing");
    }
    return object.get(name);
  }

  private String at(String name) {
    return place + ": " + name;
  }

  private static String asText(String place, JsonElement value) {
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw wrong(place, "a string", value);
    }
    return value.getAsString();
  }

  private static byte[] asOctets(String place, JsonElement value) {
    String hex = asText(place, value);
    byte[] octets = new byte[hex.length() / 2];
    for (int i = 0; i < hex.length(); i++) {
      int digit = Character.digit(hex.charAt(i), 16);
      if (digit < 0 || hex.length() % 2 != 0) {
        throw wrong(place, "an even number of hex digits", value);
      }
      octets[i / 2] = (byte) (octets[i / 2] << 4 | digit);
    }
    return octets;
  }

  private static int asInteger(String place, JsonElement value) {
    long number = asLong(place, value);
    if ((int) number != number) {
      throw wrong(place, "an integer of 32 bits", value);
    }
    return (int) number;
  }

  private static long asLong(String place, JsonElement value) {
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      throw wrong(place, "an integer", value);
    }
    try {
      return value.getAsBigDecimal().longValueExact();
    } catch (ArithmeticException e) {
      throw wrong(place, "an integer of 64 bits", value);
    }
  }

  private static boolean asBool(String place, JsonElement value) {
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
      throw wrong(place, "true or false", value);
    }
    return value.getAsBoolean();
  }

  private static Fields asFields(String place, JsonElement value) {
    if (!value.isJsonObject()) {
      throw wrong(place, "an object", value);
    }
    return new Fields(place, value.getAsJsonObject());
  }

  private static VectorFormatException wrong(String place, String what, JsonElement value) {
    return new VectorFormatException(place + " has to be " + what + ", not " + value);
  }

  /** The place in the file, and the object as JSON. */
  @Override
  public String toString() {
    return place + " " + object;
  }
}
