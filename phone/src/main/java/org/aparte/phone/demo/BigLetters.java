package org.aparte.phone.demo;

import java.util.ArrayList;
import java.util.List;

/** The letters of base32 (z-base-32, RFC 6189 section 5.1.6), five lines high. */
final class BigLetters {

  /** Lines of a letter. */
  static final int HEIGHT = 5;

  private static final int WIDTH = 5;
  private static final String ALPHABET = "ybndrfg8ejkmcpqxot1uwisza345h769";
  // Each letter in the order of the alphabet: its lines from above, each five dots as a number.
  private static final int[][] DOTS = {
    {17, 10, 4, 4, 4}, // y
    {30, 17, 30, 17, 30}, // b
    {17, 25, 21, 19, 17}, // n
    {30, 17, 17, 17, 30}, // d
    {30, 17, 30, 18, 17}, // r
    {31, 16, 30, 16, 16}, // f
    {15, 16, 19, 17, 15}, // g
    {14, 17, 14, 17, 14}, // 8
    {31, 16, 30, 16, 31}, // e
    {7, 2, 2, 18, 12}, // j
    {17, 18, 28, 18, 17}, // k
    {17, 27, 21, 17, 17}, // m
    {15, 16, 16, 16, 15}, // c
    {30, 17, 30, 16, 16}, // p
    {14, 17, 21, 18, 13}, // q
    {17, 10, 4, 10, 17}, // x
    {14, 17, 17, 17, 14}, // o
    {31, 4, 4, 4, 4}, // t
    {4, 12, 4, 4, 14}, // 1
    {17, 17, 17, 17, 14}, // u
    {17, 17, 21, 21, 10}, // w
    {31, 4, 4, 4, 31}, // i
    {15, 16, 14, 1, 30}, // s
    {31, 2, 4, 8, 31}, // z
    {14, 17, 31, 17, 17}, // a
    {30, 1, 14, 1, 30}, // 3
    {18, 18, 31, 2, 2}, // 4
    {31, 16, 30, 1, 30}, // 5
    {17, 17, 31, 17, 17}, // h
    {31, 1, 2, 4, 4}, // 7
    {14, 16, 30, 17, 14}, // 6
    {14, 17, 15, 1, 14}, // 9
  };

  private BigLetters() {}

  /**
   * A text in big letters; as it is, in the midst of empty lines, when it has others than these.
   */
  static List<String> of(String text) {
    List<String> lines = new ArrayList<>();
    boolean small = text.chars().anyMatch(letter -> ALPHABET.indexOf(letter) < 0);
    for (int row = 0; row < HEIGHT; row++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < text.length() && !small; i++) {
        int dots = DOTS[ALPHABET.indexOf(text.charAt(i))][row];
        for (int column = WIDTH - 1; column >= 0; column--) {
          line.append((dots >> column & 1) == 1 ? '#' : ' ');
        }
        line.append("  ");
      }
      if (small && row == HEIGHT / 2) {
        line.append(text);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
