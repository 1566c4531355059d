package org.aparte.srtp.intrinsics;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.aparte.srtp.SrtpAccelerator;
import org.jspecify.annotations.Nullable;

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

  private final int[] inner = new int[STATE_WORDS];
  private final int[] outer = new int[STATE_WORDS];
  private final Chain chain = new Chain();

  /** For a second MAC of this object while the first one is under way. */
  private @Nullable Chain secondChain;

  private final byte[] gap = new byte[BLOCK_OCTETS];
  private final byte[] sameGap = new byte[BLOCK_OCTETS];

  Sha1Hmac(byte[] key) {
    if (key.length > BLOCK_OCTETS) {
      throw new IllegalArgumentException("HMAC-SHA1 key of " + key.length + " octets: at most 64");
    }
    int[] empty = chain.state.clone();
    keyed(key, (byte) 0x36, inner);
    System.arraycopy(empty, 0, chain.state, 0, STATE_WORDS);
    keyed(key, (byte) 0x5c, outer);
  }

  private void keyed(byte[] key, byte pad, int[] into) {
    byte[] block = chain.last;
    for (int i = 0; i < BLOCK_OCTETS; i++) {
      block[i] = (byte) (i < key.length ? key[i] ^ pad : pad);
    }
    chain.compress(block, 0, BLOCK_OCTETS);
    System.arraycopy(chain.state, 0, into, 0, STATE_WORDS);
    Arrays.fill(block, (byte) 0);
  }

  @Override
  public void compute(byte[] b, int from, int octets, byte[] mac) {
    chain.begin(inner, b, from, octets, mac);
    int whole = octets & -BLOCK_OCTETS;
    if (whole > 0) {
      chain.compress(b, from, whole);
    }
    chain.compress(chain.last, 0, chain.lastOctets);
    chain.beginOuter(outer);
    chain.compress(chain.outerBlock, 0, BLOCK_OCTETS);
    chain.write(mac);
  }

  @Override
  public void compute(
      byte[] b,
      int from,
      int octets,
      byte[] mac,
      SrtpAccelerator.HmacSha1 other,
      byte[] b2,
      int from2,
      int octets2,
      byte[] mac2) {
    Sha1Hmac second = (Sha1Hmac) other;
    Chain one = chain;
    Chain two = second == this ? second.secondChain() : second.chain;
    one.begin(inner, b, from, octets, mac);
    two.begin(second.inner, b2, from2, octets2, mac2);
    int both = Math.min(octets, octets2) & -BLOCK_OCTETS;
    for (int i = 0; i < both; i += BLOCK_OCTETS) {
      one.compress(b, from + i, BLOCK_OCTETS);
      cut();
      two.compress(b2, from2 + i, BLOCK_OCTETS);
      cut();
    }
    one.compressRest(b, from, both, octets);
    two.compressRest(b2, from2, both, octets2);
    int lastOfBoth = Math.min(one.lastOctets, two.lastOctets);
    for (int i = 0; i < lastOfBoth; i += BLOCK_OCTETS) {
      one.compress(one.last, i, BLOCK_OCTETS);
      cut();
      two.compress(two.last, i, BLOCK_OCTETS);
      cut();
    }
    one.compressRest(one.last, 0, lastOfBoth, one.lastOctets);
    two.compressRest(two.last, 0, lastOfBoth, two.lastOctets);
    one.beginOuter(outer);
    two.beginOuter(second.outer);
    one.compress(one.outerBlock, 0, BLOCK_OCTETS);
    cut();
    two.compress(two.outerBlock, 0, BLOCK_OCTETS);
    cut();
    one.write(mac);
    two.write(mac2);
  }

  private Chain secondChain() {
    Chain second = secondChain;
    if (second == null) {
      second = new Chain();
      secondChain = second;
    }
    return second;
  }

  /**
   * HotSpot's SHA-1 begins a block by putting a word into a vector register of which it keeps the
   * rest for a moment. So each block waits for whoever wrote that register last, which would be the
   * other chain. A copy through vector registers ends that, and 33 ns a block become 20.
   */
  private void cut() {
    System.arraycopy(gap, 0, sameGap, 0, gap.length);
  }

  @Override
  public void close() {
    chain.wipe();
    if (secondChain != null) {
      secondChain.wipe();
    }
    Arrays.fill(inner, 0);
    Arrays.fill(outer, 0);
  }

  @Override
  public String toString() {
    return "HMAC-SHA1 by srtp-intrinsics";
  }

  /** One chain of compressions, and the blocks that the message does not fill. */
  private static final class Chain {
    /** A {@code SHA}; {@link Failure#CLOSED} when wiped. */
    private Object sha;

    private final int[] state;
    private final byte[] last = new byte[2 * BLOCK_OCTETS];
    private final byte[] outerBlock = new byte[BLOCK_OCTETS];
    private int lastOctets;

    Chain() {
      try {
        sha = (Object) NEW_SHA.invokeExact();
        state = (int[]) STATE.invokeExact(sha);
      } catch (Throwable e) {
        throw Failure.of(e);
      }
      outerBlock[DIGEST_OCTETS] = (byte) 0x80;
      LONG.set(outerBlock, BLOCK_OCTETS - 8, 8L * (BLOCK_OCTETS + DIGEST_OCTETS));
    }

    /** Takes a midstate, checks the ranges and pads the message's last blocks. */
    void begin(int[] inner, byte[] b, int from, int octets, byte[] mac) {
      Objects.checkFromIndexSize(from, octets, b.length);
      Objects.checkFromIndexSize(0, DIGEST_OCTETS, mac.length);
      System.arraycopy(inner, 0, state, 0, STATE_WORDS);
      int rest = octets & (BLOCK_OCTETS - 1);
      lastOctets = rest < BLOCK_OCTETS - 8 ? BLOCK_OCTETS : 2 * BLOCK_OCTETS;
      System.arraycopy(b, from + octets - rest, last, 0, rest);
      last[rest] = (byte) 0x80;
      Arrays.fill(last, rest + 1, lastOctets - 8, (byte) 0);
      LONG.set(last, lastOctets - 8, 8L * (BLOCK_OCTETS + octets));
    }

    void beginOuter(int[] outer) {
      write(outerBlock);
      System.arraycopy(outer, 0, state, 0, STATE_WORDS);
    }

    /** One block or more. */
    void compress(byte[] b, int from, int octets) {
      try {
        COMPRESS.invokeExact(sha, b, from, from + octets - BLOCK_OCTETS);
      } catch (Throwable e) {
        throw Failure.of(e);
      }
    }

    /** The whole blocks from {@code done} on, if any. */
    void compressRest(byte[] b, int from, int done, int octets) {
      int rest = (octets & -BLOCK_OCTETS) - done;
      if (rest > 0) {
        compress(b, from + done, rest);
      }
    }

    void write(byte[] target) {
      for (int i = 0; i < STATE_WORDS; i++) {
        INT.set(target, 4 * i, state[i]);
      }
    }

    void wipe() {
      if (sha.equals(Failure.CLOSED)) {
        return;
      }
      try {
        int[] schedule = (int[]) SCHEDULE.invokeExact(sha);
        if (schedule != null) { // of the interpreter, which had the keyed pads in it
          Arrays.fill(schedule, 0);
        }
      } catch (Throwable e) {
        throw Failure.of(e);
      }
      Arrays.fill(state, 0);
      Arrays.fill(last, (byte) 0);
      Arrays.fill(outerBlock, (byte) 0);
      sha = Failure.CLOSED;
    }
  }
}
