package org.aparte.srtp.intrinsics;

/** What method handles may throw, as something unchecked. */
final class Failure {

  /**
   * Stands where the object of the JDK was: who goes on after {@code close} gets an exception, and
   * not a keystream or a MAC under the zeros that the key was overwritten with.
   */
  static final Object CLOSED = new Object();

  private Failure() {}

  static RuntimeException of(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof ClassCastException) {
      return new IllegalStateException("closed: its keys are wiped", thrown);
    }
    return thrown instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("a class inside the JDK refused its input", thrown);
  }
}
