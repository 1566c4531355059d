package org.aparte.zrtp.model;

/** One word of the wire read as four ASCII characters, filled up with spaces (section 5.1). */
final class FourCharacters {

  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_PRINTABLE = 0x7e;

  private FourCharacters() {}

  static int word(String text) {
    if (text.isEmpty() || text.length() > 4) {
      throw new IllegalArgumentException("need one to four characters, have " + text.length());
    }
    int word = 0;
    for (int i = 0; i < 4; i++) {
      int character = i < text.length() ? text.charAt(i) : ' ';
      if (character < FIRST_PRINTABLE || character > LAST_PRINTABLE) {
        throw new IllegalArgumentException("not printable ASCII at position " + i);
      }
      word = (word << 8) | character;
    }
    return word;
  }

  static String text(int word) {
    StringBuilder text = new StringBuilder(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      int octet = (word >>> shift) & 0xff;
      if (octet < FIRST_PRINTABLE || octet > LAST_PRINTABLE) {
        text.append("\\x").append(Character.forDigit(octet >> 4, 16));
        text.append(Character.forDigit(octet & 0xf, 16));
      } else {
        text.append((char) octet);
      }
    }
    return text.toString();
  }
}
