package org.aparte.vectors;

import java.io.Serial;

/** A vector file is not what it has to be; the message names the place. */
public final class VectorFormatException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  VectorFormatException(String message) {
    super(message);
  }

  VectorFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
