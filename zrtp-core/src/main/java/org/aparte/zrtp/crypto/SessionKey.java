package org.aparte.zrtp.crypto;

import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.Zid;

/**
 * ZRTPSess: what a call keeps of its DH or Preshared exchange to add streams, to enroll with a
 * trusted MiTM and to come back after GoClear (RFC 6189 sections 4.5.2, 7.3.1, 4.7.2.1).
 *
 * <p>It lives as long as the call and no longer (Z-4.5.2-03, Z-4.5.2-04). The RFC does not say
 * whose roles count in its derivations when a later stream has them reversed; here they are those
 * of the exchange that made the key.
 */
public final class SessionKey implements AutoCloseable {

  private final ZrtpHash hash;
  private final Zid zidI;
  private final Zid zidR;
  private final SecretBytes zrtpSess;

  /**
   * A session key that is known already, for vectors; an exchange has it from {@link
   * SharedSecretS0#sessionKey}.
   *
   * @param zrtpSess as long as the hash; taken over
   */
  public SessionKey(ZrtpHash hash, Zid zidI, Zid zidR, SecretBytes zrtpSess) {
    this.hash = hash;
    this.zidI = zidI;
    this.zidR = zidR;
    this.zrtpSess = zrtpSess;
  }

  /** pbxsecret, the trusted MiTM key of an enrollment (section 7.3.1): 32 octets. */
  public SecretBytes trustedMitmKey() {
    // Z-7.3.1-01
    return ZrtpKdf.derive(
        hash,
        zrtpSess,
        "Trusted MiTM key",
        KdfContext.zids(zidI, zidR),
        SharedSecretS0.OCTETS_256_BITS);
  }

  /** ZRTPSess after GoClear (section 4.7.2.1). This one is wiped. */
  public SessionKey renew() {
    try (zrtpSess) {
      // Z-4.7.2.1-05
      return new SessionKey(
          hash,
          zidI,
          zidR,
          ZrtpKdf.derive(
              hash,
              zrtpSess,
              "New ZRTP Session",
              KdfContext.zids(zidI, zidR),
              hash.outputOctets()));
    }
  }

  /** ZRTPSess itself, which only the s0 of further streams needs (Z-4.5.2-02), and vectors. */
  public SecretBytes zrtpSess() {
    return zrtpSess;
  }

  /** Wipes ZRTPSess. */
  @Override
  public void close() {
    zrtpSess.close();
  }
}
