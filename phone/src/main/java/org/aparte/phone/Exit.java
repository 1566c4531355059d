package org.aparte.phone;

/** How a call ended, for the shell. */
enum Exit {
  /** Secure, and all media decrypted. */
  OK(0),
  /** The command was not understood. */
  USAGE(2),
  /** Nobody answered. */
  NO_PEER(3),
  /** The call did not become secure. */
  NOT_SECURE(4),
  /** The call was secure, and media did not come through. */
  MEDIA_FAILED(5);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
