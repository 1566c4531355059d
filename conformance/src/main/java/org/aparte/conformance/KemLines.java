package org.aparte.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with KEM values, one a line: {@code NAME.sk = HEX}, and likewise {@code pk}, {@code ct} and
 * {@code ss}. The name says which mechanisms are combined, and with which hash: {@code
 * X25519Mlkem512}, {@code X448Kyber1024Sha512}; SHA-256 where it says none.
 */
final class KemLines {

  private static final Pattern LINE =
      Pattern.compile("(?m)^([A-Za-z0-9_-]+)\\.(sk|pk|ct|ss)\\s*=\\s*([0-9A-Fa-f]*)\\s*$");

  private static final Pattern WORD =
      Pattern.compile(
          "(?i)(X25519|X448)|(ML-?KEM|Kyber|HQC|FrodoKEM|McEliece)-?([0-9]+)|SHA-?([0-9]+)");

  private static final Map<String, String> FIELDS =
      Map.of(
          "sk", "private_key",
          "ct", "ciphertext",
          "pk", "public_key",
          "ss", "shared_secret");

  private KemLines() {}

  /** Whether a text has such lines. */
  static boolean areIn(String text) {
    return LINE.matcher(text).find();
  }

  /** One vector for each name. */
  static List<VectorCase> cases(String text) {
    Map<String, JsonObject> byName = new LinkedHashMap<>();
    Matcher line = LINE.matcher(text);
    while (line.find()) {
      byName
          .computeIfAbsent(line.group(1), name -> new JsonObject())
          .addProperty(FIELDS.get(line.group(2)), line.group(3));
    }
    List<VectorCase> cases = new ArrayList<>();
    byName.forEach((name, fields) -> cases.add(caseOf(name, fields)));
    return cases;
  }

  private static VectorCase caseOf(String name, JsonObject fields) {
    JsonObject inputs = new JsonObject();
    JsonObject expected = new JsonObject();
    for (String field : fields.keySet()) {
      boolean given = field.equals("private_key") || field.equals("ciphertext");
      (given ? inputs : expected).add(field, fields.get(field));
    }
    addMeaning(name, inputs);
    JsonObject vector = new JsonObject();
    vector.add("expected", expected);
    return new VectorCase(name, "kem", new CaseFields(inputs), Expectation.of(vector));
  }

  private static void addMeaning(String name, JsonObject inputs) {
    JsonArray mechanisms = new JsonArray();
    String hash = "S256";
    int end = 0;
    Matcher word = WORD.matcher(name);
    while (word.find() && word.start() == end) {
      end = word.end();
      if (word.group(4) != null) {
        hash = "S" + word.group(4);
      } else if (word.group(1) != null) {
        mechanisms.add(word.group(1).toUpperCase(Locale.ROOT));
      } else {
        mechanisms.add(mechanism(word.group(2), word.group(3)));
      }
    }
    if (end != name.length()) {
      mechanisms.add(name.substring(end)); // nobody knows it, and the verdict says so
    }
    inputs.add("mechanisms", mechanisms);
    inputs.addProperty("hash", hash);
  }

  private static String mechanism(String family, String size) {
    return switch (family.toLowerCase(Locale.ROOT)) {
      case "mlkem", "ml-kem" -> "ML-KEM-" + size;
      case "kyber" -> "Kyber" + size;
      default -> family + "-" + size;
    };
  }
}
