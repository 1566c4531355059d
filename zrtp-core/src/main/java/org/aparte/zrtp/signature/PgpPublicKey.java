package org.aparte.zrtp.signature;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.spec.DSAPublicKeySpec;
import java.security.spec.ECPoint;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.SasKeyType;
import org.aparte.zrtp.model.SasVerdict.Invalid;
import org.aparte.zrtp.model.SasVerdict.Unsupported;
import org.jspecify.annotations.Nullable;

/**
 * An OpenPGP public key of version 4 (RFC 4880 section 5.5.2, RFC 6637): ECDSA on P-224, P-256 and
 * P-384, DSA, RSA. Immutable.
 */
public final class PgpPublicKey {

  private static final int PUBLIC_KEY = 6;
  private static final int PUBLIC_SUBKEY = 14;
  private static final int VERSION = 4;
  private static final int MAX_BODY_OCTETS = 0xffff;

  /** Z-7.2.1-04 asks as much of a signer; less is not relied on when verifying either. */
  private static final int MIN_MODULUS_BITS = 2048;

  private static final int MAX_DSA_BITS = 3072;

  // Bounds of the work for one signature.
  private static final int MAX_DSA_ORDER_BITS = 256;
  private static final int MAX_RSA_BITS = 4096;
  private static final int MAX_RSA_EXPONENT_BITS = 32;

  private final PgpAlgorithm algorithm;
  private final @Nullable EcdsaCurve curve;
  private final List<BigInteger> numbers;
  private final Octets fingerprint;

  private PgpPublicKey(
      PgpAlgorithm algorithm,
      @Nullable EcdsaCurve curve,
      List<BigInteger> numbers,
      Octets fingerprint) {
    this.algorithm = algorithm;
    this.curve = curve;
    this.numbers = numbers;
    this.fingerprint = fingerprint;
  }

  /**
   * The keys that can verify a signature among the packets of a binary ("not armored") OpenPGP key:
   * the primary key and subkeys alike.
   *
   * <p>Only the numbers are read. Who owns the key, whether a subkey is bound to it and may sign,
   * whether it expired or was revoked: all that is for the app to know before it trusts the key.
   *
   * @param exported such as {@code gpg --export} writes
   * @return empty when there is no such key, and when the octets are no sequence of packets
   */
  public static List<PgpPublicKey> parse(Octets exported) {
    List<PgpPublicKey> keys = new ArrayList<>();
    try {
      PgpReader in = new PgpReader(exported);
      while (!in.atEnd()) {
        PgpReader.Packet packet = in.packet();
        if (packet.tag() == PUBLIC_KEY || packet.tag() == PUBLIC_SUBKEY) {
          PgpPublicKey key = read(packet.body().take(packet.body().remaining()));
          if (key != null) {
            keys.add(key);
          }
        }
      }
    } catch (RefusedSignature broken) {
      return List.of();
    }
    return keys;
  }

  private static @Nullable PgpPublicKey read(Octets body) throws RefusedSignature {
    PgpReader in = new PgpReader(body);
    if (body.length() > MAX_BODY_OCTETS || in.octet() != VERSION) {
      return null;
    }
    // The time of its making.
    in.uint32();
    PgpAlgorithm algorithm = PgpAlgorithm.ofNumber(in.octet());
    EcdsaCurve curve = algorithm == PgpAlgorithm.ECDSA ? curve(in.take(in.octet())) : null;
    if (algorithm == null || algorithm == PgpAlgorithm.ECDSA && curve == null) {
      return null;
    }
    return new PgpPublicKey(
        algorithm, curve, in.mpisToTheEnd(algorithm.keyNumbers()), fingerprint(body));
  }

  private static @Nullable EcdsaCurve curve(Octets oid) {
    for (EcdsaCurve curve : EcdsaCurve.values()) {
      if (curve.oid().equals(oid)) {
        return curve;
      }
    }
    return null;
  }

  /** RFC 4880 section 12.2 has SHA-1 here: it gives the key a name, and nothing is signed by it. */
  private static Octets fingerprint(Octets body) {
    byte[] hashed = new byte[3 + body.length()];
    hashed[0] = (byte) 0x99;
    hashed[1] = (byte) (body.length() >> 8);
    hashed[2] = (byte) body.length();
    body.copyTo(hashed, 3);
    return Octets.of(SignatureHash.digest("SHA-1", hashed));
  }

  /** The fingerprint, 20 octets (RFC 4880 section 12.2). */
  public Octets fingerprint() {
    return fingerprint;
  }

  /** The key id: the last 8 octets of the fingerprint. */
  public Octets keyId() {
    return fingerprint.slice(12, 20);
  }

