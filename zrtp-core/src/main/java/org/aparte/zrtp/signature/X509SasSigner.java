package org.aparte.zrtp.signature;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.SasKeyType;
import org.aparte.zrtp.model.SasSigner;
import org.aparte.zrtp.model.SignatureType;

/**
 * Signs with the ECDSA key of an X.509v3 certificate (RFC 6189 section 7.2.2): P-256 with SHA-256,
 * P-384 with SHA-384. Immutable.
 */
public final class X509SasSigner implements SasSigner {

  private final SigningKey key;
  private final EcdsaCurve curve;
  private final Octets certificate;

  private X509SasSigner(SigningKey key, EcdsaCurve curve, Octets certificate) {
    this.key = key;
    this.curve = curve;
    this.certificate = certificate;
  }

  /**
   * A signer whose key may live in any provider of the platform.
   *
   * @param certificate sent with each signature; a small one avoids fragments ({@link
   *     SasSigner#UNFRAGMENTED_OCTETS})
   * @param key the private key to the certificate
   * @throws IllegalArgumentException when the certificate is not of version 3, its key is not on
   *     P-256 or P-384 or may not sign, or it is too long for the signature block
   */
  public static X509SasSigner of(X509Certificate certificate, PrivateKey key) {
    return of(certificate, new SigningKey(key, null));
  }

  /**
   * A signer that computes by a provider of the app's choice.
   *
   * @throws IllegalArgumentException as {@link #of(X509Certificate, PrivateKey)}
   */
  public static X509SasSigner of(X509Certificate certificate, PrivateKey key, Provider provider) {
    return of(certificate, new SigningKey(key, provider));
  }

  private static X509SasSigner of(X509Certificate certificate, SigningKey key) {
    try {
      VerifyingCrypto crypto = new VerifyingCrypto(CryptoProviders.platform());
      EcdsaCurve curve = X509Block.signingCurve(certificate, crypto);
      Octets der = Octets.of(certificate.getEncoded());
      X509SasSigner signer = new X509SasSigner(key, curve, der);
      // Z-7.2.2-04
      if (signer.maxOctets() > MAX_OCTETS) {
        throw new IllegalArgumentException(
            "a certificate of " + der.length() + " octets leaves no room for its signature");
      }
      return signer;
    } catch (RefusedSignature refused) {
      throw new IllegalArgumentException(
          "a certificate to sign a SAS with is of version 3, on P-256 or P-384, with key usage"
              + " digitalSignature if it has key usage; this one: "
              + refused.verdict(),
          refused);
    } catch (CertificateEncodingException broken) {
      throw new IllegalArgumentException("the certificate does not give its DER form", broken);
    }
  }

  @Override
  public SignatureType type() {
    return SignatureType.X509;
  }

  @Override
  public SasKeyType keyType() {
    return curve.keyType();
  }

  @Override
  public int maxOctets() {
    return X509Block.octets(certificate.length(), 2 * curve.fieldOctets());
  }

  @Override
  public Octets sign(Octets sasHash) throws GeneralSecurityException {
    byte[] signed = SasHash.require(sasHash);
    SignaturePair pair = key.sign(curve.hash().with("ECDSA"), signed);
    return new X509Block(certificate, Octets.of(pair.fixedWidth(curve.fieldOctets()))).write();
  }
}
