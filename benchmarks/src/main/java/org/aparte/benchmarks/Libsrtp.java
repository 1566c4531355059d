package org.aparte.benchmarks;

/**
 * libsrtp2, called through the foreign function interface. This is the form for a JDK before 22,
 * which has none; {@code src/main/java22} has the other.
 */
@SuppressWarnings("DoNotCallSuggester") // the other form can be called
final class Libsrtp {

  private Libsrtp() {}

  /** Whether this JDK can call libsrtp2, and the library is found. */
  static boolean isThere(String library) {
    return false;
  }

  /** The implementation for a profile. */
  static Peer of(String library, Suite suite) {
    throw new UnsupportedOperationException("calling " + library + " for " + suite + ": JDK 22");
  }

  /** Calls a function that does nothing to speak of. */
  static int emptyCall(String library) {
    throw new UnsupportedOperationException("calling " + library + ": JDK 22");
  }
}
