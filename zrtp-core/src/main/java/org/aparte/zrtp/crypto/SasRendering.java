package org.aparte.zrtp.crypto;

import java.util.Locale;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.SasType;

/**
 * The short authentication string as the users see it (RFC 6189 section 5.1.6), from the left end
 * of sashash (section 4.5.2).
 *
 * <p>{@code B32E} and {@code B10D} stand in no RFC; they follow what GNU ZRTP shows.
 */
public final class SasRendering {

  private SasRendering() {}

  /**
   * The string of a call.
   *
   * <p>{@code B32}: four characters. {@code B256}: two words with a colon between. {@code B32E}:
   * four emoji. {@code B10D}: six digits, leading zeros included; a user of GNU ZRTP sees {@link
   * #asGnuZrtpShows}.
   *
   * @param sasHash 32 octets
   */
  public static String render(SasType type, Octets sasHash) {
    return switch (type) {
      case B32 -> base32(sasHash);
      case B256 -> PgpWordList.even(sasHash.at(0)) + ":" + PgpWordList.odd(sasHash.at(1));
      case B32E -> emoji(sasHash);
      case B10D ->
          String.format(Locale.ROOT, "%03d%03d", threeDigits(sasHash, 0), threeDigits(sasHash, 1));
    };
  }

  /**
   * The string as GNU ZRTP shows it: differs for {@code B10D}, whose two numbers it writes without
   * their leading zeros, so that 7 and 140 cannot be told from 71 and 40.
   */
  public static String asGnuZrtpShows(SasType type, Octets sasHash) {
    return type == SasType.B10D
        ? Integer.toString(threeDigits(sasHash, 0)) + threeDigits(sasHash, 1)
        : render(type, sasHash);
  }

  /** sasvalue: the leftmost 32 bits (Z-4.5.2-07). */
  private static int sasValue(Octets sasHash) {
    return word(sasHash, 0);
  }

  private static String base32(Octets sasHash) {
    StringBuilder sas = new StringBuilder(4);
    for (int i = 0; i < 4; i++) {
      sas.append(BASE32.charAt(quintet(sasHash, i)));
    }
    return sas.toString();
  }

  private static String emoji(Octets sasHash) {
    StringBuilder sas = new StringBuilder(8);
    for (int i = 0; i < 4; i++) {
      sas.appendCodePoint(EMOJI[quintet(sasHash, i)]);
    }
    return sas.toString();
  }

  /** The i-th five bits of sasvalue, most significant first (Z-5.1.6-04). */
  private static int quintet(Octets sasHash, int i) {
    return sasValue(sasHash) >>> (27 - 5 * i) & 31;
  }

  /**
   * The number of B10D at a place, 0 to 999: the words that begin at octet 0, 1, 2 ... of sashash,
   * those left out that would favour small remainders. A hash that has too few, which no hash does,
   * counts as 0.
   */
  private static int threeDigits(Octets sasHash, int place) {
    int found = 0;
    for (int i = 0; i + 4 <= sasHash.length(); i++) {
      long word = word(sasHash, i) & 0xffffffffL;
      if (word <= LARGEST_UNBIASED_WORD && found++ == place) {
        return (int) (word % 1000);
      }
    }
    return 0;
  }

  private static int word(Octets sasHash, int offset) {
    return sasHash.at(offset) << 24
        | sasHash.at(offset + 1) << 16
        | sasHash.at(offset + 2) << 8
        | sasHash.at(offset + 3);
  }

  /** Z-5.1.6-05. */
  private static final String BASE32 = "ybndrfg8ejkmcpqxot1uwisza345h769";

  private static final long LARGEST_UNBIASED_WORD = 0xfffffed8L;

  /** The 32 emoji of B32E as Unicode code points. */
  private static final int[] EMOJI = {
    0x1f601, 0x1f63a, 0x1f465, 0x1f332, 0x1f45f, 0x270b, 0x1f44d, 0x1f435, 0x1f434, 0x1f40d,
    0x1f41f, 0x1f338, 0x1f310, 0x1f3e0, 0x1f31e, 0x1f698, 0x1f535, 0x1f6a2, 0x1f53a, 0x1f42a,
    0x1f525, 0x1f388, 0x1f426, 0x1f50d, 0x1f4d7, 0x1f4a1, 0x1f536, 0x1f528, 0x1f55b, 0x1f31f,
    0x274e, 0x1f6a9
  };
}
