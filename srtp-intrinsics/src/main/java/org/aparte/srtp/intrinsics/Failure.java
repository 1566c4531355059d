package org.aparte.srtp.intrinsics;

/** What method handles may throw, as something unchecked. */
final class Failure {

  private Failure() {}

  static RuntimeException of(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("a class inside the JDK refused its input", thrown);
  }
}
