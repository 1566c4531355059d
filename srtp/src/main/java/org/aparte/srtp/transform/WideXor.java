package org.aparte.srtp.transform;

/**
 * The two inner loops of counter mode on whole words.
 *
 * <p>This is the form for Android API 26, which has no {@code VarHandle}; a plain loop is what its
 * compiler vectorises best. On the JDK the jar's {@code META-INF/versions/17} holds the same class
 * on {@code VarHandle}s, three to five times as fast there (measured: benchmarks, README).
 */
final class WideXor {

  private WideXor() {}

  /**
   * As {@link #xor(byte[], int, byte[], int)}, for many octets.
   *
   * @param room {@code n} octets or more, which may be overwritten
   */
  static void xor(byte[] target, int at, byte[] mask, int n, byte[] room) {
    xor(target, at, mask, n);
  }

  /** XORs {@code n} octets of {@code mask}, from its start, on {@code target}. */
  static void xor(byte[] target, int at, byte[] mask, int n) {
    for (int i = 0; i < n; i++) {
      target[at + i] ^= mask[i];
    }
  }

  /**
   * Writes {@code count} blocks of 16 octets: {@code high}, then {@code low} plus 0, 1, 2 ...
   *
   * @param low its last 16 bits plus the count stay below 2^16
   * @param count at most 65,536
   */
  static void counterBlocks(byte[] blocks, long high, long low, int count) {
    for (int j = 0; j < count; j++) {
      put64(blocks, 16 * j, high);
      put64(blocks, 16 * j + 8, low + j);
    }
  }

  private static void put64(byte[] b, int at, long value) {
    for (int i = 0; i < 8; i++) {
      b[at + i] = (byte) (value >>> (56 - 8 * i));
    }
  }
}
