package org.aparte.trace;

import java.util.ArrayList;
import java.util.List;

/** Finds the comments of a Java source, and is not fooled by string and character literals. */
final class Comments {

  /** From the first character of a comment to the one behind its last. */
  record Span(int start, int end) {}

  private Comments() {}

  static List<Span> of(String text) {
    List<Span> spans = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end;
      if (text.startsWith("//", at)) {
        end = endAt(text.indexOf('\n', at), 0, text);
        spans.add(new Span(at, end));
      } else if (text.startsWith("/*", at)) {
        end = endAt(text.indexOf("*/", at + 2), 2, text);
        spans.add(new Span(at, end));
      } else if (text.startsWith("\"\"\"", at)) {
        end = closing("\"\"\"", at, text);
      } else if (text.charAt(at) == '"' || text.charAt(at) == '\'') {
        end = closing(text.substring(at, at + 1), at, text);
      } else {
        end = at + 1;
      }
      at = end;
    }
    return spans;
  }

  private static int closing(String quote, int open, String text) {
    int at = open + quote.length();
    while (at < text.length() && !text.startsWith(quote, at)) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at + quote.length(), text.length());
  }

  private static int endAt(int found, int more, String text) {
    return found < 0 ? text.length() : found + more;
  }
}
