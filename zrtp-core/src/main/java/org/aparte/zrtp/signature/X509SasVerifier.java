package org.aparte.zrtp.signature;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
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
 * Verifies ECDSA signatures that come with their X.509v3 certificate (RFC 6189 section 7.2.2).
 *
 * <p>The work for a block is bounded: one certificate of less than 2 KB is read, and one ECDSA
 * signature verified; the app is asked about the certificate only if that fits. Immutable, and safe
 * for several threads if the providers and the app's {@link TrustedCertificates} are.
 */
public final class X509SasVerifier implements SasVerifier {

  private final VerifyingCrypto crypto;
  private final TrustedCertificates trusted;

  /**
   * A verifier.
   *
   * @param providers who reads the certificate and who verifies
   * @param trusted whom the app trusts
   */
  public X509SasVerifier(CryptoProviders providers, TrustedCertificates trusted) {
    this.crypto = new VerifyingCrypto(providers);
    this.trusted = Objects.requireNonNull(trusted);
  }

  @Override
  public Set<SignatureType> types() {
    return EnumSet.of(SignatureType.X509);
  }

  @Override
  public SasVerdict verify(AlgorithmCode type, Octets block, Octets sasHash) {
    byte[] signed = SasHash.require(sasHash);
    if (!type.is(SignatureType.X509)) {
      return new Unsupported(Unsupported.Reason.TYPE);
    }
    SasSigningKey key;
    X509Certificate certificate;
    try {
      X509Block parts = X509Block.parse(block);
      certificate = crypto.certificate(parts.certificate().toArray());
      key = verified(certificate, parts.signature(), signed);
    } catch (RefusedSignature refused) {
      return refused.verdict();
    } catch (RuntimeException broken) {
      // A certificate whose parts the provider reads only when asked for them.
      return new Invalid(Invalid.Reason.MALFORMED);
    }
    // Z-7.2.2-03: chain and root are judged by the app
    String owner = trusted.ownerOf(certificate);
    return owner == null ? new SasVerdict.UnknownKey(key) : new SasVerdict.Valid(owner, key);
  }

  /** The key of the certificate, after the signature proved to be its own. */
  private SasSigningKey verified(X509Certificate certificate, Octets signature, byte[] signed)
      throws RefusedSignature {
    EcdsaCurve curve = X509Block.signingCurve(certificate, crypto);
    // Z-7.2.2-02
    if (signature.length() != 2 * curve.fieldOctets()) {
      throw new RefusedSignature(Invalid.Reason.MALFORMED);
    }
    PublicKey key = crypto.ecKey(curve, ((ECPublicKey) certificate.getPublicKey()).getW());
    SignaturePair pair = SignaturePair.ofFixedWidth(signature);
    if (!pair.isBelow(crypto.orderOf(key))) {
      throw new RefusedSignature(Invalid.Reason.DOES_NOT_FIT);
    }
    crypto.verify(curve.hash().with("ECDSA"), key, signed, pair.der());
    byte[] subjectPublicKeyInfo = certificate.getPublicKey().getEncoded();
    return new SasSigningKey(
        SignatureType.X509,
        Octets.of(SignatureHash.SHA256.digest(subjectPublicKeyInfo)),
        "",
        certificate);
  }
}
