package org.aparte.zrtp.crypto;

import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that this endpoint may share with a peer, each of them possibly missing (RFC 6189
 * section 4.3): rs1, rs2 and pbxsecret from the cache, auxsecret from outside ZRTP.
 *
 * <p>Owns them, and wipes them in {@link #close}.
 */
public final class OwnSecrets implements AutoCloseable {

  private final @Nullable SecretBytes rs1;
  private final @Nullable SecretBytes rs2;
  private final @Nullable SecretBytes auxsecret;
  private final @Nullable SecretBytes pbxsecret;

  /** Takes over the secrets. */
  public OwnSecrets(
      @Nullable SecretBytes rs1,
      @Nullable SecretBytes rs2,
      @Nullable SecretBytes auxsecret,
      @Nullable SecretBytes pbxsecret) {
    this.rs1 = rs1;
    this.rs2 = rs2;
    this.auxsecret = auxsecret;
    this.pbxsecret = pbxsecret;
  }

  /** No secret at all: a first call. */
  public static OwnSecrets none() {
    return new OwnSecrets(null, null, null, null);
  }

  /** The newest retained secret. */
  @Nullable SecretBytes rs1() {
    return rs1;
  }

  /** The retained secret before the newest. */
  @Nullable SecretBytes rs2() {
    return rs2;
  }

  /** The auxiliary secret. */
  @Nullable SecretBytes auxsecret() {
    return auxsecret;
  }

  /** The trusted MiTM key. */
  @Nullable SecretBytes pbxsecret() {
    return pbxsecret;
  }

  /** Wipes them all. */
  @Override
  public void close() {
    Wipe.secret(rs1);
    Wipe.secret(rs2);
    Wipe.secret(auxsecret);
    Wipe.secret(pbxsecret);
  }
}
