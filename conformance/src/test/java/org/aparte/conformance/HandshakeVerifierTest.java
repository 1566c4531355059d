package org.aparte.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.aparte.trace.Requirement;
import org.aparte.vectors.EngineFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded exchanges: what holds passes, and no changed value does. */
class HandshakeVerifierTest {

  private static final Path VECTORS =
      Path.of("..", "test-vectors", "src", "main", "resources", "org", "aparte", "vectors");

  private static final Path RECORDED = VECTORS.resolve("zrtp-handshakes");
  private static final Path POST_QUANTUM = VECTORS.resolve("zrtp-post-quantum");
  private static final Path DERIVED = VECTORS.resolve("zrtp-exchanges");

  /** What was recorded and cannot be derived from anything. */
  private static final Set<String> NOT_DERIVED = Set.of("checks_failed");

  static Stream<Path> recordedFiles() throws IOException {
    return Stream.concat(files(RECORDED), files(POST_QUANTUM));
  }

  static Stream<Path> derivedFiles() throws IOException {
    return files(DERIVED);
  }

  private static Stream<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("recordedFiles")
  @Requirement({
    "Z-5-07",
    "Z-5-08",
    "Z-5.1.1-01",
    "Z-8.1-01",
    "Z-8.1.1-02",
    "Z-8.1.1-05",
    "Z-9-01",
    "Z-9-02",
    "Z-4.3-04",
    "Z-4.3-05",
    "Z-4.3.1-03",
    "Z-4.4.1.4-05",
    "Z-4.4.3.2-03",
    "Z-4.5.3-06"
  })
  void everyValueOfARecordedExchangeIsDerivedAgain(Path file) {
    for (Verdict verdict : verify(read(file))) {
      assertThat(verdict.outcome()).as(verdict.detail()).isEqualTo(Verdict.Outcome.PASS);
      assertThat(verdict.detail()).doesNotContain("unknown fields");
    }
  }

  /** Both have it from the RFC, each by itself. */
  @ParameterizedTest
  @MethodSource("derivedFiles")
  @Requirement({
    "Z-4.4.2.2-03", "Z-4.4.2.2-04", "Z-4.4.2.2-05", "Z-4.4.2.3-01", "Z-4.4.2.3-02", "Z-4.4.2.4-01",
    "Z-4.4.2.4-02", "Z-4.4.2.4-03", "Z-4.4.2.4-05", "Z-4.7.2-02", "Z-4.7.2-08", "Z-4.7.2.1-05",
    "Z-5.1.2.1-01", "Z-5.1.2.1-03", "Z-5.1.5-13", "Z-5.1.5-14", "Z-7.3.1-01"
  })
  void libraryAndDerivingProgramAgreeOnEveryValue(Path file) {
    for (Verdict verdict : verify(read(file))) {
      assertThat(verdict.outcome()).as(verdict.detail()).isEqualTo(Verdict.Outcome.PASS);
      assertThat(verdict.detail()).doesNotContain("unknown", "for want of", "departs");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu-zrtp.txt", "libzrtp.txt"})
  @Requirement({"Z-5.13-06", "Z-7.3.1-01", "Z-4.7.2.1-05", "Z-4.4.2.2-03", "Z-4.3-09"})
  void exchangesOfFurtherEnginesAreDerivedAgain(String name) throws IOException {
    List<VectorCase> cases = VectorDocument.read(VECTORS.resolve("zrtp-engines").resolve(name));
    assertThat(cases).hasSize(name.startsWith("gnu") ? 5 : 14);
    for (VectorCase exchange : cases) {
      Verdict verdict = Verifiers.verify(exchange);
      assertThat(verdict.outcome()).as(verdict.detail()).isEqualTo(Verdict.Outcome.PASS);
      assertThat(verdict.detail()).doesNotContain("unknown");
    }
  }

  /** Each line {@code key = HEX} of an engine file that has to matter, with one digit changed. */
  @ParameterizedTest
  @ValueSource(strings = {"gnu-zrtp.txt", "libzrtp.txt"})
  void noEngineFilePassesWithAValueChanged(String name) throws IOException {
    String text = Files.readString(VECTORS.resolve("zrtp-engines").resolve(name));
    List<String> lines = new ArrayList<>(text.lines().toList());
    int changed = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.matches("(?!#|lib\\.).* = [0-9a-f]{8,}") || ofMultistream(lines, i)) {
        continue;
      }
      if (changed++ % 7 == 0) { // a seventh of them, for the time that it takes
        lines.set(i, line.substring(0, line.length() - 1) + other(line.charAt(line.length() - 1)));
        assertThat(
                EngineFile.parse(String.join("\n", lines)).handshakes().stream()
                    .flatMap(document -> verify(document).stream()))
            .as(line)
            .anyMatch(verdict -> verdict.outcome() == Verdict.Outcome.FAIL);
        lines.set(i, line);
      }
    }
    assertThat(changed).isGreaterThan(100);
  }

