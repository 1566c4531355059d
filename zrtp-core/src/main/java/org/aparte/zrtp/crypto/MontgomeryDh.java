package org.aparte.zrtp.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.CryptoProviders.Primitive;
import org.aparte.zrtp.model.KeyAgreementType;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc7748.X448;
import org.jspecify.annotations.Nullable;

/**
 * X255, E255 and X448: X25519 and X448 of RFC 7748. Public values and results are little-endian, as
 * that RFC writes them.
 *
 * <p>Keys are made and used in the provider of {@link Primitive#MONTGOMERY_CURVE}, and go in and
 * out in the encodings of RFC 8410, which every provider reads; the classes of the JDK for them are
 * missing on Android.
 *
 * <p>Where that provider is Bouncy Castle, its arithmetic is called without the provider around it,
 * which makes every public value twice, and keeps the scalar where nobody can wipe it.
 */
final class MontgomeryDh extends KeyAgreement {

  private final Jca jca;
  private final boolean bouncyCastle;
  private final String name;
  private final int keyBits;
  private final int octets;
  private final byte[] publicPrefix;
  private final byte[] privatePrefix;
  private final byte[] basePoint;
  private final BigInteger p;
  private final Set<BigInteger> lowOrder;

  MontgomeryDh(KeyAgreementType type, CryptoProviders providers) {
    super(type);
    boolean x448 = type == KeyAgreementType.X448;
    this.jca = new Jca(providers);
    this.bouncyCastle =
        providers
            .provider(Primitive.MONTGOMERY_CURVE)
            .filter(BouncyCastleProvider.class::isInstance)
            .isPresent();
    this.name = x448 ? "X448" : "X25519";
    this.keyBits = x448 ? 448 : 255;
    this.octets = type.publicValueOctets();
    this.publicPrefix = x448 ? X448_PUBLIC_PREFIX : X25519_PUBLIC_PREFIX;
    this.privatePrefix = x448 ? X448_PRIVATE_PREFIX : X25519_PRIVATE_PREFIX;
    this.p = x448 ? P_448 : P_25519;
    this.lowOrder = x448 ? X448_LOW_ORDER : X25519_LOW_ORDER;
    this.basePoint = new byte[octets];
    basePoint[0] = (byte) (x448 ? 5 : 9); // RFC 7748 sections 4.1, 4.2
  }

  @Override
  public KeyShare generate(CipherType cipher, SecureRandom random) {
    if (bouncyCastle) {
      byte[] scalar = new byte[octets]; // clamped where it is used (RFC 7748 section 5)
      random.nextBytes(scalar);
      return new BareShare(SecretBytes.takeOver(scalar));
    }
    KeyPairGenerator generator = jca.keyPairGenerator(Primitive.MONTGOMERY_CURVE, name);
    generator.initialize(keyBits, random);
    KeyPair pair = generator.generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    return new Share(Octets.of(encoded, encoded.length - octets, octets), pair.getPrivate());
  }

