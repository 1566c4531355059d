package org.aparte.zrtp.signature;

import java.math.BigInteger;
import java.security.SignatureException;
import java.util.Arrays;
import org.aparte.srtp.secret.Octets;

/**
 * The numbers r and s of an ECDSA or DSA signature (FIPS 186), in the forms that they take: DER for
 * the JCA, fixed width for X.509 in ZRTP.
 */
record SignaturePair(BigInteger r, BigInteger s) {

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  /** The most octets whose length DER says in one octet; enough for 48 octets each. */
  private static final int MAX_SHORT_LENGTH = 0x7f;

  /** r and s one after the other, each of half the octets (Z-7.2.2-02). */
  static SignaturePair ofFixedWidth(Octets octets) {
    byte[] both = octets.toArray();
    int half = both.length / 2;
    return new SignaturePair(
        new BigInteger(1, Arrays.copyOf(both, half)),
        new BigInteger(1, Arrays.copyOfRange(both, half, both.length)));
  }

  /** The result of a JCA {@code Signature}. */
  static SignaturePair ofDer(byte[] der) throws SignatureException {
    if (der.length < 2 || der[0] != SEQUENCE || der[1] != der.length - 2) {
      throw new SignatureException("the provider gave no DER sequence");
    }
    BigInteger r = integer(der, 2);
    int afterR = 4 + der[3];
    BigInteger s = integer(der, afterR);
    if (afterR + 2 + der[afterR + 1] != der.length) {
      throw new SignatureException("the provider gave more than two numbers");
    }
    return new SignaturePair(r, s);
  }

  private static BigInteger integer(byte[] der, int at) throws SignatureException {
    if (at + 2 > der.length
        || der[at] != INTEGER
        || der[at + 1] <= 0
        || at + 2 + der[at + 1] > der.length) {
      throw new SignatureException("the provider gave no DER integer");
    }
    return new BigInteger(Arrays.copyOfRange(der, at + 2, at + 2 + der[at + 1]));
  }

  /**
   * Whether both numbers are from 1 to the order less 1. Asked before any provider is: the JDK of
   * early 2022 took r = s = 0 for a signature of everything (CVE-2022-21449).
   */
  boolean isBelow(BigInteger order) {
    return r.signum() > 0 && s.signum() > 0 && r.compareTo(order) < 0 && s.compareTo(order) < 0;
  }

  /** r and s with zeros before them, each as long as the field (Z-7.2.2-02). */
  byte[] fixedWidth(int fieldOctets) {
    byte[] both = Arrays.copyOf(fixedWidth(fieldOctets, r), 2 * fieldOctets);
    System.arraycopy(fixedWidth(fieldOctets, s), 0, both, fieldOctets, fieldOctets);
    return both;
  }

  /** A number of at most so many octets, with zeros before it. */
  static byte[] fixedWidth(int width, BigInteger number) {
    byte[] octets = number.toByteArray();
    int from = octets[0] == 0 ? 1 : 0;
    byte[] fixed = new byte[width];
    System.arraycopy(octets, from, fixed, width - (octets.length - from), octets.length - from);
    return fixed;
  }

  /** What a JCA {@code Signature} verifies. */
  byte[] der() {
    byte[] first = r.toByteArray();
    byte[] second = s.toByteArray();
    int length = 4 + first.length + second.length;
    if (length > MAX_SHORT_LENGTH) {
      throw new IllegalStateException("numbers of " + length + " octets; check isBelow first");
    }
    byte[] der = new byte[2 + length];
    der[0] = SEQUENCE;
    der[1] = (byte) length;
    der[2] = INTEGER;
    der[3] = (byte) first.length;
    System.arraycopy(first, 0, der, 4, first.length);
    der[4 + first.length] = INTEGER;
    der[5 + first.length] = (byte) second.length;
    System.arraycopy(second, 0, der, 6 + first.length, second.length);
    return der;
  }
}
