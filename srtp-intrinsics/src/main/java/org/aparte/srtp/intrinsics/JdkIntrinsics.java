package org.aparte.srtp.intrinsics;

import org.aparte.srtp.SrtpAccelerator;
import org.jspecify.annotations.Nullable;

/**
 * AES, GHASH and SHA-1 as HotSpot compiles them to the instructions of the processor, driven
 * without the JCA in between.
 *
 * <p>Serves where the application opens {@code java.base/sun.security.provider} and {@code
 * java.base/com.sun.crypto.provider} to this module (or to the unnamed one), and a self-test with
 * known answers passes when this object is made. Otherwise it offers nothing, {@link #describe}
 * says why, and the JCA does the work. README.md of this module says what an auditor should look
 * at.
 */
public final class JdkIntrinsics implements SrtpAccelerator {

  private final @Nullable String obstacle;

  /** Looks for what it needs and tests it; never throws. */
  public JdkIntrinsics() {
    obstacle = SelfTest.obstacle();
  }

  /** Whether the self-test has passed. */
  public boolean serves() {
    return obstacle == null;
  }

  @Override
  public String describe() {
    return obstacle == null
        ? "srtp-intrinsics serves: its self-test has passed on JDK " + Runtime.version()
        : "srtp-intrinsics does not serve: " + obstacle;
  }

  @Override
  public @Nullable CounterMode counterMode(byte[] key) {
    return serves() ? new AesCounter(key) : null;
  }

  @Override
  public @Nullable HmacSha1 hmacSha1(byte[] key) {
    return serves() ? new Sha1Hmac(key) : null;
  }

  @Override
  public @Nullable Gcm gcm(byte[] key) {
    return serves() ? new AesGcm(key) : null;
  }
}
