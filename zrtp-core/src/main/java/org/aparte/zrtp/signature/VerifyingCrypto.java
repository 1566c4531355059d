package org.aparte.zrtp.signature;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.KeySpec;
import java.util.EnumMap;
import java.util.Map;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.CryptoProviders.Primitive;
import org.aparte.zrtp.model.SasVerdict.Invalid;
import org.aparte.zrtp.model.SasVerdict.Unsupported;
import org.jspecify.annotations.Nullable;

/**
 * The JCA for octets that a peer chose: whatever a provider throws at them becomes a refusal.
 *
 * <p>Runtime exceptions are caught too: providers are not of one mind about what they throw at a
 * point off the curve or a broken certificate.
 */
final class VerifyingCrypto {

  private final @Nullable Provider signatures;
  private final @Nullable Provider certificates;

  /** Of those curves that the provider has. */
  private final Map<EcdsaCurve, ECParameterSpec> specs = new EnumMap<>(EcdsaCurve.class);

  VerifyingCrypto(CryptoProviders providers) {
    signatures = providers.provider(Primitive.SIGNATURE).orElse(null);
    certificates = providers.provider(Primitive.CERTIFICATE).orElse(null);
    for (EcdsaCurve curve : EcdsaCurve.values()) {
      ECParameterSpec spec = spec(curve, signatures);
      if (spec != null) {
        specs.put(curve, spec);
      }
    }
  }

  X509Certificate certificate(byte[] der) throws RefusedSignature {
    try {
      CertificateFactory factory =
          certificates == null
              ? CertificateFactory.getInstance("X.509")
              : CertificateFactory.getInstance("X.509", certificates);
      if (factory.generateCertificate(new ByteArrayInputStream(der))
          instanceof X509Certificate certificate) {
        return certificate;
      }
    } catch (CertificateException | RuntimeException broken) {
      // refused below
    }
    throw new RefusedSignature(Invalid.Reason.MALFORMED);
  }

  /** The curve of a key: all of its numbers are compared, its name is not asked. */
  EcdsaCurve curveOf(ECPublicKey key) throws RefusedSignature {
    for (Map.Entry<EcdsaCurve, ECParameterSpec> known : specs.entrySet()) {
      if (isSame(known.getValue(), key.getParams())) {
        return known.getKey();
      }
    }
    throw new RefusedSignature(Unsupported.Reason.ALGORITHM);
  }

  /** A key of one of the curves, whose point was checked to lie on it. */
  PublicKey ecKey(EcdsaCurve curve, ECPoint point) throws RefusedSignature {
    ECParameterSpec spec = specs.get(curve);
    if (spec == null) {
      throw new RefusedSignature(Unsupported.Reason.ALGORITHM);
    }
    if (!isOnCurve(spec, point)) {
      throw new RefusedSignature(Invalid.Reason.MALFORMED);
    }
    return key("EC", new ECPublicKeySpec(point, spec));
  }

  PublicKey key(String algorithm, KeySpec spec) throws RefusedSignature {
    try {
      KeyFactory factory =
          signatures == null
              ? KeyFactory.getInstance(algorithm)
              : KeyFactory.getInstance(algorithm, signatures);
      return factory.generatePublic(spec);
    } catch (GeneralSecurityException | RuntimeException refused) {
      throw new RefusedSignature(Unsupported.Reason.ALGORITHM);
    }
  }

  /**
   * Verifies a signature: one public-key operation.
   *
   * @throws RefusedSignature when it does not fit, or the provider cannot tell
   */
  void verify(String jcaName, PublicKey key, byte[] signed, byte[] signature)
      throws RefusedSignature {
    try {
      Signature verifier =
          signatures == null
              ? Signature.getInstance(jcaName)
              : Signature.getInstance(jcaName, signatures);
      verifier.initVerify(key);
      verifier.update(signed);
      if (verifier.verify(signature)) {
        return;
      }
    } catch (SignatureException | RuntimeException broken) {
      // does not fit
    } catch (GeneralSecurityException lacking) {
      throw new RefusedSignature(Unsupported.Reason.ALGORITHM);
    }
    throw new RefusedSignature(Invalid.Reason.DOES_NOT_FIT);
  }

  /** The order of a curve's generator. */
  BigInteger orderOf(PublicKey ecKey) {
    return ((ECPublicKey) ecKey).getParams().getOrder();
  }

  private static @Nullable ECParameterSpec spec(EcdsaCurve curve, @Nullable Provider signatures) {
    try {
      AlgorithmParameters parameters =
          signatures == null
              ? AlgorithmParameters.getInstance("EC")
              : AlgorithmParameters.getInstance("EC", signatures);
      parameters.init(new ECGenParameterSpec(curve.jcaName()));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException | RuntimeException lacking) {
      return null;
    }
  }

  /**
   * The generator counts as well: a certificate may spell out parameters of its own, with the curve
   * of P-256 and a generator to which somebody knows another key's logarithm (CVE-2020-0601).
   */
  private static boolean isSame(ECParameterSpec a, ECParameterSpec b) {
    return a.getCurve().getField().equals(b.getCurve().getField())
        && a.getCurve().getA().equals(b.getCurve().getA())
        && a.getCurve().getB().equals(b.getCurve().getB())
        && a.getGenerator().equals(b.getGenerator())
        && a.getOrder().equals(b.getOrder())
        && a.getCofactor() == b.getCofactor();
  }

  private static boolean isOnCurve(ECParameterSpec spec, ECPoint point) {
    if (point.equals(ECPoint.POINT_INFINITY)) {
      return false;
    }
    BigInteger p = ((ECFieldFp) spec.getCurve().getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    if (x.signum() < 0 || y.signum() < 0 || x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
      return false;
    }
    BigInteger right =
        x.multiply(x).add(spec.getCurve().getA()).multiply(x).add(spec.getCurve().getB());
    return y.multiply(y).subtract(right).mod(p).signum() == 0;
  }
}
