package org.aparte.benchmarks;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;

/**
 * libsrtp2, called through the foreign function interface, in place on Java's own arrays: {@code
 * critical} calls copy nothing and cost some nanoseconds.
 *
 * <p>Two sessions, which take any SSRC: one protects, one opens. A receiver forgets a stream, as
 * ours does, so that the same packets can be opened again. The layout of {@code srtp_policy_t} is
 * that of the public header, {@code srtp2/srtp.h}, on 64 bits.
 */
@SuppressWarnings("restricted") // calling C is the purpose
final class Libsrtp implements Peer {

  private static final int POLICY_OCTETS = 128;
  private static final int RTP_AT = 8;
  private static final int RTCP_AT = 32;
  private static final int KEY_AT = 56;
  private static final int WINDOW_AT = 88;
  private static final int ANY_INBOUND = 2;
  private static final int PROFILE = 1; // SRTP_AES128_CM_HMAC_SHA1_80, see RFC 5764
  private static final int ANY_OUTBOUND = 3;

  private static final int NETWORK_ORDER_SSRC =
      ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? SSRC : Integer.reverseBytes(SSRC);

  /** One library in a JVM: the one named by {@code -Daparte.libsrtp}. */
  private static final String LIBRARY = System.getProperty("aparte.libsrtp", "libsrtp2.so.1");

  private final MemorySegment sender;
  private final MemorySegment receiver;
  private final int[] length = new int[1];
  private final MemorySegment lengthAt = MemorySegment.ofArray(length);
  private byte[] array = new byte[0];
  private MemorySegment memory = MemorySegment.ofArray(array);
  private boolean hasReceived;

  private Libsrtp(Suite suite) {
    sender = session(suite, ANY_OUTBOUND);
    receiver = session(suite, ANY_INBOUND);
  }

  private static MemorySegment session(Suite suite, int ssrcs) {
    String policyOf =
        switch (suite) {
          case CM128 -> "srtp_crypto_policy_set_rtp_default";
          case CM256 -> "srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80";
          case GCM128 -> "srtp_crypto_policy_set_aes_gcm_128_16_auth";
        };
    Arena arena = Arena.global(); // the session lives as long as the JVM of this fork
    MemorySegment policy = arena.allocate(POLICY_OCTETS, 8);
    MemorySegment key = arena.allocate(64);
    MemorySegment.copy(MemorySegment.ofArray(suite.key()), 0, key, 0, suite.key().length);
    MemorySegment.copy(
        MemorySegment.ofArray(suite.salt()), 0, key, suite.key().length, suite.salt().length);
    MemorySegment out = arena.allocate(ADDRESS);
    try {
      MethodHandle set = voidHandle(policyOf);
      set.invokeExact(policy.asSlice(RTP_AT));
      set.invokeExact(policy.asSlice(RTCP_AT));
      policy.set(JAVA_INT, 0, ssrcs);
      policy.set(ADDRESS, KEY_AT, key);
      policy.set(JAVA_LONG, WINDOW_AT, 128L);
      require((int) Calls.CREATE.invokeExact(out, policy), "srtp_create");
    } catch (Throwable e) {
      throw new IllegalStateException("libsrtp2 could not be set up", e);
    }
    return out.get(ADDRESS, 0);
  }

  private static void require(int status, String call) {
    if (status != 0) {
      throw new IllegalStateException(call + " answered " + status);
    }
  }

  /** Whether this JDK can call libsrtp2, and the library is found. */
  static boolean isThere(String library) {
    try {
      return SymbolLookup.libraryLookup(library, Arena.global()).find("srtp_protect").isPresent();
    } catch (IllegalArgumentException absent) {
      return false;
    }
  }

  /** The implementation for a profile. */
  static Peer of(String library, Suite suite) {
    if (!library.equals(LIBRARY)) {
      throw new IllegalStateException("one library in a JVM: " + LIBRARY + ", not " + library);
    }
    return new Libsrtp(suite);
  }

  /** Calls a function that does nothing to speak of. */
  static int emptyCall(String library) {
    try {
      return (int) Calls.KEY_OCTETS.invokeExact(PROFILE);
    } catch (Throwable e) {
      throw new IllegalStateException(library, e);
    }
  }

  @Override
  public int protect(byte[] buffer, int offset, int octets) {
    point(buffer, octets);
    try {
      int status = (int) Calls.PROTECT.invokeExact(sender, memory.asSlice(offset), lengthAt);
      return status == 0 ? length[0] : -1;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int unprotect(byte[] buffer, int offset, int octets) {
    point(buffer, octets);
    hasReceived = true;
    try {
      int status = (int) Calls.UNPROTECT.invokeExact(receiver, memory.asSlice(offset), lengthAt);
      return status == 0 ? length[0] : -1;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private void point(byte[] buffer, int octets) {
    if (buffer != array) {
      array = buffer;
      memory = MemorySegment.ofArray(buffer);
    }
    length[0] = octets;
  }

  @Override
  public void forgetReceived() {
    if (!hasReceived) {
      return; // a stream that is not there cannot be removed
    }
    try {
      require((int) Calls.REMOVE.invokeExact(receiver, NETWORK_ORDER_SSRC), "srtp_remove_stream");
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle handle(String name, boolean critical, MemoryLayout... parameters) {
    return linked(name, FunctionDescriptor.of(JAVA_INT, parameters), critical);
  }

  private static MethodHandle voidHandle(String name) {
    return linked(name, FunctionDescriptor.ofVoid(ADDRESS), false);
  }

  private static MethodHandle linked(String name, FunctionDescriptor form, boolean critical) {
    MemorySegment symbol =
        SymbolLookup.libraryLookup(LIBRARY, Arena.global()).find(name).orElseThrow();
    return critical
        ? Linker.nativeLinker().downcallHandle(symbol, form, Linker.Option.critical(true))
        : Linker.nativeLinker().downcallHandle(symbol, form);
  }

  /** The functions, linked when the first of them is wanted: the library may be absent. */
  private static final class Calls {
    static final MethodHandle CREATE = handle("srtp_create", false, ADDRESS, ADDRESS);
    static final MethodHandle PROTECT = handle("srtp_protect", true, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle UNPROTECT = handle("srtp_unprotect", true, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle REMOVE = handle("srtp_remove_stream", false, ADDRESS, JAVA_INT);
    static final MethodHandle KEY_OCTETS =
        handle("srtp_profile_get_master_key_length", true, JAVA_INT);

    static {
      try {
        require(
            (int) handle("srtp_init", false).invokeExact(), "srtp_init"); // a second one is refused
      } catch (Throwable e) {
        throw new ExceptionInInitializerError(e);
      }
    }
  }
}
