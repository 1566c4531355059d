package org.aparte.zrtp.state;

import org.aparte.zrtp.crypto.PresharedKey;
import org.aparte.zrtp.crypto.SecretMatching;

/**
 * What became of the shared secrets of an exchange (RFC 6189 sections 4.3.1, 4.3.2); facts only.
 *
 * @param s1Found a retained secret of both sides met
 * @param s3Found the pbxsecret of both sides met
 * @param auxMismatch we hold an auxsecret and the peer does not
 */
record SecretFacts(boolean s1Found, boolean s3Found, boolean auxMismatch) {

  /** In Multistream mode nobody asks. */
  static final SecretFacts MULTISTREAM = new SecretFacts(true, false, false);

  /** In Preshared mode rs1 met, and what else went into the key; or the Confirm will not fit. */
  static SecretFacts of(PresharedKey key) {
    return new SecretFacts(true, key.holdsPbxsecret(), false);
  }

  static SecretFacts of(SecretMatching matching) {
    return new SecretFacts(
        matching.retainedSecretMatches(),
        matching.pbxsecretMatches(),
        matching.isAuxsecretMismatch());
  }
}