  @Override
  public KeyShare fromPrivate(SecretBytes privateValue, SecureRandom random) {
    if (privateValue.length() != octets) {
      throw new IllegalArgumentException("a scalar of " + name + " has " + octets + " octets");
    }
    if (bouncyCastle) {
      return new BareShare(privateValue.copy());
    }
    byte[] encoded = concat(privatePrefix, privateValue.expose());
    KeyFactory factory = keyFactory();
    try {
      PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(encoded));
      byte[] publicValue = multiply(xdh(), key, publicKey(factory, basePoint));
      return new Share(Octets.of(publicValue), key);
    } catch (GeneralSecurityException refused) {
      throw new IllegalStateException(
          factory.getProvider().getName() + " takes no private keys from outside", refused);
    } finally {
      Wipe.octets(encoded);
    }
  }

  /** Every string of octets is a u-coordinate; those of low order give zero with every scalar. */
  @Override
  Optional<PublicValueFault> faultOfContent(Octets publicValue) {
    return lowOrder.contains(coordinate(publicValue).mod(p))
        ? Optional.of(PublicValueFault.LOW_ORDER)
        : Optional.empty();
  }

  private BigInteger coordinate(Octets littleEndian) {
    byte[] bigEndian = new byte[octets];
    for (int i = 0; i < octets; i++) {
      bigEndian[i] = (byte) littleEndian.at(octets - 1 - i);
    }
    if (keyBits == 255) {
      bigEndian[0] &= 0x7f; // RFC 7748 section 5: X25519 ignores the top bit
    }
    return new BigInteger(1, bigEndian);
  }

  private KeyFactory keyFactory() {
    return jca.keyFactory(Primitive.MONTGOMERY_CURVE, name);
  }

  private javax.crypto.KeyAgreement xdh() {
    return jca.keyAgreement(Primitive.MONTGOMERY_CURVE, name);
  }

  private PublicKey publicKey(KeyFactory factory, byte[] u) throws GeneralSecurityException {
    return factory.generatePublic(new X509EncodedKeySpec(concat(publicPrefix, u)));
  }

  private static byte[] multiply(
      javax.crypto.KeyAgreement xdh, @Nullable PrivateKey key, PublicKey point)
      throws GeneralSecurityException {
    xdh.init(key);
    xdh.doPhase(point, true);
    return xdh.generateSecret();
  }

  private static byte[] concat(byte[] prefix, byte[] content) {
    byte[] whole = Arrays.copyOf(prefix, prefix.length + content.length);
    System.arraycopy(content, 0, whole, prefix.length, content.length);
    return whole;
  }

  /** With a key of the provider's. */
  private final class Share extends KeyShare {

    private @Nullable PrivateKey key;

    Share(Octets publicValue, PrivateKey key) {
      super(MontgomeryDh.this, publicValue);
      this.key = key;
    }

    @Override
    AgreementOutcome compute(Octets peerPublicValue) {
      KeyFactory factory = keyFactory();
      javax.crypto.KeyAgreement xdh = xdh();
      try {
        byte[] result = multiply(xdh, key, publicKey(factory, peerPublicValue.toArray()));
        // RFC 7748 sections 6.1, 6.2: all zeros come of a point of low order, if one got this far
        return MessageDigest.isEqual(result, new byte[octets])
            ? new AgreementOutcome.Refused(PublicValueFault.LOW_ORDER)
            : outcomeOf(result, octets);
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

  private Octets publicValueTo(SecretBytes scalar) {
    byte[] u = new byte[octets];
    if (keyBits == 255) {
      X25519.generatePublicKey(scalar.expose(), 0, u, 0);
    } else {
      X448.generatePublicKey(scalar.expose(), 0, u, 0);
    }
    return Octets.of(u);
  }

  /** With a scalar of our own keeping, by the arithmetic of Bouncy Castle. */
  private final class BareShare extends KeyShare {

    private final SecretBytes scalar;

    /**
     * A share.
     *
     * @param scalar taken over
     */
    BareShare(SecretBytes scalar) {
      super(MontgomeryDh.this, publicValueTo(scalar));
      this.scalar = scalar;
    }

    @Override
    AgreementOutcome compute(Octets peerPublicValue) {
      byte[] u = peerPublicValue.toArray();
      byte[] result = new byte[octets];
      // RFC 7748 sections 6.1, 6.2: it looks for zeros itself
      boolean nonzero =
          keyBits == 255
              ? X25519.calculateAgreement(scalar.expose(), 0, u, 0, result, 0)
              : X448.calculateAgreement(scalar.expose(), 0, u, 0, result, 0);
      return nonzero
          ? outcomeOf(result, octets)
          : new AgreementOutcome.Refused(PublicValueFault.LOW_ORDER);
    }

    @Override
    public void close() {
      super.close();
      scalar.close();
    }
  }

  /** 2^255 - 19. */
  private static final BigInteger P_25519 =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

  /** 2^448 - 2^224 - 1. */
  private static final BigInteger P_448 =
      BigInteger.ONE
          .shiftLeft(448)
          .subtract(BigInteger.ONE.shiftLeft(224))
          .subtract(BigInteger.ONE);

  /** The points whose order divides 8, of the curve and of its twist. */
  private static final Set<BigInteger> X25519_LOW_ORDER =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          P_25519.subtract(BigInteger.ONE),
          new BigInteger(
              "325606250916557431795983626356110631294008115727848805560023387167927233504"),
          new BigInteger(
              "39382357235489614581723060781553021112529911719440698176882885853963445705823"));

  /** The points whose order divides 4, of the curve and of its twist. */
  private static final Set<BigInteger> X448_LOW_ORDER =
      Set.of(BigInteger.ZERO, BigInteger.ONE, P_448.subtract(BigInteger.ONE));

  /** SubjectPublicKeyInfo of id-X25519 (1.3.101.110) up to the key. */
  private static final byte[] X25519_PUBLIC_PREFIX =
      Octets.ofHex("302a300506032b656e032100").toArray();

  /** SubjectPublicKeyInfo of id-X448 (1.3.101.111) up to the key. */
  private static final byte[] X448_PUBLIC_PREFIX =
      Octets.ofHex("3042300506032b656f033900").toArray();

  /** PrivateKeyInfo of id-X25519 up to the key. */
  private static final byte[] X25519_PRIVATE_PREFIX =
      Octets.ofHex("302e020100300506032b656e04220420").toArray();

  /** PrivateKeyInfo of id-X448 up to the key. */
  private static final byte[] X448_PRIVATE_PREFIX =
      Octets.ofHex("3046020100300506032b656f043a0438").toArray();
}
