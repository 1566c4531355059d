package org.aparte.zrtp.crypto;

import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;

/**
 * One secret of those of several KEMs, by nested dual PRFs (Bindel, Brendel, Fischlin, Goncalves,
 * Stebila, "Hybrid Key Encapsulation Mechanisms and Authenticated Key Exchange", section 3.3), as
 * Linphone does it.
 */
public final class KemCombiner {

  private KemCombiner() {}

  /**
   * HMAC(...HMAC(HMAC(empty, secret 1), secret 2)..., ciphertexts).
   *
   * @param ciphertexts of all, one after the other, without padding
   * @param secrets in the same order; they stay the caller's
   * @return as long as the hash, for the caller to close
   */
  public static SecretBytes combine(ZrtpHash hash, Octets ciphertexts, SecretBytes... secrets) {
    // the same to HMAC as the empty key, which the JCA does not take
    SecretBytes t = SecretBytes.takeOver(new byte[hash.outputOctets()]);
    for (SecretBytes secret : secrets) {
      try (SecretBytes key = t) {
        t = hash.mac(key, secret.expose());
      }
    }
    try (SecretBytes key = t) {
      return hash.mac(key, ciphertexts.toArray());
    }
  }
}
