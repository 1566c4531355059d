package org.aparte.zrtp.model;

/**
 * The version field of Hello, Ping and PingACK (RFC 6189 sections 4.1.1 and 5.2).
 *
 * <p>Versions are compared by {@link #compareProtocol} and {@link #matches}, which look at three
 * octets only. {@code equals} compares all four: it tells whether two fields are the same octets,
 * not whether two endpoints understand each other.
 *
 * @param word the four octets, the first in the most significant place
 */
public record ZrtpVersion(int word) {

  /** The version of RFC 6189 (Z-4.1.1-01). */
  public static final ZrtpVersion V1_10 = of("1.10");

  /**
   * The version of this text.
   *
   * @param text one to four characters from space to tilde; a shorter one is extended with spaces
   * @throws IllegalArgumentException when the text is longer, empty or not ASCII
   */
  public static ZrtpVersion of(String text) {
    return new ZrtpVersion(FourCharacters.word(text));
  }

  /** Whether both are versions of one protocol: "1.1 ", "1.10", "1.11" and "1.1a" all are. */
  public boolean matches(ZrtpVersion other) {
    return compareProtocol(other) == 0;
  }

  /**
   * Negative, zero or positive as this version is lower than, matches or is higher than the other.
   * For versions of the form digit, dot, digit this is their order as numbers; any other octets
   * have a place in the order too, so that a peer cannot upset the comparison.
   */
  public int compareProtocol(ZrtpVersion other) {
    // Z-4.1.1-14: three octets decide, the fourth is ignored
    return Integer.compare(word >>> 8, other.word >>> 8);
  }

  /** The four characters; an octet that is no printable ASCII shows as \xNN. */
  public String text() {
    return FourCharacters.text(word);
  }

  /** The same as {@link #text}. */
  @Override
  public String toString() {
    return text();
  }
}
