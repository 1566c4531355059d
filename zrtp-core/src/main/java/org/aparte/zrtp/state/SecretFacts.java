package org.aparte.zrtp.state;

import org.aparte.zrtp.crypto.SecretMatching;

/**
 * What became of the shared secrets of an exchange (RFC 6189 sections 4.3.1, 4.3.2); facts only.
 *
 * @param s1Found a retained secret of both sides met
 * @param s3Found the pbxsecret of both sides met
 * @param auxMismatch we hold an auxsecret and the peer does not
 */
record SecretFacts(boolean s1Found, boolean s3Found, boolean auxMismatch) {

  static SecretFacts of(SecretMatching matching) {
    return new SecretFacts(
        matching.retainedSecretMatches(),
        matching.pbxsecretMatches(),
        matching.isAuxsecretMismatch());
  }
}
