package org.aparte.zrtp.crypto;

import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * Powers modulo a prime with a secret exponent: the only place that calls {@code BigInteger.modPow}
 * on one.
 *
 * <p>The time of {@code modPow} shows the exponent's length and, by some 15 %, its number of one
 * bits. So the exponent is split by a random number r, x = a·r + b, and the power computed as
 * (y^r)^a · y^b: the three exponents that are really used are random each time. What time still
 * shows is the length of x, which is public: the caller sets the top bit. Together with exponents
 * that are used once this leaves an observer one measurement of numbers he will not meet again. It
 * is no defence against one who shares the CPU's caches.
 */
final class BlindedPower {

  private BlindedPower() {}

  /**
   * y^x mod p.
   *
   * @param x the secret exponent, positive
   * @param random gives r, of a quarter of the bits of x: a split in halves would cost twice as
   *     much on top
   */
  static BigInteger of(BigInteger y, BigInteger x, BigInteger p, SecureRandom random) {
    int splitBits = Math.max(2, x.bitLength() / 4);
    BigInteger r = new BigInteger(splitBits, random).setBit(splitBits - 1);
    BigInteger[] split = x.divideAndRemainder(r);
    return y.modPow(r, p).modPow(split[0], p).multiply(y.modPow(split[1], p)).mod(p);
  }
}
