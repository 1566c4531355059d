package org.aparte.phone.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What stands in From, To, Contact, Route and Via (RFC 3261 section 20.10). */
public final class NameAddress {

  private NameAddress() {}

  /** The URI, without display name, angle brackets and parameters of the header field. */
  public static String uri(String value) {
    int open = indexOutsideQuotes(value, '<');
    if (open >= 0) {
      int close = value.indexOf('>', open);
      return close < 0 ? value.substring(open + 1) : value.substring(open + 1, close);
    }
    int semicolon = value.indexOf(';');
    return (semicolon < 0 ? value : value.substring(0, semicolon)).trim();
  }

  /** A parameter of the header field, such as tag; empty text when it has no value. */
  public static Optional<String> parameter(String value, String name) {
    int open = indexOutsideQuotes(value, '<');
    int close = open < 0 ? -1 : value.indexOf('>', open);
    for (String part : split(value.substring(close + 1), ';').stream().skip(1).toList()) {
      int equals = part.indexOf('=');
      String key = (equals < 0 ? part : part.substring(0, equals)).trim();
      if (key.toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(equals < 0 ? "" : unquote(part.substring(equals + 1).trim()));
      }
    }
    return Optional.empty();
  }

  static String unquote(String text) {
    return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  /** Parts between separators that are neither in quotes nor in angle brackets. */
  static List<String> split(String value, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    boolean bracketed = false;
    int from = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '<' || c == '>')) {
        bracketed = c == '<';
      } else if (!quoted && !bracketed && c == separator) {
        parts.add(value.substring(from, i).trim());
        from = i + 1;
      }
    }
    parts.add(value.substring(from).trim());
    return parts;
  }

  private static int indexOutsideQuotes(String value, char wanted) {
    boolean quoted = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == wanted) {
        return i;
      }
    }
    return -1;
  }
}
