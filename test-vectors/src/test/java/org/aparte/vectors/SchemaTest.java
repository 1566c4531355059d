package org.aparte.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every published file keeps to the schema of its kind. */
class SchemaTest {

  private static final Path VECTORS = Path.of("src/main/resources/org/aparte/vectors");
  private static final String URN = "urn:aparte:vectors:";

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12, registry -> registry.schemas(SchemaTest::schema));

  private static @Nullable String schema(String urn) {
    if (!urn.startsWith(URN)) {
      return null;
    }
    try {
      String file = urn.substring(URN.length()) + ".schema.json";
      return Files.readString(VECTORS.resolve("schema").resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Path> files() throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(VECTORS)) {
      // Exchanges have a form of their own: one object per call, as it was recorded.
      files =
          tree.filter(path -> path.toString().endsWith(".json"))
              .filter(path -> !isExchange(path))
              .filter(path -> !path.startsWith(VECTORS.resolve("schema")))
              .sorted()
              .toList();
    }
    assertThat(files).hasSizeGreaterThan(20);
    return files.stream();
  }

  private static boolean isExchange(Path path) {
    return path.toString().contains("zrtp-handshakes")
        || path.toString().contains("zrtp-post-quantum")
        || path.toString().contains("zrtp-exchanges");
  }

  @Test
  void exchangesKeepToTheirSchema() throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(VECTORS)) {
      files = tree.filter(path -> path.toString().endsWith(".json") && isExchange(path)).toList();
    }
    assertThat(files).hasSizeGreaterThan(30);
    for (Path file : files) {
      assertThat(errors("zrtp-exchange", Files.readString(file))).as("%s", file).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void fileKeepsToTheSchemaOfItsKind(Path path) throws IOException {
    String kind = VectorFile.read(path).kind();
    assertThat(path.getParent()).hasFileName(kind);
    assertThat(errors(kind, Files.readString(path))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void idsAreUniqueAndEveryFlagIsExplained(Path path) throws IOException {
    VectorFile file = VectorFile.read(path);
    Set<String> ids = new HashSet<>();
    for (TestVector vector : file.vectors()) {
      assertThat(ids.add(vector.id())).as("id %s occurs once", vector.id()).isTrue();
      assertThat(vector.flags()).allMatch(flag -> file.note(flag).isPresent());
    }
  }

  @Test
  void schemaSeesAMisspeltInputAndAnOddNumberOfDigits() throws IOException {
    String text = Files.readString(VECTORS.resolve("kdf/rfc.json"));
    assertThat(errors("kdf", text.replaceFirst("\"master_salt\"", "\"master_slat\""))).isNotEmpty();
    assertThat(errors("kdf", text.replaceFirst("\"k_e\": \"c", "\"k_e\": \""))).isNotEmpty();
    assertThat(errors("kdf", text.replaceFirst("\"kdr\": 0", "\"kdr\": 3"))).isNotEmpty();
  }

  private static List<Error> errors(String kind, String json) {
    Schema schema = SCHEMAS.getSchema(SchemaLocation.of(URN + kind));
    return schema.validate(json, InputFormat.JSON);
  }
}
