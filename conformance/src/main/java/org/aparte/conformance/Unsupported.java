package org.aparte.conformance;

import java.io.Serial;

/** A vector that this library cannot judge: an algorithm it lacks, a field nobody explained. */
final class Unsupported extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  Unsupported(String message) {
    super(message);
  }
}
