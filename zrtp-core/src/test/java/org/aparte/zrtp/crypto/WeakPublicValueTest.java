package org.aparte.zrtp.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.KeyAgreementType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Every public value that must not be computed with is refused by name, and none throws. */
class WeakPublicValueTest {

  private static final String DH_TYPES = "(DH|EC|X[24]|E2).*";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final CryptoProviders STANDARD = CryptoProviders.standard();
  private static final List<CryptoProviders> PROVIDERS =
      List.of(STANDARD, CryptoProviders.platform());

  private static void assertRefused(
      KeyAgreementType type, Octets publicValue, PublicValueFault fault) {
    for (CryptoProviders providers : PROVIDERS) {
      KeyAgreement agreement = KeyAgreement.of(type, providers);
      assertThat(agreement.faultOf(publicValue)).contains(fault);
      try (KeyShare share = agreement.generate(CipherType.AES1, RANDOM)) {
        assertThat(share.agree(publicValue)).isEqualTo(new AgreementOutcome.Refused(fault));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DH2K", "DH3K"})
  @Requirement({
    "Z-4.4.1.2-04",
    "Z-4.4.1.2-06",
    "Z-4.4.1.3-01",
    "Z-4.4.1.3-03",
    "Z-5.9-12",
    "Z-4.8-02"
  })
  @Attack("N-9.01")
  void refusesZeroOneAndWhatIsNotBelowPMinusOne(KeyAgreementType type) {
    BigInteger p =
        type == KeyAgreementType.DH2K ? FiniteFieldDh.PRIME_2048 : FiniteFieldDh.PRIME_3072;
    int octets = type.publicValueOctets();
    BigInteger largest = BigInteger.ONE.shiftLeft(8 * octets).subtract(BigInteger.ONE);
    List<BigInteger> weak =
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            p.subtract(BigInteger.ONE),
            p,
            p.add(BigInteger.ONE),
            p.add(BigInteger.TWO),
            largest);
    for (BigInteger value : weak) {
      assertRefused(
          type,
          Octets.of(BigEndian.fixedWidth(value, octets)),
          PublicValueFault.TRIVIAL_OR_OUT_OF_RANGE);
    }
    KeyAgreement agreement = KeyAgreement.of(type, STANDARD);
    for (BigInteger value : List.of(BigInteger.TWO, p.subtract(BigInteger.TWO))) {
      assertThat(agreement.faultOf(Octets.of(BigEndian.fixedWidth(value, octets)))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EC25", "EC38", "EC52"})
  @Requirement("Z-5.1.5-12")
  @Attack("N-9.03")
  void refusesPointsOffTheCurve(KeyAgreementType type) {
    int octets = type.publicValueOctets();
    byte[] valid =
        KeyAgreement.of(type, STANDARD).generate(CipherType.AES1, RANDOM).publicValue().toArray();
    byte[] wrongY = valid.clone();
    wrongY[octets - 1] ^= 1;
    byte[] wrongX = valid.clone();
    wrongX[octets / 2 - 1] ^= 1;
    byte[] swapped = new byte[octets];
    System.arraycopy(valid, 0, swapped, octets / 2, octets / 2);
    System.arraycopy(valid, octets / 2, swapped, 0, octets / 2);
    byte[] all = new byte[octets];
    Arrays.fill(all, (byte) 0xff);
    for (byte[] weak : List.of(new byte[octets], all, wrongY, wrongX, swapped)) {
      assertRefused(type, Octets.of(weak), PublicValueFault.NOT_ON_CURVE);
    }
  }

  /** x = 5 is on P-256 and small enough that x + p fits into 32 octets. */
  @Test
  @Requirement("Z-5.1.5-12")
  void refusesCoordinatesThatAreNotReduced() {
    BigInteger p =
        NistCurve.P256.spec().getCurve().getField() instanceof java.security.spec.ECFieldFp f
            ? f.getP()
            : null;
    BigInteger b = NistCurve.P256.spec().getCurve().getB();
    BigInteger x = BigInteger.valueOf(5);
    BigInteger right = x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(b).mod(p);
    BigInteger y = right.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
    KeyAgreement ec25 = KeyAgreement.of(KeyAgreementType.EC25, STANDARD);
    assertThat(ec25.faultOf(point(x, y))).isEmpty();
    assertRefused(KeyAgreementType.EC25, point(x.add(p), y), PublicValueFault.NOT_ON_CURVE);
  }

  private static Octets point(BigInteger x, BigInteger y) {
    byte[] point = new byte[64];
    System.arraycopy(BigEndian.fixedWidth(x, 32), 0, point, 0, 32);
    System.arraycopy(BigEndian.fixedWidth(y, 32), 0, point, 32, 32);
    return Octets.of(point);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000", // 0
        "0100000000000000000000000000000000000000000000000000000000000000", // 1
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800", // of order 8
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157", // of order 8
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // p-1
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // p
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // p+1
        "0000000000000000000000000000000000000000000000000000000000000080", // 0, top bit set
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880"
      })
  @Attack("N-9.04")
  void refusesX25519PointsOfLowOrder(String u) {
    assertRefused(KeyAgreementType.X255, Octets.ofHex(u), PublicValueFault.LOW_ORDER);
    assertRefused(KeyAgreementType.E255, Octets.ofHex(u), PublicValueFault.LOW_ORDER);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, -2, -3})
  void refusesX448PointsOfLowOrder(long fromZeroOrFromPPlusTwo) {
    BigInteger p =
        BigInteger.ONE
            .shiftLeft(448)
            .subtract(BigInteger.ONE.shiftLeft(224))
            .subtract(BigInteger.ONE);
    BigInteger u =
        fromZeroOrFromPPlusTwo >= 0
            ? BigInteger.valueOf(fromZeroOrFromPPlusTwo)
            : p.add(BigInteger.TWO).add(BigInteger.valueOf(fromZeroOrFromPPlusTwo));
    byte[] bigEndian = BigEndian.fixedWidth(u, 56);
    byte[] littleEndian = new byte[56];
    for (int i = 0; i < 56; i++) {
      littleEndian[i] = bigEndian[55 - i];
    }
    assertRefused(KeyAgreementType.X448, Octets.of(littleEndian), PublicValueFault.LOW_ORDER);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = DH_TYPES)
  @Attack("N-9.02")
  void refusesEveryOtherLength(KeyAgreementType type) {
    int octets = type.publicValueOctets();
    Stream.of(0, 1, octets / 2, octets - 1, octets + 1, 2 * octets, 65_535)
        .forEach(length -> {
          byte[] value = new byte[length];
          Arrays.fill(value, (byte) 2);
          assertRefused(type, Octets.of(value), PublicValueFault.WRONG_LENGTH);
        });
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = DH_TYPES)
  void throwsOnNoOctetsAtAll(KeyAgreementType type) {
    long seed = new SecureRandom().nextLong();
    Random junk = new Random(seed);
    for (CryptoProviders providers : PROVIDERS) {
      KeyAgreement agreement = KeyAgreement.of(type, providers);
      for (int i = 0; i < 10; i++) {
        byte[] value = new byte[type.publicValueOctets()];
        junk.nextBytes(value);
        try (KeyShare share = agreement.generate(CipherType.AES1, RANDOM)) {
          assertThatCode(() -> share.agree(Octets.of(value)))
              .as("seed %d, %s", seed, Octets.of(value))
              .doesNotThrowAnyException();
        }
      }
    }
  }
}
