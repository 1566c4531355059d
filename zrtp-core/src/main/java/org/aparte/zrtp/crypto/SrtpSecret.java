package org.aparte.zrtp.crypto;

import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.Zid;

/** srtps, the auxsecret that an SRTP key of the signaling gives (RFC 6189 section 8.2). */
public final class SrtpSecret {

  private SrtpSecret() {}

  /**
   * srtps, 32 octets, to be used as auxsecret.
   *
   * @param signalled the master key and salt that both endpoints know from signaling; stays the
   *     caller's. The RFC does not say which direction's it is: the endpoints agree on that outside
   */
  public static SecretBytes derive(
      ZrtpHash negotiated, SrtpMasterKey signalled, Zid zidI, Zid zidR) {
    byte[] salt = signalled.salt().expose();
    byte[] context = new byte[2 * Zid.OCTETS + salt.length];
    KdfContext.zids(zidI, zidR).copyTo(context, 0);
    System.arraycopy(salt, 0, context, 2 * Zid.OCTETS, salt.length);
    // Z-8.2-01
    return ZrtpKdf.derive(
        negotiated,
        signalled.key(),
        "SRTP Secret",
        Octets.of(context),
        SharedSecretS0.OCTETS_256_BITS);
  }
}
