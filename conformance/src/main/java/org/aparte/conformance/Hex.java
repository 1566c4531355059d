package org.aparte.conformance;

import java.util.HexFormat;
import java.util.regex.Pattern;

/** Octets as text and back. */
final class Hex {

  private static final Pattern OCTETS = Pattern.compile("([0-9a-fA-F]{2})*");

  private Hex() {}

  static String of(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }

  static boolean isHex(String text) {
    return OCTETS.matcher(text).matches();
  }

  /** Octets of hex digits, of either case; throws IllegalArgumentException for anything else. */
  static byte[] parse(String text) {
    return HexFormat.of().parseHex(text);
  }
}
