package org.aparte.srtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The attributes of sdes-lines.txt, which says how to read it. */
final class SdesLines {

  /** An attribute, and "ok" or the reason for refusing it. */
  record Row(String verdict, String attribute) {
    boolean isOk() {
      return verdict.equals("ok");
    }
  }

  static final String K = madeUp(30, 1);
  static final String L = madeUp(30, 2);
  static final String K256 = madeUp(46, 4);

  private SdesLines() {}

  static List<Row> all() {
    try (InputStream file = SdesLines.class.getResourceAsStream("sdes-lines.txt")) {
      List<Row> rows = new ArrayList<>();
      for (String line : new String(file.readAllBytes(), UTF_8).lines().toList()) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          int space = line.indexOf(' ');
          rows.add(new Row(line.substring(0, space), expand(line.substring(space + 1))));
        }
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The attributes that are taken. */
  static List<String> valid() {
    return all().stream().filter(Row::isOk).map(Row::attribute).toList();
  }

  static String expand(String text) {
    StringBuilder expanded = new StringBuilder();
    String unescaped = text.replace("\\t", "\t").replace("\\s", " ");
    for (int i = 0; i < unescaped.length(); i++) {
      if (unescaped.startsWith("\\u", i)) {
        expanded.append((char) Integer.parseInt(unescaped.substring(i + 2, i + 6), 16));
        i += 5;
      } else {
        expanded.append(unescaped.charAt(i));
      }
    }
    BigInteger tooLarge = BigInteger.ONE.shiftLeft(1024);
    return expanded
        .toString()
        .replace("{K}", K)
        .replace("{L}", L)
        .replace("{M}", madeUp(30, 7))
        .replace("{K192}", madeUp(38, 3))
        .replace("{K256}", K256)
        .replace("{G128}", madeUp(28, 5))
        .replace("{G256}", madeUp(44, 6))
        .replace("{MKI128}", tooLarge.subtract(BigInteger.ONE).toString())
        .replace("{MKI129}", tooLarge.toString());
  }

  private static String madeUp(int octets, int seed) {
    byte[] key = new byte[octets];
    for (int i = 0; i < octets; i++) {
      key[i] = (byte) (37 * seed + 11 * i);
    }
    return Base64.getEncoder().encodeToString(key);
  }
}