  /**
   * The kind of the key if it may sign a SAS hash; nothing for RSA, and for DSA with less than 2048
   * or more than 3072 bits (Z-7.2.1-02, Z-7.2.1-04).
   */
  public Optional<SasKeyType> keyType() {
    return switch (algorithm) {
      case RSA -> Optional.empty();
      case DSA -> isUsableDsa() ? Optional.of(SasKeyType.DSA) : Optional.empty();
      case ECDSA -> Optional.of(curve().keyType());
    };
  }

  PgpAlgorithm algorithm() {
    return algorithm;
  }

  /** The hash to sign with: never SHA-1 (Z-7.2-13, Z-7.2-14). */
  SignatureHash hash() {
    return curve == null ? SignatureHash.SHA256 : curve.hash();
  }

  /** The most octets of r, and of s, by this ECDSA or DSA key. */
  int signatureNumberOctets() {
    return curve == null ? (q().bitLength() + 7) / 8 : curve.fieldOctets();
  }

  /**
   * Verifies a signature by this key: one public-key operation.
   *
   * @throws RefusedSignature when it does not fit, or cannot be judged
   */
  void verify(PgpSignature signature, byte[] signed, VerifyingCrypto crypto)
      throws RefusedSignature {
    if (signature.algorithm() != algorithm) {
      throw new RefusedSignature(Invalid.Reason.DOES_NOT_FIT);
    }
    switch (algorithm) {
      case RSA -> verifyRsa(signature, signed, crypto);
      case DSA -> verifyDsa(signature, signed, crypto);
      case ECDSA -> {
        PublicKey key = crypto.ecKey(curve(), point());
        verifyPair(signature, signed, key, crypto.orderOf(key), crypto);
      }
    }
  }

  private void verifyRsa(PgpSignature signature, byte[] signed, VerifyingCrypto crypto)
      throws RefusedSignature {
    BigInteger n = numbers.get(0);
    BigInteger e = numbers.get(1);
    if (n.bitLength() < MIN_MODULUS_BITS
        || n.bitLength() > MAX_RSA_BITS
        || e.bitLength() > MAX_RSA_EXPONENT_BITS) {
      throw new RefusedSignature(Unsupported.Reason.KEY_SIZE);
    }
    BigInteger value = signature.numbers().get(0);
    if (value.compareTo(n) >= 0) {
      throw new RefusedSignature(Invalid.Reason.DOES_NOT_FIT);
    }
    PublicKey key = crypto.key("RSA", new RSAPublicKeySpec(n, e));
    byte[] octets = SignaturePair.fixedWidth((n.bitLength() + 7) / 8, value);
    crypto.verify(signature.hash().with("RSA"), key, signed, octets);
  }

  private void verifyDsa(PgpSignature signature, byte[] signed, VerifyingCrypto crypto)
      throws RefusedSignature {
    if (!isUsableDsa()) {
      throw new RefusedSignature(Unsupported.Reason.KEY_SIZE);
    }
    PublicKey key =
        crypto.key(
            "DSA", new DSAPublicKeySpec(numbers.get(3), numbers.get(0), q(), numbers.get(2)));
    verifyPair(signature, signed, key, q(), crypto);
  }

  private void verifyPair(
      PgpSignature signature,
      byte[] signed,
      PublicKey key,
      BigInteger order,
      VerifyingCrypto crypto)
      throws RefusedSignature {
    SignaturePair pair = new SignaturePair(signature.numbers().get(0), signature.numbers().get(1));
    if (!pair.isBelow(order)) {
      throw new RefusedSignature(Invalid.Reason.DOES_NOT_FIT);
    }
    crypto.verify(signature.hash().with(algorithm.name()), key, signed, pair.der());
  }

  private boolean isUsableDsa() {
    int bits = numbers.get(0).bitLength();
    return bits >= MIN_MODULUS_BITS
        && bits <= MAX_DSA_BITS
        && numbers.get(2).bitLength() <= bits
        && numbers.get(3).bitLength() <= bits
        && q().bitLength() <= MAX_DSA_ORDER_BITS;
  }

  private BigInteger q() {
    return numbers.get(1);
  }

  private EcdsaCurve curve() {
    if (curve == null) {
      throw new IllegalStateException("no key of a curve");
    }
    return curve;
  }

  /** The uncompressed point: the octet 4, x, y (RFC 6637 section 6). */
  private ECPoint point() throws RefusedSignature {
    int fieldOctets = curve().fieldOctets();
    byte[] encoded = numbers.get(0).toByteArray();
    if (encoded.length != 1 + 2 * fieldOctets || encoded[0] != 4) {
      throw new RefusedSignature(Unsupported.Reason.ALGORITHM);
    }
    return new ECPoint(
        new BigInteger(1, Arrays.copyOfRange(encoded, 1, 1 + fieldOctets)),
        new BigInteger(1, Arrays.copyOfRange(encoded, 1 + fieldOctets, encoded.length)));
  }

  /** The algorithm and the fingerprint. */
  @Override
  public String toString() {
    return algorithm + " " + fingerprint;
  }
}
