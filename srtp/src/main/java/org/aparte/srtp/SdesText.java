package org.aparte.srtp;

import org.aparte.srtp.SdesRefusal.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The value of an {@code a=crypto} attribute as a text to be read by ranges {@code [from, to)}, and
 * the first refusal that it met. Ranges, not substrings: each substring would be one more copy of
 * key material that nobody can wipe.
 */
final class SdesText {

  /** What {@link #number} says of a text that is no number. */
  static final long MALFORMED = -1;

  /** The most digits whose every number fits a long. */
  private static final int MAX_DIGITS = 18;

  private final String text;
  private @Nullable SdesRefusal refusal;

  SdesText(String text) {
    this.text = text;
  }

  int length() {
    return text.length();
  }

  char at(int index) {
    return text.charAt(index);
  }

  String substring(int from, int to) {
    return text.substring(from, to);
  }

  /** The index of a character, or {@code to} when the range has none. */
  int indexOf(char wanted, int from, int to) {
    int index = from;
    while (index < to && text.charAt(index) != wanted) {
      index++;
    }
    return index;
  }

  /** Whether the range is this word, in any case: section 4 makes the values case-insensitive. */
  boolean is(String word, int from, int to) {
    return to - from == word.length() && startsWith(word, from, to);
  }

  /** Whether the range begins with this word, in any case. All of the text is ASCII by now. */
  boolean startsWith(String word, int from, int to) {
    return to - from >= word.length() && text.regionMatches(true, from, word, 0, word.length());
  }

  /**
   * The range as a decimal number without leading zeros, or {@link #MALFORMED}; numbers of more
   * than {@value #MAX_DIGITS} digits are given as {@link Long#MAX_VALUE}.
   */
  long number(int from, int to) {
    boolean leadingZero = to - from > 1 && text.charAt(from) == '0';
    if (from == to || leadingZero) {
      return MALFORMED;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return MALFORMED;
      }
      number = i - from < MAX_DIGITS ? 10 * number + (digit - '0') : Long.MAX_VALUE;
    }
    return number;
  }

  /** Whether a character is ALPHA or DIGIT of the grammar. */
  static boolean isLetterOrDigit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  /** Notes why the text is refused; false, so that a reading step can end with it. */
  boolean refuse(Reason reason, int at, String what) {
    refusal = new SdesRefusal(reason, what + ", at character " + (at + 1));
    return false;
  }

  /** Notes a refusal found by another rule; false. */
  boolean refuse(SdesRefusal found) {
    refusal = found;
    return false;
  }

  /** The refusal that a reading step noted. */
  SdesRefusal refusal() {
    if (refusal == null) {
      throw new IllegalStateException("nothing was refused");
    }
    return refusal;
  }
}
