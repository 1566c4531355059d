package org.aparte.zrtp.crypto;

import java.math.BigInteger;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;

/**
 * The curves y² = x³ - 3x + b modulo p of RFC 6189 section 5.1.5; the numbers are those of RFC 5903
 * sections 3.1 to 3.3.
 */
final class NistCurve {

  static final NistCurve P256 =
      new NistCurve(
          "P-256",
          "secp256r1",
          32,
          "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
          "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
          "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
          "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
          "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");

  static final NistCurve P384 =
      new NistCurve(
          "P-384",
          "secp384r1",
          48,
          "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe"
              + "ffffffff0000000000000000ffffffff",
          "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875a"
              + "c656398d8a2ed19d2a85c8edd3ec2aef",
          "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf"
              + "581a0db248b0a77aecec196accc52973",
          "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a38"
              + "5502f25dbf55296c3a545e3872760ab7",
          "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c0"
              + "0a60b1ce1d7e819d7a431d7c90ea0e5f");

  static final NistCurve P521 =
      new NistCurve(
          "P-521",
          "secp521r1",
          66,
          "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
              + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
              + "ffff",
          "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef1"
              + "09e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b50"
              + "3f00",
          "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
              + "fffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e9138"
              + "6409",
          "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d"
              + "3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5"
              + "bd66",
          "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e"
              + "662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd1"
              + "6650");

  private final String nistName;
  private final String secName;
  private final int fieldOctets;
  private final BigInteger p;
  private final BigInteger b;
  private final ECParameterSpec spec;

  private NistCurve(
      String nistName,
      String secName,
      int fieldOctets,
      String p,
      String b,
      String n,
      String gx,
      String gy) {
    this.nistName = nistName;
    this.secName = secName;
    this.fieldOctets = fieldOctets;
    this.p = new BigInteger(p, 16);
    this.b = new BigInteger(b, 16);
    EllipticCurve curve =
        new EllipticCurve(new ECFieldFp(this.p), this.p.subtract(BigInteger.valueOf(3)), this.b);
    ECPoint g = new ECPoint(new BigInteger(gx, 16), new BigInteger(gy, 16));
    this.spec = new ECParameterSpec(curve, g, new BigInteger(n, 16), 1);
  }

  /** The name that NIST gives it. */
  String nistName() {
    return nistName;
  }

  /** The name that SEC 2 gives it, which JCA providers go by. */
  String secName() {
    return secName;
  }

  /** Octets of a coordinate: half a public value. */
  int fieldOctets() {
    return fieldOctets;
  }

  /** The curve for a JCA provider. */
  ECParameterSpec spec() {
    return spec;
  }

  /** The order of the generator. */
  BigInteger order() {
    return spec.getOrder();
  }

  /**
   * Partial validation of SP 800-56A (Z-5.1.5-12): both coordinates are reduced and fulfil the
   * equation. The point at infinity has no coordinates; the cofactor is 1, so no further check is
   * needed.
   */
  boolean contains(BigInteger x, BigInteger y) {
    if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
      return false;
    }
    BigInteger right = x.multiply(x).subtract(BigInteger.valueOf(3)).multiply(x).add(b).mod(p);
    return y.multiply(y).mod(p).equals(right);
  }
}
