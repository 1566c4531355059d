package org.aparte.srtp.secret;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Overwrites scratch arrays that held secrets. The only place that does. */
public final class Wipe {

  private Wipe() {}

  /** Sets every octet to zero; does nothing with {@code null}. */
  public static void octets(byte @Nullable [] array) {
    if (array != null) {
      Arrays.fill(array, (byte) 0);
    }
  }

  /** Closes what is not {@code null}. */
  public static void secret(@Nullable SecretBytes secret) {
    if (secret != null) {
      secret.close();
    }
  }
}
