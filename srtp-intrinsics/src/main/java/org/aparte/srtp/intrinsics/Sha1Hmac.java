package org.aparte.srtp.intrinsics;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.aparte.srtp.SrtpAccelerator;

/**
 * HMAC-SHA1 (RFC 2104) by {@code sun.security.provider.SHA}, from the two states behind the keyed
 * pads: per packet one compression for each 64 octets of message and padding, and one for the outer
 * hash. Message padding is FIPS 180-4 section 5.1.1.
 */
final class Sha1Hmac implements SrtpAccelerator.HmacSha1 {

  private static final int BLOCK_OCTETS = 64;
  private static final int STATE_WORDS = 5;
  private static final int DIGEST_OCTETS = 4 * STATE_WORDS;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final MethodHandle NEW_SHA;
  private static final MethodHandle STATE;
  private static final MethodHandle SCHEDULE;
  private static final MethodHandle COMPRESS;

  static {
    try {
      Inside sha = Inside.of("sun.security.provider.SHA");
      Inside base = Inside.of("sun.security.provider.DigestBase");
      NEW_SHA = sha.constructor();
      STATE = sha.getter("state", int[].class);
      SCHEDULE = sha.getter("W", int[].class);
      // (blocks, first octet, first octet of the last block): the intrinsic for several blocks
      COMPRESS =
          base.method("implCompressMultiBlock", int.class, byte[].class, int.class, int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Object sha;
  private final int[] state;
  private final int[] inner = new int[STATE_WORDS];
  private final int[] outer = new int[STATE_WORDS];
  private final byte[] last = new byte[2 * BLOCK_OCTETS];
  private final byte[] outerBlock = new byte[BLOCK_OCTETS];

  Sha1Hmac(byte[] key) {
    try {
      sha = (Object) NEW_SHA.invokeExact();
      state = (int[]) STATE.invokeExact(sha);
    } catch (Throwable e) {
      throw Failure.of(e);
    }
    int[] empty = state.clone();
    keyed(key, (byte) 0x36, inner);
    System.arraycopy(empty, 0, state, 0, STATE_WORDS);
    keyed(key, (byte) 0x5c, outer);
    Arrays.fill(outerBlock, (byte) 0);
    outerBlock[DIGEST_OCTETS] = (byte) 0x80;
    LONG.set(outerBlock, BLOCK_OCTETS - 8, 8L * (BLOCK_OCTETS + DIGEST_OCTETS));
  }

  private void keyed(byte[] key, byte pad, int[] into) {
    for (int i = 0; i < BLOCK_OCTETS; i++) {
      outerBlock[i] = (byte) (i < key.length ? key[i] ^ pad : pad);
    }
    compress(outerBlock, 0, BLOCK_OCTETS);
    System.arraycopy(state, 0, into, 0, STATE_WORDS);
  }

  @Override
  public void compute(byte[] b, int from, int octets, byte[] mac) {
    Objects.checkFromIndexSize(from, octets, b.length);
    Objects.checkFromIndexSize(0, DIGEST_OCTETS, mac.length);
    System.arraycopy(inner, 0, state, 0, STATE_WORDS);
    int whole = octets & -BLOCK_OCTETS;
    if (whole > 0) {
      compress(b, from, whole);
    }
    int rest = octets - whole;
    int lastOctets = rest < BLOCK_OCTETS - 8 ? BLOCK_OCTETS : 2 * BLOCK_OCTETS;
    System.arraycopy(b, from + whole, last, 0, rest);
    last[rest] = (byte) 0x80;
    Arrays.fill(last, rest + 1, lastOctets - 8, (byte) 0);
    LONG.set(last, lastOctets - 8, 8L * (BLOCK_OCTETS + octets));
    compress(last, 0, lastOctets);
    write(outerBlock);
    System.arraycopy(outer, 0, state, 0, STATE_WORDS);
    compress(outerBlock, 0, BLOCK_OCTETS);
    write(mac);
  }

  private void compress(byte[] b, int from, int octets) {
    try {
      COMPRESS.invokeExact(sha, b, from, from + octets - BLOCK_OCTETS);
    } catch (Throwable e) {
      throw Failure.of(e);
    }
  }

  private void write(byte[] target) {
    for (int i = 0; i < STATE_WORDS; i++) {
      INT.set(target, 4 * i, state[i]);
    }
  }

  @Override
  public void close() {
    try {
      int[] schedule = (int[]) SCHEDULE.invokeExact(sha);
      if (schedule != null) { // of the interpreter, which had the keyed pads in it
        Arrays.fill(schedule, 0);
      }
    } catch (Throwable e) {
      throw Failure.of(e);
    }
    Arrays.fill(state, 0);
    Arrays.fill(inner, 0);
    Arrays.fill(outer, 0);
    Arrays.fill(last, (byte) 0);
    Arrays.fill(outerBlock, (byte) 0);
  }

  @Override
  public String toString() {
    return "HMAC-SHA1 by srtp-intrinsics";
  }
}
