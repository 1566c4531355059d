package org.aparte.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aparte.vectors.EngineFile;
import org.aparte.vectors.VectorFormatException;

/**
 * The vectors of one file, in any of the forms that are known:
 *
 * <ul>
 *   <li>{@code vectors[]} with {@code inputs} and {@code expected}: our own schemas, and
 *       packet-level files whose vectors name their kind themselves;
 *   <li>{@code vectors[]} without {@code inputs}: values as RFCs print them ({@link PrintedForm});
 *   <li>{@code channels[]}: a recorded ZRTP exchange, one vector for each channel;
 *   <li>{@code cases[]}: what two ends chose of each other's Hello;
 *   <li>text with packets and values of an engine, which is told in that form ({@link EngineFile});
 *   <li>text with the keys and ciphertexts of KEMs ({@link KemLines}).
 * </ul>
 */
final class VectorDocument {

  private VectorDocument() {}

  /**
   * Reads a file; the list is empty when it has none of the forms.
   *
   * @throws IOException when it cannot be read, or is no JSON
   */
  static List<VectorCase> read(Path file) throws IOException {
    if (file.toString().endsWith(".txt")) {
      return engineCases(file);
    }
    JsonElement root;
    try (Reader reader = Files.newBufferedReader(file)) {
      root = JsonParser.parseReader(reader);
    } catch (JsonParseException e) {
      throw new IOException("no JSON: " + e.getMessage(), e);
    }
    String fileName = String.valueOf(file.getFileName()).replaceAll("\\.json$", "");
    return casesOf(root, fileName);
  }

  private static List<VectorCase> engineCases(Path file) throws IOException {
    List<VectorCase> cases = new ArrayList<>();
    try {
      String text = Files.readString(file);
      if (KemLines.areIn(text)) {
        return KemLines.cases(text);
      }
      for (JsonObject document : EngineFile.parse(text).handshakes()) {
        cases.addAll(casesOf(document, ""));
      }
    } catch (VectorFormatException | CharacterCodingException e) {
      throw new IOException(e.getMessage(), e);
    }
    return cases;
  }

  static List<VectorCase> casesOf(JsonElement root, String fileName) {
    List<VectorCase> cases = new ArrayList<>();
    if (root instanceof JsonArray array) {
      addAll(cases, array, "", fileName);
    } else if (root instanceof JsonObject object) {
      if (object.get("vectors") instanceof JsonArray array) {
        addAll(cases, array, textOf(object, "kind", ""), fileName);
      } else if (object.get("channels") instanceof JsonArray channels) {
        addChannels(cases, object, channels, fileName);
      } else if (object.get("cases") instanceof JsonArray choices) {
        addChoices(cases, choices, fileName);
      } else if (object.has("inputs")) {
        cases.add(caseOf(object, textOf(object, "kind", ""), fileName));
      }
    }
    return cases;
  }

  private static void addAll(
      List<VectorCase> cases, JsonArray vectors, String kindOfFile, String fileName) {
    for (JsonElement vector : vectors) {
      String number = fileName + "#" + (cases.size() + 1);
      if (vector instanceof JsonObject object) {
        cases.add(caseOf(object, textOf(object, "kind", kindOfFile), number));
      } else {
        cases.add(new VectorCase(number, "unknown", new CaseFields(new JsonObject()), nothing()));
      }
    }
  }

  private static VectorCase caseOf(JsonObject vector, String kind, String otherwiseId) {
    String id = textOf(vector, "id", otherwiseId);
    if (vector.get("inputs") instanceof JsonObject inputs) {
      JsonObject all = inputs.deepCopy();
      // What stands beside the inputs may matter as much as they do.
      for (String name : vector.keySet()) {
        if (!MEMBERS.contains(name) && !all.has(name)) {
          all.add(name, vector.get(name));
        }
      }
      return new VectorCase(id, kind, new CaseFields(all), Expectation.of(vector));
    }
    return PrintedForm.caseOf(id, kind, vector);
  }

  /** Members of a vector that are read elsewhere. */
  private static final List<String> MEMBERS =
      List.of(
          "id",
          "kind",
          "inputs",
          "expected",
          "expect",
          "output",
          "result",
          "valid",
          "error",
          "reason",
          "expected_error",
          "expect_error",
          "status",
          "outcome",
          "verdict",
          "fail",
          "reject",
          "refuse");

  private static void addChannels(
      List<VectorCase> cases, JsonObject document, JsonArray channels, String fileName) {
    String name = textOf(document, "name", fileName);
    for (int i = 0; i < channels.size(); i++) {
      JsonObject inputs = new JsonObject();
      inputs.add("document", document);
      inputs.addProperty("channel", i);
      cases.add(
          new VectorCase(
              channels.size() == 1 ? name : name + "#" + (i + 1),
              "zrtp-handshake",
              new CaseFields(inputs),
              nothing()));
    }
  }

  private static void addChoices(List<VectorCase> cases, JsonArray choices, String fileName) {
    for (JsonElement choice : choices) {
      String number = fileName + "#" + (cases.size() + 1);
      boolean known = choice instanceof JsonObject object && object.has("hello_a");
      cases.add(
          new VectorCase(
              number,
              known ? "algorithm-choice" : "unknown",
              new CaseFields(known ? (JsonObject) choice : new JsonObject()),
              nothing()));
    }
  }

  private static Expectation nothing() {
    return new Expectation(null, null, false);
  }

  private static String textOf(JsonObject object, String name, String otherwise) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : otherwise;
  }
}
