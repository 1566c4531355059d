package org.aparte.srtp.intrinsics;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.aparte.srtp.SrtpAccelerator;

/**
 * AES in counter mode by {@code com.sun.crypto.provider.CounterMode}: the class behind {@code
 * AES/CTR} and GCM, entered behind the Cipher object that would want a new IV object for each
 * packet and copy the data.
 */
final class AesCounter implements SrtpAccelerator.CounterMode {

  private static final int BLOCK_OCTETS = 16;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final MethodHandle NEW_AES;
  private static final MethodHandle NEW_COUNTER_MODE;
  private static final MethodHandle INIT;
  private static final MethodHandle RESET;
  private static final MethodHandle ENCRYPT;
  private static final MethodHandle COUNTER;
  private static final MethodHandle KEYSTREAM;
  private static final MethodHandle LAST_KEY;
  private static final MethodHandle ROUND_KEYS;

  static {
    try {
      Inside block = Inside.of("com.sun.crypto.provider.SymmetricCipher");
      Inside aes = Inside.of("com.sun.crypto.provider.AESCrypt");
      Inside mode = Inside.of("com.sun.crypto.provider.CounterMode");
      NEW_AES = aes.constructor();
      LAST_KEY = aes.getter("lastKey", byte[].class);
      ROUND_KEYS = aes.getter("sessionK", int[][].class);
      NEW_COUNTER_MODE = mode.constructor(block.type());
      INIT =
          mode.method("init", void.class, boolean.class, String.class, byte[].class, byte[].class);
      RESET = mode.method("reset", void.class);
      ENCRYPT =
          mode.method(
              "encrypt", int.class, byte[].class, int.class, int.class, byte[].class, int.class);
      COUNTER = mode.getter("counter", byte[].class);
      KEYSTREAM = mode.getter("encryptedCounter", byte[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Object aes;

  /** A {@code CounterMode}; {@link Failure#CLOSED} when closed. */
  private Object mode;

  /** The mode keeps this very array and begins there at every reset. */
  private final byte[] iv = new byte[BLOCK_OCTETS];

  AesCounter(byte[] key) {
    try {
      aes = (Object) NEW_AES.invokeExact();
      mode = (Object) NEW_COUNTER_MODE.invokeExact(aes);
      INIT.invokeExact(mode, false, "AES", key, iv);
    } catch (Throwable e) {
      throw Failure.of(e);
    }
  }

  @Override
  public void xor(long high, long low, byte[] data, int from, int to) {
    Objects.checkFromToIndex(from, to, data.length);
    begin(high, low);
    next(data, from, to - from);
  }

  /** Sets the next counter block. */
  void begin(long high, long low) {
    LONG.set(iv, 0, high);
    LONG.set(iv, 8, low);
    try {
      RESET.invokeExact(mode);
    } catch (Throwable e) {
      throw Failure.of(e);
    }
  }

  /** XORs the keystream that comes next; the caller has checked the range. */
  void next(byte[] data, int from, int octets) {
    try {
      ENCRYPT.invokeExact(mode, data, from, octets, data, from);
    } catch (Throwable e) {
      throw Failure.of(e);
    }
  }

  @Override
  public void close() {
    if (mode.equals(Failure.CLOSED)) {
      return;
    }
    try {
      Arrays.fill((byte[]) LAST_KEY.invokeExact(aes), (byte) 0);
      for (int[] roundKeys : (int[][]) ROUND_KEYS.invokeExact(aes)) {
        Arrays.fill(roundKeys, 0);
      }
      Arrays.fill((byte[]) COUNTER.invokeExact(mode), (byte) 0);
      Arrays.fill((byte[]) KEYSTREAM.invokeExact(mode), (byte) 0);
      Arrays.fill(iv, (byte) 0);
      mode = Failure.CLOSED;
    } catch (Throwable e) {
      throw Failure.of(e);
    }
  }

  @Override
  public String toString() {
    return "AES-CM by srtp-intrinsics";
  }
}
