package org.aparte.phone;

import java.security.SecureRandom;
import java.util.Random;

/** The same octets for the same seed: for tests that are to be repeated, and no secret at all. */
final class SeededRandom extends SecureRandom {

  private static final long serialVersionUID = 1L;

  private final Random random;

  SeededRandom(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public void nextBytes(byte[] octets) {
    if (random != null) { // the constructor of SecureRandom may ask before there is one
      random.nextBytes(octets);
    }
  }
}
