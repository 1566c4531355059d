package org.aparte.zrtp.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Optional;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.CryptoProviders.Primitive;
import org.aparte.zrtp.model.KeyAgreementType;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.jspecify.annotations.Nullable;

/**
 * EC25, EC38 and EC52: ECDH on P-256, P-384 and P-521. A public value is X followed by Y
 * (Z-5.1.5-13), a result X alone (Z-5.1.5-14), coordinates in full width.
 *
 * <p>Keys are made and used in the provider of {@link Primitive#ELLIPTIC_CURVE}; the peer's point
 * is checked here, before any provider sees it, for providers differ in what they check and when.
 */
final class EllipticCurveDh extends KeyAgreement {

  private final NistCurve curve;
  private final Jca jca;

  EllipticCurveDh(KeyAgreementType type, CryptoProviders providers) {
    super(type);
    this.curve =
        switch (type) {
          case EC25 -> NistCurve.P256;
          case EC38 -> NistCurve.P384;
          default -> NistCurve.P521;
        };
    this.jca = new Jca(providers);
  }

  @Override
  public KeyShare generate(CipherType cipher, SecureRandom random) {
    KeyPairGenerator generator = jca.keyPairGenerator(Primitive.ELLIPTIC_CURVE, "EC");
    try {
      // by name, since providers have tables of multiples for the curves that they know
      generator.initialize(new ECGenParameterSpec(curve.secName()), random);
    } catch (GeneralSecurityException unknownCurve) {
      throw new IllegalStateException(
          generator.getProvider().getName() + " does not know " + curve.nistName(), unknownCurve);
    }
    KeyPair pair = generator.generateKeyPair();
    ECPoint point = ((ECPublicKey) pair.getPublic()).getW();
    return new Share(publicValue(point.getAffineX(), point.getAffineY()), pair.getPrivate());
  }

  @Override
  public KeyShare fromPrivate(SecretBytes privateValue, SecureRandom random) {
    BigInteger d = new BigInteger(1, privateValue.expose());
    if (d.signum() == 0 || d.compareTo(curve.order()) >= 0) {
      throw new IllegalArgumentException(
          "a scalar of " + curve.nistName() + " lies between 1 and n-1");
    }
    // no JCA interface gives the point to a scalar
    org.bouncycastle.math.ec.ECPoint point =
        new FixedPointCombMultiplier()
            .multiply(CustomNamedCurves.getByName(curve.nistName()).getG(), d)
            .normalize();
    KeyFactory factory = jca.keyFactory(Primitive.ELLIPTIC_CURVE, "EC");
    try {
      PrivateKey key = factory.generatePrivate(new ECPrivateKeySpec(d, curve.spec()));
      return new Share(
          publicValue(
              point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger()),
          key);
    } catch (GeneralSecurityException refused) {
      throw new IllegalStateException(
          factory.getProvider().getName() + " takes no private keys from outside", refused);
    }
  }

  private Octets publicValue(BigInteger x, BigInteger y) {
    byte[] octets = new byte[type().publicValueOctets()];
    int half = curve.fieldOctets();
    System.arraycopy(BigEndian.fixedWidth(x, half), 0, octets, 0, half);
    System.arraycopy(BigEndian.fixedWidth(y, half), 0, octets, half, half);
    return Octets.of(octets);
  }

  private ECPoint point(Octets publicValue) {
    int half = curve.fieldOctets();
    return new ECPoint(
        new BigInteger(1, publicValue.slice(0, half).toArray()),
        new BigInteger(1, publicValue.slice(half, 2 * half).toArray()));
  }

  @Override
  Optional<PublicValueFault> faultOfContent(Octets publicValue) {
    ECPoint point = point(publicValue);
    // Z-5.1.5-12
    return curve.contains(point.getAffineX(), point.getAffineY())
        ? Optional.empty()
        : Optional.of(PublicValueFault.NOT_ON_CURVE);
  }

  private final class Share extends KeyShare {

    private @Nullable PrivateKey key;

    Share(Octets publicValue, PrivateKey key) {
      super(EllipticCurveDh.this, publicValue);
      this.key = key;
    }

    @Override
    AgreementOutcome compute(Octets peerPublicValue) {
      KeyFactory factory = jca.keyFactory(Primitive.ELLIPTIC_CURVE, "EC");
      javax.crypto.KeyAgreement ecdh = jca.keyAgreement(Primitive.ELLIPTIC_CURVE, "ECDH");
      try {
        ecdh.init(key);
        ecdh.doPhase(
            factory.generatePublic(new ECPublicKeySpec(point(peerPublicValue), curve.spec())),
            true);
        return outcomeOf(ecdh.generateSecret(), curve.fieldOctets());
      } catch (GeneralSecurityException | RuntimeException refused) {
        return new AgreementOutcome.Refused(PublicValueFault.REFUSED_BY_PROVIDER);
      }
    }

    /** Lets go of the key, which is the provider's: it cannot be wiped from here. */
    @Override
    public void close() {
      super.close();
      key = null;
    }
  }
}
