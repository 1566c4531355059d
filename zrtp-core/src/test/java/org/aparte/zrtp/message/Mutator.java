package org.aparte.zrtp.message;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.aparte.srtp.secret.Octets;

/** Damages octets in the ways in which parsers are broken. The same seed does the same again. */
final class Mutator {

  private static final int[] ODD_VALUES = {0, 1, 7, 8, 0x0f, 0x50, 0x5a, 0x7f, 0x80, 0xfe, 0xff};

  private final Random random;
  private final List<Octets> corpus;

  Mutator(long seed, List<Octets> corpus) {
    random = new Random(seed);
    this.corpus = corpus;
  }

  /** Some entry of the corpus, changed in one to four places. */
  byte[] next() {
    byte[] octets = corpus.get(random.nextInt(corpus.size())).toArray();
    for (int change = random.nextInt(4); change >= 0 && octets.length > 0; change--) {
      octets = changed(octets);
    }
    return octets;
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private byte[] changed(byte[] octets) {
    int at = random.nextInt(octets.length);
    switch (random.nextInt(7)) {
      case 0 -> octets[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> octets[at] = (byte) ODD_VALUES[random.nextInt(ODD_VALUES.length)];
      case 2 -> octets[at] = (byte) random.nextInt();
      case 3 -> {
        return Arrays.copyOf(octets, at);
      }
      case 4 -> {
        return Arrays.copyOf(octets, octets.length + 4 * random.nextInt(30));
      }
      case 5 -> {
        return Arrays.copyOf(octets, 4 * random.nextInt(140));
      }
      default -> {
        byte[] other = corpus.get(random.nextInt(corpus.size())).toArray();
        int length = Math.min(other.length, octets.length) - at;
        if (length > 0) {
          System.arraycopy(other, at, octets, at, random.nextInt(length) + 1);
        }
      }
    }
    return octets;
  }
}
