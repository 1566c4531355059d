package org.aparte.vectors;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file of vectors of one kind.
 *
 * <pre>{@code
 * for (TestVector vector : VectorFile.resource("kdf/rfc.json").vectors()) {
 *   byte[] masterKey = vector.inputs().octets("master_key");
 *   ...
 * }
 * }</pre>
 */
public final class VectorFile {

  private final Fields fields;

  private VectorFile(Fields fields) {
    this.fields = fields;
  }

  /**
   * A file that comes with this library.
   *
   * @param name kind and file, for instance {@code "kdf/rfc.json"}
   * @throws IllegalArgumentException when there is no such file
   * @throws VectorFormatException when it is no JSON object
   */
  public static VectorFile resource(String name) {
    InputStream stream = VectorFile.class.getResourceAsStream(name);
    if (stream == null) {
      throw new IllegalArgumentException(
          "no vectors called "
              + name
              + "; names are KIND/FILE.json, relative to org/aparte/vectors");
    }
    try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      return parse(name, reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Any other file.
   *
   * @throws VectorFormatException when it is no JSON object
   * @throws IOException when it cannot be read
   */
  public static VectorFile read(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      return parse(file.toString(), reader);
    }
  }

  private static VectorFile parse(String name, Reader reader) {
    try {
      JsonElement root = JsonParser.parseReader(reader);
      if (root instanceof JsonObject object) {
        return new VectorFile(new Fields(name, object));
      }
      throw new VectorFormatException(name + " is no JSON object");
    } catch (JsonParseException e) {
      throw new VectorFormatException(name + " is no JSON: " + e.getMessage(), e);
    }
  }

  /** The kind of all vectors in the file; its schema has the same name. */
  public String kind() {
    return fields.text("kind");
  }

  /** All vectors in the order of the file. */
  public List<TestVector> vectors() {
    String kind = kind();
    List<TestVector> vectors = new ArrayList<>();
    for (Fields vector : fields.fieldsList("vectors")) {
      vectors.add(new TestVector(kind, vector));
    }
    return List.copyOf(vectors);
  }

  /** What a flag of {@link TestVector#flags} stands for: bugType, description, effect, links. */
  public Optional<Fields> note(String flag) {
    if (!fields.has("notes") || !fields.fields("notes").has(flag)) {
      return Optional.empty();
    }
    return Optional.of(fields.fields("notes").fields(flag));
  }

  /** The whole file, for what has no getter here, and for files of other forms. */
  public Fields fields() {
    return fields;
  }
}
