package org.aparte.zrtp.signature;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import org.jspecify.annotations.Nullable;

/**
 * A private key of the app's, never looked into: it may be a mere handle.
 *
 * @param provider that computes with it; {@code null} lets the JCA find the one that can
 */
record SigningKey(PrivateKey key, @Nullable Provider provider) {

  /** r and s of a signature over these octets. */
  SignaturePair sign(String jcaName, byte[] octets) throws GeneralSecurityException {
    Signature signer =
        provider == null
            ? Signature.getInstance(jcaName)
            : Signature.getInstance(jcaName, provider);
    signer.initSign(key);
    signer.update(octets);
    return SignaturePair.ofDer(signer.sign());
  }

  /** Says nothing of the key. */
  @Override
  public String toString() {
    return "SigningKey[" + key.getAlgorithm() + "]";
  }
}
