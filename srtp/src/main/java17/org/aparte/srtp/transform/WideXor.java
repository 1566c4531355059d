package org.aparte.srtp.transform;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The two inner loops of counter mode on whole words: the form for the JDK (see the class of the
 * same name beside the others for the form without {@code VarHandle}).
 */
@NotOnAndroid
final class WideXor {

  private static final VarHandle LITTLE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** From here on two copies more cost less than words instead of vectors. */
  private static final int LONG_OCTETS = 256;

  private WideXor() {}

  /**
   * As {@link #xor(byte[], int, byte[], int)}, for many octets.
   *
   * @param room {@code n} octets or more, which are overwritten
   */
  static void xor(byte[] target, int at, byte[] mask, int n, byte[] room) {
    if (n < LONG_OCTETS) {
      xor(target, at, mask, n);
      return;
    }
    // C2 makes vectors of this loop only where the same index goes into both arrays: 45 ns with the
    // copies for 1200 octets, 75 to 80 in words (benchmarks, README).
    System.arraycopy(target, at, room, 0, n);
    for (int i = 0; i < n; i++) {
      room[i] ^= mask[i];
    }
    System.arraycopy(room, 0, target, at, n);
  }

  /** XORs {@code n} octets of {@code mask}, from its start, on {@code target}. */
  static void xor(byte[] target, int at, byte[] mask, int n) {
    int i = 0;
    // Four words a turn: C2 does not unroll view handles by itself, and half the time is the loop.
    for (; i + 32 <= n; i += 32) {
      xorWord(target, at + i, mask, i);
      xorWord(target, at + i + 8, mask, i + 8);
      xorWord(target, at + i + 16, mask, i + 16);
      xorWord(target, at + i + 24, mask, i + 24);
    }
    for (; i + 8 <= n; i += 8) {
      xorWord(target, at + i, mask, i);
    }
    for (; i < n; i++) {
      target[at + i] ^= mask[i];
    }
  }

  private static void xorWord(byte[] target, int at, byte[] mask, int i) {
    LITTLE.set(target, at, (long) LITTLE.get(target, at) ^ (long) LITTLE.get(mask, i));
  }

  /**
   * Writes {@code count} blocks of 16 octets: {@code high}, then {@code low} plus 0, 1, 2 ...
   *
   * @param low its last 16 bits plus the count stay below 2^16
   * @param count at most 65,536
   */
  static void counterBlocks(byte[] blocks, long high, long low, int count) {
    for (int j = 0; j < count; j++) {
      BIG.set(blocks, 16 * j, high);
      BIG.set(blocks, 16 * j + 8, low + j);
    }
  }
}
