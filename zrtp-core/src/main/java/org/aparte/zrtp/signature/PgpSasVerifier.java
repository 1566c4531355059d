package org.aparte.zrtp.signature;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.SasSigningKey;
import org.aparte.zrtp.model.SasVerdict;
import org.aparte.zrtp.model.SasVerdict.Invalid;
import org.aparte.zrtp.model.SasVerdict.Unsupported;
import org.aparte.zrtp.model.SasVerifier;
import org.aparte.zrtp.model.SignatureType;

/**
 * Verifies OpenPGP signatures (RFC 6189 section 7.2.1): version 4, ECDSA, DSA with 2048 to 3072
 * bits or RSA with 2048 to 4096, and a hash of the SHA-2 family.
 *
 * <p>The work for a block is bounded: it is read once from end to end, the app is asked for one
 * key, and one signature is verified. Immutable, and safe for several threads if the providers and
 * the app's {@link PgpKeys} are.
 */
public final class PgpSasVerifier implements SasVerifier {

  private final VerifyingCrypto crypto;
  private final PgpKeys keys;

  /**
   * A verifier.
   *
   * @param providers who verifies
   * @param keys those of the peers
   */
  public PgpSasVerifier(CryptoProviders providers, PgpKeys keys) {
    this.crypto = new VerifyingCrypto(providers);
    this.keys = Objects.requireNonNull(keys);
  }

  @Override
  public Set<SignatureType> types() {
    return EnumSet.of(SignatureType.PGP);
  }

  @Override
  public SasVerdict verify(AlgorithmCode type, Octets block, Octets sasHash) {
    byte[] document = SasHash.require(sasHash);
    if (!type.is(SignatureType.PGP)) {
      return new Unsupported(Unsupported.Reason.TYPE);
    }
    try {
      return verify(PgpSignature.parse(block), document);
    } catch (RefusedSignature refused) {
      return refused.verdict();
    }
  }

  private SasVerdict verify(PgpSignature signature, byte[] document) throws RefusedSignature {
    byte[] signed = PgpSignature.signedOctets(document, signature.hashedPart());
    // Cheap, and before the app is asked: most of what does not fit shows it here.
    if (PgpSignature.hashStart(signature.hash().digest(signed)) != signature.hashStart()) {
      return new Invalid(Invalid.Reason.DOES_NOT_FIT);
    }
    PgpKeys.KnownKey known = keys.find(signature.keyId(), signature.keyServerUri());
    if (known == null || !known.key().keyId().equals(signature.keyId())) {
      return new SasVerdict.UnknownKey(key(signature.keyId(), signature));
    }
    known.key().verify(signature, signed, crypto);
    return new SasVerdict.Valid(known.owner(), key(known.key().fingerprint(), signature));
  }

  private static SasSigningKey key(Octets id, PgpSignature signature) {
    return new SasSigningKey(SignatureType.PGP, id, signature.keyServerUri(), null);
  }
}