  /** A new rs1 that libzrtp notes in Multistream mode, where the RFC has none. */
  private static boolean ofMultistream(List<String> lines, int line) {
    return lines.get(line).startsWith("retained secret")
        && lines.subList(Math.max(0, line - 20), line).contains("ka = Mult");
  }

  /** One place of a document, and how to put a value there. */
  private record Place(String name, JsonElement value, Consumer<JsonElement> setter) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zrtp-handshakes/bz_X255_S384_AES3_HS80_B32",
        "zrtp-handshakes/bz_cache_call3_rs2match",
        "zrtp-handshakes/linphone_video",
        "zrtp-post-quantum/pq_X1M1_S512_AES3_GCM",
        "zrtp-post-quantum/pq_X3M3_mtuA600_B1452",
        "zrtp-post-quantum/pq_goclear_DH3k_S256",
        "zrtp-post-quantum/pq_mult2_K255_S256_AES1",
        "zrtp-exchanges/goclear_and_back",
        "zrtp-exchanges/preshared_rs1_aux_pbx",
        "zrtp-exchanges/SKN2_2FS1_SK32_E255_B32"
      })
  void noExchangePassesWithAnOctetOfAnyFieldChanged(String name) {
    JsonObject document = read(VECTORS.resolve(name + ".json"));
    List<Place> places = new ArrayList<>();
    collect("channels", document.get("channels"), places);
    int changed = 0;
    for (Place place : places) {
      JsonElement other = changed(place.value, changed++ % 2 == 0);
      place.setter.accept(other);
      assertThat(verify(document))
          .as("%s: %s instead of %s", place.name, other, place.value)
          .anyMatch(verdict -> verdict.outcome() == Verdict.Outcome.FAIL);
      place.setter.accept(place.value);
    }
    assertThat(changed).isGreaterThan(70);
    assertThat(verify(document)).allMatch(Verdict::passed);
  }

  /** All leaves, but for those that hold nothing derived and for samples that are no media. */
  private static void collect(String name, JsonElement element, List<Place> places) {
    if (element instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        add(name + "[" + i + "]", array.get(i), value -> array.set(index, value), places);
      }
    } else if (element instanceof JsonObject object && !isNoMedia(object)) {
      for (String field : List.copyOf(object.keySet())) {
        if (!NOT_DERIVED.contains(field)) {
          add(name + "." + field, object.get(field), value -> object.add(field, value), places);
        }
      }
    }
  }

  private static void add(
      String name, JsonElement value, Consumer<JsonElement> setter, List<Place> places) {
    if (value.isJsonPrimitive()) {
      places.add(new Place(name, value, setter));
    } else {
      collect(name, value, places);
    }
  }

  private static boolean isNoMedia(JsonObject object) {
    return object.has("srtp") && !object.get("srtp").getAsString().startsWith("8");
  }

  /** The value with its first, or else its last, octet changed. */
  private static JsonElement changed(JsonElement value, boolean first) {
    JsonPrimitive primitive = value.getAsJsonPrimitive();
    if (primitive.isBoolean()) {
      return new JsonPrimitive(!primitive.getAsBoolean());
    }
    if (primitive.isNumber()) {
      return new JsonPrimitive(primitive.getAsInt() + 1);
    }
    String text = primitive.getAsString();
    if (text.isEmpty()) {
      return new JsonPrimitive("00");
    }
    int last = text.length() - 1;
    return new JsonPrimitive(
        first
            ? other(text.charAt(0)) + text.substring(1)
            : text.substring(0, last) + other(text.charAt(last)));
  }

  private static char other(char character) {
    return character == '0' ? '1' : '0';
  }

  @Test
  void aFieldThatIsMissingIsNotCheckedAndSaidSo() {
    JsonObject document = read(RECORDED.resolve("bz_multistream_DH3k.json"));
    for (JsonElement element : document.getAsJsonArray("channels")) {
      JsonObject channel = element.getAsJsonObject();
      for (String field : List.copyOf(channel.keySet())) {
        JsonElement value = channel.remove(field);
        assertThat(verify(document))
            .as("without %s", field)
            .allMatch(Verdict::passed)
            .noneMatch(verdict -> verdict.detail().contains("exception"));
        channel.add(field, value);
      }
    }
    JsonObject channel = document.getAsJsonArray("channels").get(0).getAsJsonObject();
    List.of("dh_private_i", "srtp_sample", "sashash").forEach(channel::remove);
    assertThat(verify(document).get(0).detail())
        .contains("; not checked, for want of them in the file: dh_private_i, sashash")
        .contains("; not checked: srtp_sample (none");
  }

  /** Of a component, a seed or a fragment too; and an empty list of them is no list. */
  @Test
  void whatIsMissingInKemModeIsNotCheckedAndSaidSo() {
    JsonObject document = read(POST_QUANTUM.resolve("pq_X3M3_mtuA600_B1452.json"));
    JsonObject channel = document.getAsJsonArray("channels").get(0).getAsJsonObject();
    for (String field : List.copyOf(channel.keySet())) {
      JsonElement value = channel.remove(field);
      Verdict verdict = verify(document).get(0);
      assertThat(verdict.passed()).as("without %s: %s", field, verdict.detail()).isTrue();
      channel.add(field, value);
    }
    for (JsonElement element : channel.getAsJsonArray("kem_components")) {
      JsonObject component = element.getAsJsonObject();
      for (String field : List.copyOf(component.keySet())) {
        JsonElement value = component.remove(field);
        Verdict verdict = verify(document).get(0);
        assertThat(verdict.passed()).as("without %s: %s", field, verdict.detail()).isTrue();
        component.add(field, value);
      }
    }
    List.of("kem_private_key", "kem_components", "fragments").forEach(channel::remove);
    assertThat(verify(document).get(0).detail())
        .contains("for want of them in the file: fragments, kem_private_key, kem_components")
        .contains("not checked: encapsulation")
        .contains("dh_result (no private key): taken as it is");
  }

  /** A key agreement that is not here is named, and whatever else the file has: never green. */
  @ParameterizedTest
  @ValueSource(strings = {"HQD1", "X1H1", "XKR3", "NEW1"})
  void unknownKeyAgreementsAreUnsupportedByName(String code) {
    JsonObject document = read(POST_QUANTUM.resolve("pq_MLK1_S512_AES3_GCM.json"));
    JsonObject channel = document.getAsJsonArray("channels").get(0).getAsJsonObject();
    StringBuilder commit = new StringBuilder(channel.get("commit").getAsString());
    StringBuilder hex = new StringBuilder();
    code.chars().forEach(character -> hex.append(String.format("%02x", character)));
    commit.replace(2 * 68, 2 * 72, hex.toString());
    channel.addProperty("commit", commit.toString());
    channel.getAsJsonArray("algs").set(3, new JsonPrimitive(code));
    assertThat(verify(document).get(0).outcome()).isEqualTo(Verdict.Outcome.UNSUPPORTED);
    assertThat(verify(document).get(0).detail()).contains("key agreement " + code);
  }

  @Test
  void whatDependsOnNothingInTheFileIsNotChecked() {
    JsonObject document = read(RECORDED.resolve("bz_cache_call1.json"));
    JsonObject channel = document.getAsJsonArray("channels").get(0).getAsJsonObject();
    List.of("dh_private_i", "dh_private_r", "dh_result").forEach(channel::remove);
    Verdict verdict = verify(document).get(0);
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.detail()).contains("not checked").contains("s0 and all that follows");
    for (String field : List.copyOf(channel.keySet())) {
      channel.remove(field);
    }
    assertThat(verify(document).get(0).outcome()).isEqualTo(Verdict.Outcome.UNSUPPORTED);
  }

  /** A file may say anything anywhere. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "zrtp-handshakes/bz_X255_S256_AES1_HS32_B256",
        "zrtp-post-quantum/pq_X3M3_mtuA600_B1452"
      })
  void aValueOfAnotherTypeIsNeverAnException(String name) {
    JsonObject document = read(VECTORS.resolve(name + ".json"));
    JsonObject channel = document.getAsJsonArray("channels").get(0).getAsJsonObject();
    JsonArray list = new JsonArray();
    list.add(new JsonObject());
    list.add(JsonNull.INSTANCE);
    for (JsonElement wrong :
        List.of(
            JsonNull.INSTANCE,
            new JsonPrimitive(7),
            new JsonPrimitive(true),
            new JsonPrimitive("zz"),
            new JsonPrimitive("505a0003"),
            new JsonObject(),
            new JsonArray(),
            list)) {
      for (String field : List.copyOf(channel.keySet())) {
        JsonElement value = channel.get(field);
        channel.add(field, wrong);
        assertThat(verify(document).get(0).detail())
            .as("%s = %s", field, wrong)
            .doesNotContain("exception");
        channel.add(field, value);
      }
    }
  }

  @Test
  void aWrongValueIsReportedWithWhatItIsAndWhatWasExpected() {
    JsonObject document = read(RECORDED.resolve("bz_cache_call1.json"));
    JsonObject channel = document.getAsJsonArray("channels").get(0).getAsJsonObject();
    String right = channel.get("sasvalue").getAsString();
    channel.addProperty("sasvalue", "00000000");
    channel.addProperty("colour", "red");
    Verdict verdict = verify(document).get(0);
    assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.FAIL);
    assertThat(verdict.detail())
        .contains("sasvalue is " + right + ", expected 00000000")
        .contains("unknown fields: colour");
  }

  @Test
  void anIntendedFailureHasToBeTheOneThatTheFileNames() {
    JsonObject document = read(RECORDED.resolve("bz_cache_call1.json"));
    JsonObject channel = document.getAsJsonArray("channels").get(0).getAsJsonObject();
    JsonArray failed = new JsonArray();
    failed.add("zrtp-hash");
    channel.add("checks_failed", failed);
    assertThat(verify(document).get(0).detail()).contains("checks_failed names zrtp-hash, which");
    channel.addProperty("zrtp_hash_i", "1.10 " + "00".repeat(32));
    assertThat(verify(document).get(0).passed()).isTrue();
    channel.addProperty("sasvalue", "00000000");
    assertThat(verify(document).get(0).outcome()).isEqualTo(Verdict.Outcome.FAIL);
  }

  private static JsonObject read(Path file) {
    try {
      return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Verdict> verify(JsonObject document) {
    return VectorDocument.casesOf(document, "test").stream().map(Verifiers::verify).toList();
  }
}
