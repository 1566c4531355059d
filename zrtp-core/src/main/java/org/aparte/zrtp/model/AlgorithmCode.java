package org.aparte.zrtp.model;

/**
 * The type block that names an algorithm in Hello, Commit, Confirm and SASrelay (RFC 6189 sections
 * 5.1.2 to 5.1.7), known to us or not.
 *
 * <p>A peer may offer what we have never heard of (Z-5.1-02): its code is kept as it came, and
 * compared octet for octet. What it means is asked of its registry, as {@code
 * HashType.ofCode(code.text())}.
 *
 * @param word the four octets, the first in the most significant place
 */
public record AlgorithmCode(int word) {

  /**
   * The code of this text.
   *
   * @param text one to four characters from space to tilde, as {@code "S256"}; a shorter one is
   *     extended with spaces (Z-5.1-01), so {@code "B32"} and {@code "B32 "} are the same code
   * @throws IllegalArgumentException when the text is longer, empty or not ASCII
   */
  public static AlgorithmCode of(String text) {
    return new AlgorithmCode(FourCharacters.word(text));
  }

  /** The code of an algorithm that we know. */
  public static AlgorithmCode of(AlgorithmType type) {
    return of(type.code());
  }

  /** Whether this is the code of that algorithm. */
  public boolean is(AlgorithmType type) {
    return equals(of(type));
  }

  /** The four characters with their spaces; an octet that is no printable ASCII shows as \xNN. */
  public String text() {
    return FourCharacters.text(word);
  }

  /** The same as {@link #text}. */
  @Override
  public String toString() {
    return text();
  }
}
