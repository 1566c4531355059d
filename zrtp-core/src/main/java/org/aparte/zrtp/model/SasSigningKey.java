package org.aparte.zrtp.model;

import java.security.cert.X509Certificate;
import org.aparte.srtp.secret.Octets;
import org.jspecify.annotations.Nullable;

/**
 * Names the key under which a peer's signature was made, or says to have been made.
 *
 * @param type of the signature
 * @param id X.509: SHA-256 over the certificate's SubjectPublicKeyInfo, so that a renewed
 *     certificate of the same key has the same id; OpenPGP: the fingerprint, or the 8 octets of the
 *     key id as long as the key is not known
 * @param keyServerUri OpenPGP: where the peer says that its key can be fetched, printable ASCII;
 *     else empty. It is the peer's word: fetching from it tells that server who calls whom, and the
 *     address may lie inside the app's own network
 * @param certificate X.509: the certificate as it came; else {@code null}
 */
public record SasSigningKey(
    SignatureType type, Octets id, String keyServerUri, @Nullable X509Certificate certificate) {}
