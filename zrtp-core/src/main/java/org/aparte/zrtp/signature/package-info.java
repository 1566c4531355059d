/**
 * Signatures over the SAS hash (RFC 6189 section 7.2), ready to use: OpenPGP and X.509 on the JCA.
 *
 * <p>A signer takes any {@code PrivateKey} of the JCA, also one that a smart card or a phone's
 * keystore keeps to itself. A verifier does the cryptography and asks the app whom it trusts:
 * {@link org.aparte.zrtp.signature.TrustedCertificates}, {@link org.aparte.zrtp.signature.PgpKeys}.
 * Neither reads a file, a clock or the network.
 */
@NullMarked
package org.aparte.zrtp.signature;

import org.jspecify.annotations.NullMarked;
