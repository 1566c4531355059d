package org.aparte.zrtp.signature;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** The app's judgement on the certificates of its peers. */
public interface TrustedCertificates {

  /**
   * Whose certificate this is, or {@code null} when the app does not trust it.
   *
   * <p>The key has signed this call's SAS hash, and the certificate does not forbid it to sign.
   * Nothing else was checked: chain and root (Z-7.2.2-03), dates, revocation, names and the
   * algorithms of the certificate's own signature are the app's, with {@code CertPathValidator} or
   * by a list of its own.
   *
   * <p>Called on the thread that drives the session. Must not throw; for a long search say {@code
   * null} now and judge the certificate of {@code UnknownKey} later.
   *
   * @param certificate as the peer sent it, at most 1976 octets of DER
   * @return the owner in the app's own words
   */
  @Nullable String ownerOf(X509Certificate certificate);
}
