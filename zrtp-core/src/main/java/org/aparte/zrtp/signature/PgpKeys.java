package org.aparte.zrtp.signature;

import org.aparte.srtp.secret.Octets;
import org.jspecify.annotations.Nullable;

/** The OpenPGP keys of its peers that the app holds to be valid. */
public interface PgpKeys {

  /**
   * The key with this id, or {@code null} when the app has none or does not hold it to be valid.
   *
   * <p>Validity, that is trust, expiry and revocation, is the app's (section 7.2.1). Called on the
   * thread that drives the session. Must not throw; for a key that has to be fetched say {@code
   * null} now, and hand the signature to the verifier again when the key is there.
   *
   * @param keyId the 8 octets of RFC 4880 section 12.2, as the signature says
   * @param keyServerUri where the peer says the key can be fetched: see {@code
   *     SasSigningKey.keyServerUri} before fetching anything
   */
  @Nullable KnownKey find(Octets keyId, String keyServerUri);

  /**
   * A key that the app vouches for.
   *
   * @param owner in the app's own words
   * @param key the primary key or the subkey with the id that was asked for
   */
  record KnownKey(String owner, PgpPublicKey key) {}
}
