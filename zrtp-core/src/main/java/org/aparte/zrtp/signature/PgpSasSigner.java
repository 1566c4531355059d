package org.aparte.zrtp.signature;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.time.Clock;
import java.util.Objects;
import java.util.regex.Pattern;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.SasKeyType;
import org.aparte.zrtp.model.SasSigner;
import org.aparte.zrtp.model.SignatureType;

/**
 * Signs with an OpenPGP key (RFC 6189 section 7.2.1): ECDSA or DSA, in a version 4 signature packet
 * with the time, the key id and the address of the key, all of them signed too. Immutable.
 */
public final class PgpSasSigner implements SasSigner {

  /** A scheme and something after it, without spaces or controls. */
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[!-~]+");

  private static final int MAX_URI_OCTETS = 1000;

  private final SigningKey key;
  private final PgpPublicKey publicKey;
  private final SasKeyType keyType;
  private final String keyServerUri;
  private final Clock clock;

  private PgpSasSigner(
      SigningKey key,
      PgpPublicKey publicKey,
      SasKeyType keyType,
      String keyServerUri,
      Clock clock) {
    this.key = key;
    this.publicKey = publicKey;
    this.keyType = keyType;
    this.keyServerUri = keyServerUri;
    this.clock = clock;
  }

  /**
   * A signer whose key may live in any provider of the platform.
   *
   * @param publicKey the key as OpenPGP knows it
   * @param key the private key to it
   * @param keyServerUri where peers can fetch the public key, such as {@code
   *     "https://example.org/alice.pgp"}: a whole URI, at most 1000 ASCII characters, best a short
   *     one
   * @param clock tells the time that stands in each signature
   * @throws IllegalArgumentException when the key may not sign a SAS hash ({@link
   *     PgpPublicKey#keyType}), or the URI is none
   */
  public static PgpSasSigner of(
      PgpPublicKey publicKey, PrivateKey key, String keyServerUri, Clock clock) {
    return of(publicKey, new SigningKey(key, null), keyServerUri, clock);
  }

  /**
   * A signer that computes by a provider of the app's choice.
   *
   * @throws IllegalArgumentException as {@link #of(PgpPublicKey, PrivateKey, String, Clock)}
   */
  public static PgpSasSigner of(
      PgpPublicKey publicKey, PrivateKey key, String keyServerUri, Clock clock, Provider provider) {
    return of(publicKey, new SigningKey(key, provider), keyServerUri, clock);
  }

  private static PgpSasSigner of(
      PgpPublicKey publicKey, SigningKey key, String keyServerUri, Clock clock) {
    // Z-7.2.1-02, Z-7.2.1-04, Z-7.2.1-05
    SasKeyType keyType =
        publicKey
            .keyType()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "sign with ECDSA, or with DSA of 2048 to 3072 bits; this key is " + publicKey));
    // Z-7.2.1-06, Z-7.2.1-07
    if (keyServerUri.length() > MAX_URI_OCTETS || !URI.matcher(keyServerUri).matches()) {
      throw new IllegalArgumentException(
          "give a whole URI of at most "
              + MAX_URI_OCTETS
              + " ASCII characters, from which peers can fetch the key");
    }
    return new PgpSasSigner(key, publicKey, keyType, keyServerUri, Objects.requireNonNull(clock));
  }

  @Override
  public SignatureType type() {
    return SignatureType.PGP;
  }

  @Override
  public SasKeyType keyType() {
    return keyType;
  }

  @Override
  public int maxOctets() {
    // Z-7.2.1-08: the bound of the URI keeps this well below 2040
    BigInteger longest = BigInteger.ONE.shiftLeft(8 * publicKey.signatureNumberOctets() - 1);
    Octets hashedPart = PgpSignature.hashedPart(publicKey, 0, keyServerUri);
    return PgpSignature.packet(hashedPart, 0, new SignaturePair(longest, longest)).length();
  }

  @Override
  public Octets sign(Octets sasHash) throws GeneralSecurityException {
    byte[] document = SasHash.require(sasHash);
    long seconds = clock.instant().getEpochSecond();
    Octets hashedPart = PgpSignature.hashedPart(publicKey, seconds, keyServerUri);
    byte[] signed = PgpSignature.signedOctets(document, hashedPart);
    SignaturePair pair = key.sign(publicKey.hash().with(publicKey.algorithm().name()), signed);
    int hashStart = PgpSignature.hashStart(publicKey.hash().digest(signed));
    return PgpSignature.packet(hashedPart, hashStart, pair);
  }
}
