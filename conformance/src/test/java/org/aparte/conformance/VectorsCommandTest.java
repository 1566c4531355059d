package org.aparte.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aparte.vectors.TestVector;
import org.aparte.vectors.VectorFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorsCommandTest {

  private static final Path PUBLISHED =
      Path.of("..", "test-vectors", "src", "main", "resources", "org", "aparte", "vectors");

  /** Expected values that the library does not show and nothing can be compared with. */
  private static final Set<String> NOT_SHOWN =
      Set.of("iv_prime", "shared_y", "group_id", "sha224", "sha512");

  @TempDir private Path folder;

  /** A vector of the table, and what is to be said of it. */
  record Form(String name, JsonObject vector, String outcome, String detail) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Form> forms() throws IOException {
    try (Reader reader =
        new InputStreamReader(
            VectorsCommandTest.class.getResourceAsStream("forms.json"), StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader).getAsJsonArray().asList().stream()
          .map(JsonElement::getAsJsonObject)
          .map(form ->
              new Form(
                  form.get("case").getAsString(),
                  form.getAsJsonObject("vector"),
                  form.get("outcome").getAsString(),
                  form.has("detail") ? form.get("detail").getAsString() : ""))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void readsVectorsInManyFormsAndPassesNothingThatItDoesNotUnderstand(Form form)
      throws IOException {
    Run run = run(write("{\"vectors\": [" + form.vector + "]}"));
    assertThat(run.lines().get(0)).startsWith(form.outcome + "  x  ").contains(form.detail);
    assertThat(run.exitCode()).isEqualTo(form.outcome.equals("FAIL") ? 1 : 0);
  }

  @Test
  void allPublishedVectorsPassButThoseOfKindsThatAreNotHere() throws IOException {
    Run run = run(PUBLISHED);
    assertThat(run.linesStarting("FAIL")).isEmpty();
    assertThat(run.linesStarting("pass")).hasSizeGreaterThan(600);
    Set<String> unsupported =
        run.linesStarting("unsupported").stream()
            .map(line -> line.split(" {2}", -1)[2])
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(unsupported)
        .as("further hashes and MACs, and integrity transforms of others")
        .isSubsetOf("hmac-sha1", "skein-512", "srtp");
    assertThat(run.exitCode()).isZero();
  }

  /** Keys and ciphertexts of KEMs as text, and a changed digit in each line of it. */
  @Test
  void readsKemValuesLineByLine() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# keys and ciphertexts");
    for (TestVector vector : VectorFile.resource("kem/published.json").vectors()) {
      String name =
          switch (vector.id()) {
            case "K255-S256" -> "X25519";
            case "K448-S256" -> "X448Sha256";
            case "X1M1-S256" -> "X25519Mlkem512";
            case "X3K3-S512" -> "X448Kyber1024Sha512";
            default -> "";
          };
      if (!name.isEmpty()) {
        lines.add(name + ".sk = " + vector.inputs().text("private_key"));
        lines.add(name + ".ct = " + vector.inputs().text("ciphertext"));
        lines.add(name + ".ss = " + vector.expected().text("shared_secret"));
      }
    }
    assertThat(lines).hasSize(13);
    Path file = folder.resolve("kem.txt");
    Files.write(file, lines);
    Run run = run(folder);
    assertThat(run.linesStarting("pass")).hasSize(4);
    assertThat(run.lines().get(run.lines().size() - 1)).isEqualTo("4 passed, 0 failed");
    for (int i = 1; i < lines.size(); i++) {
      List<String> changed = new ArrayList<>(lines);
      int digit = lines.get(i).indexOf("= ") + 2;
      char other = lines.get(i).charAt(digit) == '0' ? '1' : '0';
      changed.set(i, lines.get(i).substring(0, digit) + other + lines.get(i).substring(digit + 1));
      Files.write(file, changed);
      assertThat(run(file).linesStarting("FAIL")).as(lines.get(i)).hasSize(1);
    }
    Files.writeString(file, "Hqc128.sk = 00\nHqc128.ct = 00\nHqc128.ss = 00\n");
    assertThat(run(file).lines().get(0))
        .startsWith("unsupported  Hqc128  kem  ")
        .contains("Hqc-128");
  }

  @Test
  void lastLinesCountWhatWasUnsupportedPassedAndFailed() throws IOException {
    Path file =
        write(
            """
            {"kind": "hmac-sha1", "vectors": [
              {"id": "right", "inputs": {"key": "4a656665", "data":
                "7768617420646f2079612077616e7420666f72206e6f7468696e673f"},
               "expected": {"mac": "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"}},
              {"id": "wrong", "inputs": {"key": "4a656665", "data": "7768617420"},
               "expected": {"mac": "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"}},
              {"id": "other", "kind": "md5", "inputs": {}, "expected": {}}]}
            """);
    Run run = run(file);
    assertThat(run.lines()).hasSize(6);
    assertThat(run.lines().get(0)).isEqualTo("pass  right  hmac-sha1");
    assertThat(run.lines().get(1)).startsWith("FAIL  wrong  hmac-sha1  MAC is ");
    assertThat(run.lines().get(2)).startsWith("unsupported  other  md5  ");
    assertThat(run.lines().get(3)).isEqualTo("# " + file + ": 1 passed, 1 failed, 1 unsupported");
    assertThat(run.lines().get(4)).isEqualTo("1 unsupported");
    assertThat(run.lines().get(5)).isEqualTo("1 passed, 1 failed");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void failsWhereAFileCannotBeRead() throws IOException {
    assertThat(run(folder.resolve("absent.json")).exitCode()).isEqualTo(1);
    assertThat(run(write("{\"vectors\": [")).exitCode()).isEqualTo(1);
    assertThat(run(folder.resolve(".")).lines().get(0)).startsWith("FAIL");
  }

  @Test
  void saysSoWhereAFileHasNoVectorsOfAKnownForm() throws IOException {
    assertThat(run(write("{\"pairs\": []}")).lines().get(0)).startsWith("unsupported  ");
    assertThat(run(write("{\"vectors\": [3]}")).lines().get(0)).startsWith("unsupported  ");
  }

  /**
   * Every vector that passes has to fail, or at least not to pass, with any expected value changed.
   */
  @ParameterizedTest
  @MethodSource("publishedFiles")
  void noVectorPassesWithAChangedExpectedValue(Path file) throws IOException {
    JsonObject document = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    int changed = 0;
    for (JsonElement element : document.getAsJsonArray("vectors")) {
      JsonObject vector = element.getAsJsonObject();
      JsonObject expected = vector.getAsJsonObject("expected");
      for (String name : List.copyOf(expected.keySet())) {
        JsonElement original = expected.get(name);
        if (NOT_SHOWN.contains(name) || original.equals(new JsonPrimitive(""))) {
          continue;
        }
        expected.add(name, changed(original));
        Run run =
            run(write("{\"kind\":" + document.get("kind") + ",\"vectors\":[" + vector + "]}"));
        assertThat(run.linesStarting("pass")).as("%s of %s", name, vector.get("id")).isEmpty();
        expected.add(name, original);
        changed++;
      }
    }
    assertThat(changed).isPositive();
  }

  static Stream<Path> publishedFiles() throws IOException {
    try (Stream<Path> files = Files.walk(PUBLISHED)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !file.toString().contains("zrtp-") && !file.toString().contains("schema"))
          .toList()
          .stream();
    }
  }

  private static JsonElement changed(JsonElement value) {
    if (value instanceof JsonArray array) {
      JsonArray copy = array.deepCopy();
      copy.set(copy.size() - 1, changed(copy.get(copy.size() - 1)));
      return copy;
    }
    String text = value.getAsString();
    if (!text.matches("[0-9a-f]*")) {
      return new JsonPrimitive(text.equals("malformed") ? "replayed" : "malformed");
    }
    char last = text.charAt(text.length() - 1);
    return new JsonPrimitive(text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0'));
  }

  private Path write(String json) throws IOException {
    return Files.writeString(folder.resolve("vectors.json"), json);
  }

  private static Run run(Path argument) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    int exitCode = VectorsCommand.run(List.of(argument.toString()), stream);
    return new Run(out.toString(StandardCharsets.UTF_8).lines().toList(), exitCode);
  }

  private record Run(List<String> lines, int exitCode) {
    List<String> linesStarting(String word) {
      return lines.stream().filter(line -> line.startsWith(word + "  ")).toList();
    }
  }
}
