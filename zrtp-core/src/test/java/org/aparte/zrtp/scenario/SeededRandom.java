package org.aparte.zrtp.scenario;

import java.security.SecureRandom;
import java.util.Random;

/** A generator that gives the same numbers for the same seed: for tests, and for nothing else. */
public final class SeededRandom extends SecureRandom {

  private static final long serialVersionUID = 1L;

  private final Random random;

  public SeededRandom(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public void nextBytes(byte[] octets) {
    if (random != null) { // the constructor of SecureRandom may ask before there is one
      random.nextBytes(octets);
    }
  }

  @Override
  public int nextInt(int bound) {
    return random.nextInt(bound);
  }
}
