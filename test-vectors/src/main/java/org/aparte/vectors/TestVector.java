package org.aparte.vectors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One known answer: what goes in, what has to come out, where it is from.
 *
 * <p>Prints as its id, so that a parameterized test names its cases well.
 */
public final class TestVector {

  private final String kind;
  private final Fields fields;

  TestVector(String kind, Fields fields) {
    this.kind = kind;
    this.fields = fields;
  }

  /** The name of the vector, unique in its file. */
  public String id() {
    return fields.text("id");
  }

  /** The kind of the file, which says what inputs and expected hold. */
  public String kind() {
    return kind;
  }

  /** The document that prints or defines the answer, and the section: {@code RFC 3711, 4.3}. */
  public String source() {
    Fields source = fields.fields("source");
    return source.text("document") + ", " + source.text("section");
  }

  /** Whether the values are printed in the document, and not derived from its text. */
  public boolean isOfficial() {
    return fields.fields("source").bool("official");
  }

  /** What is worth knowing about the vector, or null. */
  public @Nullable String comment() {
    return fields.has("comment") ? fields.text("comment") : null;
  }

  /** Which known defects the vector catches; {@link VectorFile#note} explains them. */
  public List<String> flags() {
    return fields.texts("flags");
  }

  /** False when the input has to be refused; {@code expected} then says why. */
  public boolean isValid() {
    return fields.text("result", "valid").equals("valid");
  }

  /** What goes in. */
  public Fields inputs() {
    return fields.fields("inputs");
  }

  /** What has to come out. */
  public Fields expected() {
    return fields.fields("expected");
  }

  /** The {@link #id}. */
  @Override
  public String toString() {
    return id();
  }
}
