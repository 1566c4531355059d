package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/** The checks that the constructors of the records share. */
final class FieldLengths {

  private FieldLengths() {}

  static void requireWords(String field, Octets octets, int words) {
    requireWords(field, octets, words, words);
  }

  static void requireWords(String field, Octets octets, int minWords, int maxWords) {
    int length = octets.length();
    if (length % 4 != 0 || length / 4 < minWords || length / 4 > maxWords) {
      String range = minWords == maxWords ? "" + minWords : minWords + " to " + maxWords;
      throw new IllegalArgumentException(
          field + " has " + range + " words of 4 octets, these are " + length + " octets");
    }
  }
}
