/**
 * The cryptography of ZRTP (RFC 6189 sections 4.3 to 4.6, 5.1, 9): hashes, key agreement, key
 * derivation, hash chains, the SAS.
 *
 * <p>Works on octets, secrets and the registries of the model; knows no messages and no state of an
 * exchange. Every secret is a {@code SecretBytes} with one owner, who closes it. What a peer sent
 * never makes an exception: a fault of the peer's is a named result. Every random value comes from
 * {@link org.aparte.zrtp.crypto.RandomSource}.
 */
@NullMarked
package org.aparte.zrtp.crypto;

import org.jspecify.annotations.NullMarked;
