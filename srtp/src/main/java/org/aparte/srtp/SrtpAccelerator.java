package org.aparte.srtp;

import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Makes the three inner loops of SRTP where they cost less than through the JCA: AES in counter
 * mode, HMAC-SHA1 and AES-GCM. Headers, indices, IVs, the order of checks and the trailer stay with
 * {@link SrtpSender} and {@link SrtpReceiver}.
 *
 * <p>One that stands on the path (as a {@link ServiceLoader} service) is used by itself, unless the
 * options name another one, or {@link #NONE}, or a preferred provider. {@code srtp-intrinsics} is
 * one. Senders and receivers say in {@code describe()} what serves them.
 *
 * <p>An accelerator that cannot serve offers nothing (null), and the JCA does the work. What it
 * makes belongs to one sender or receiver, hence to one thread at a time, and is shared by all
 * SSRCs of a key. None of its methods may throw for any content or length within the stated ranges.
 */
public interface SrtpAccelerator {

  /** Offers nothing: everything is done by the JCA. */
  SrtpAccelerator NONE =
      new SrtpAccelerator() {
        @Override
        public String describe() {
          return "no accelerator";
        }

        @Override
        public @Nullable CounterMode counterMode(byte[] key) {
          return null;
        }

        @Override
        public @Nullable HmacSha1 hmacSha1(byte[] key) {
          return null;
        }

        @Override
        public @Nullable Gcm gcm(byte[] key) {
          return null;
        }
      };

  /** A line for people: what this is, and whether it serves or why it does not. */
  String describe();

  /**
   * AES in counter mode under a key, or null.
   *
   * @param key 16, 24 or 32 octets; the caller wipes them
   */
  @Nullable CounterMode counterMode(byte[] key);

  /**
   * HMAC-SHA1 under a key, or null.
   *
   * @param key at most 64 octets; the caller wipes them
   */
  @Nullable HmacSha1 hmacSha1(byte[] key);

  /**
   * AES-GCM under a key, or null.
   *
   * @param key 16 or 32 octets; the caller wipes them
   */
  @Nullable Gcm gcm(byte[] key);

  /** AES in counter mode under one key. */
  interface CounterMode extends AutoCloseable {

    /**
     * XORs a keystream on part of an array.
     *
     * @param high the first counter block's octets 0 to 7
     * @param low its octets 8 to 15; the last 16 bits plus the blocks stay within 2^16
     * @param from the first octet
     * @param to behind the last octet
     */
    void xor(long high, long low, byte[] data, int from, int to);

    /** Wipes what this object holds of the key. */
    @Override
    void close();
  }

  /** HMAC-SHA1 under one key. */
  interface HmacSha1 extends AutoCloseable {

    /** Writes the 20 octets of the MAC of part of an array to the start of {@code mac}. */
    void compute(byte[] b, int from, int octets, byte[] mac);

    /**
     * Computes two MACs, the second by {@code other}, which may be this very object. One that can
     * go on with both in turn saves time: a chain of SHA-1 alone leaves most of a processor idle.
     *
     * @param other of the same accelerator
     */
    default void compute(
        byte[] b,
        int from,
        int octets,
        byte[] mac,
        HmacSha1 other,
        byte[] b2,
        int from2,
        int octets2,
        byte[] mac2) {
      compute(b, from, octets, mac);
      other.compute(b2, from2, octets2, mac2);
    }

    /** Wipes what this object holds of the key. */
    @Override
    void close();
  }

  /**
   * AES-GCM under one key, with IVs of 12 and tags of 16 octets. The associated data are what
   * stands before the body, and then {@code more}. An IV comes in two words: octets 0 to 7, and 8
   * to 11.
   */
  interface Gcm extends AutoCloseable {

    /**
     * Encrypts in place and appends the tag.
     *
     * @param from the first octet of associated data
     * @param body behind the last one, and the first octet to encrypt
     * @param end behind the last octet to encrypt, where the tag goes
     * @param more further associated data of at most 16 octets, or none
     */
    void seal(long ivHigh, int ivLow, byte[] b, int from, int body, int end, byte[] more);

    /**
     * Whether the tag fits; {@code b} stays as it is. Takes the same time wherever a wrong tag
     * differs.
     *
     * @param end behind the last encrypted octet, where the tag stands
     */
    boolean fits(long ivHigh, int ivLow, byte[] b, int from, int body, int end, byte[] more);

    /** Decrypts in place what {@link #fits} has just approved of. */
    void open(byte[] b, int body, int end);

    /** Wipes what this object holds of the key. */
    @Override
    void close();
  }

  /** The accelerator on the path, else {@link #NONE}; looked for once. */
  static SrtpAccelerator found() {
    return Found.ACCELERATOR;
  }

  /** Makes the search wait until somebody asks. */
  final class Found {
    private static final SrtpAccelerator ACCELERATOR = search();

    private Found() {}

    private static SrtpAccelerator search() {
      try {
        // The loader of this class: what a thread happens to carry is no reason to change ciphers.
        Iterator<SrtpAccelerator> services =
            ServiceLoader.load(SrtpAccelerator.class, SrtpAccelerator.class.getClassLoader())
                .iterator();
        return services.hasNext() ? services.next() : NONE;
      } catch (ServiceConfigurationError broken) {
        return NONE; // such a jar on the path must not cost anybody a call
      }
    }
  }
}
