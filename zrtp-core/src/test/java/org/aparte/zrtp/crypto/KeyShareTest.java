package org.aparte.zrtp.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.CryptoProviders.Primitive;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class KeyShareTest {

  private static final String DH_TYPES = "(DH|EC|X[24]|E2).*";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final CryptoProviders STANDARD = CryptoProviders.standard();
  private static final CryptoProviders PLATFORM = CryptoProviders.platform();

  private static SecretBytes dhResult(AgreementOutcome outcome) {
    assertThat(outcome).isInstanceOf(AgreementOutcome.Agreed.class);
    return ((AgreementOutcome.Agreed) outcome).dhResult();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = DH_TYPES)
  @Requirement({"Z-4.4.1.4-03", "Z-4.4.1.4-04", "Z-4.8-01", "Z-4.4.1.1-04", "Z-4.4.1.2-02"})
  void twoFreshSharesAgreeWhoeverComputes(KeyAgreementType type) {
    try (KeyShare one = KeyAgreement.of(type, STANDARD).generate(CipherType.AES3, RANDOM);
        KeyShare other = KeyAgreement.of(type, PLATFORM).generate(CipherType.AES3, RANDOM)) {
      assertThat(one.type()).isEqualTo(type);
      assertThat(one.publicValue()).isNotEqualTo(other.publicValue());
      assertThat(one.publicValue().length()).isEqualTo(type.publicValueOctets());
      SecretBytes ours = dhResult(one.agree(other.publicValue()));
      SecretBytes theirs = dhResult(other.agree(one.publicValue()));
      assertThat(ours.matches(theirs)).isTrue();
      assertThat(ours.length()).isEqualTo(type.resultOctets(HashType.S256));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyAgreementType.class,
      names = {"DH2K", "DH3K", "X255", "E255", "X448"})
  void wipesTheSecretValueThatItKeepsItself(KeyAgreementType type) {
    List<byte[]> drawn = new ArrayList<>();
    SecureRandom random =
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] octets) {
            super.nextBytes(octets);
            drawn.add(octets);
          }
        };
    KeyShare share = KeyAgreement.of(type, STANDARD).generate(CipherType.AES1, random);
    byte[] secret = drawn.get(0);
    assertThat(secret).isNotEqualTo(new byte[secret.length]);

    share.close();

    assertThat(secret).isEqualTo(new byte[secret.length]);
  }

  @ParameterizedTest
  @CsvSource({"AES1, 256", "AES2, 384", "AES3, 512", "TWOFISH1, 256", "TWOFISH3, 512"})
  @Requirement({"Z-5.1.5-08", "Z-5.1.5-09", "Z-5.1.5-10"})
  void drawsFiniteFieldExponentsOfTwiceTheKeyLengthWithTheTopBitSet(CipherType cipher, int bits) {
    BigInteger p = FiniteFieldDh.PRIME_3072;
    List<Integer> lengths = new ArrayList<>();
    SecureRandom zeros =
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] octets) {
            lengths.add(octets.length);
          }
        };
    try (KeyShare share =
        KeyAgreement.of(KeyAgreementType.DH3K, STANDARD).generate(cipher, zeros)) {
      assertThat(lengths.get(0)).isEqualTo(bits / 8);
      BigInteger exponent = BigInteger.ONE.shiftLeft(bits - 1);
      assertThat(new BigInteger(1, share.publicValue().toArray()))
          .isEqualTo(BigInteger.TWO.modPow(exponent, p));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = DH_TYPES)
  @Requirement("Z-4.8-01")
  void agreesOnceOnly(KeyAgreementType type) {
    KeyAgreement agreement = KeyAgreement.of(type, STANDARD);
    KeyShare peer = agreement.generate(CipherType.AES1, RANDOM);
    try (KeyShare share = agreement.generate(CipherType.AES1, RANDOM)) {
      Octets tooShort = peer.publicValue().slice(1, peer.publicValue().length());
      assertThat(share.agree(tooShort)).isInstanceOf(AgreementOutcome.Refused.class);
      dhResult(share.agree(peer.publicValue())).close();
      assertThatIllegalStateException()
          .isThrownBy(() -> share.agree(peer.publicValue()))
          .withMessageContaining("make a new one");
      peer.close();
      assertThatIllegalStateException().isThrownBy(() -> peer.agree(share.publicValue()));
    }
  }

  @Test
  void refusesPrivateValuesThatAreNone() {
    assertNoPrivateValue(KeyAgreementType.DH3K, "01");
    assertNoPrivateValue(
        KeyAgreementType.DH3K, FiniteFieldDh.PRIME_3072.subtract(BigInteger.ONE).toString(16));
    assertNoPrivateValue(KeyAgreementType.EC25, "00");
    assertNoPrivateValue(KeyAgreementType.EC25, NistCurve.P256.order().toString(16));
    assertNoPrivateValue(KeyAgreementType.X255, "0102");
    assertNoPrivateValue(KeyAgreementType.X448, "00".repeat(32));
  }

  private static void assertNoPrivateValue(KeyAgreementType type, String hex) {
    SecretBytes value = SecretBytes.takeOver(Octets.ofHex(hex).toArray());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyAgreement.of(type, STANDARD).fromPrivate(value, RANDOM));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_NONE, names = DH_TYPES)
  void hasNothingToAgreeOnWithoutDh(KeyAgreementType type) {
    assertThatIllegalArgumentException().isThrownBy(() -> KeyAgreement.of(type, STANDARD));
  }

  @Test
  void computesTheSamePowerAsWithoutBlinding() {
    BigInteger p = FiniteFieldDh.PRIME_2048;
    for (BigInteger x :
        List.of(
            BigInteger.TWO,
            BigInteger.valueOf(1000),
            BigInteger.ONE.shiftLeft(255),
            BigInteger.ONE.shiftLeft(512).subtract(BigInteger.ONE),
            p.subtract(BigInteger.TWO))) {
      for (int i = 0; i < 3; i++) {
        BigInteger y = new BigInteger(2040, RANDOM).add(BigInteger.TWO);
        assertThat(BlindedPower.of(y, x, p, RANDOM)).isEqualTo(y.modPow(x, p));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "zero,                   LOW_ORDER",
    "short,                  REFUSED_BY_PROVIDER",
    "checked exception,      REFUSED_BY_PROVIDER",
    "runtime exception,      REFUSED_BY_PROVIDER"
  })
  void namesWhatAProviderMakesOfTheValueAndNeverThrows(String behaviour, PublicValueFault fault) {
    CryptoProviders providers =
        STANDARD.with(Primitive.MONTGOMERY_CURVE, new OddProvider(behaviour));
    KeyAgreement agreement = KeyAgreement.of(KeyAgreementType.X255, providers);
    Octets peer =
        KeyAgreement.of(KeyAgreementType.X255, STANDARD)
            .generate(CipherType.AES1, RANDOM)
            .publicValue();
    try (KeyShare share = agreement.generate(CipherType.AES1, RANDOM)) {
      assertThat(share.agree(peer)).isEqualTo(new AgreementOutcome.Refused(fault));
    }
  }

  @Test
  void saysWhichProviderLacksWhat() {
    CryptoProviders providers = STANDARD.with(Primitive.ELLIPTIC_CURVE, new SkeinProvider());
    assertThatIllegalStateException()
        .isThrownBy(() ->
            KeyAgreement.of(KeyAgreementType.EC25, providers).generate(CipherType.AES1, RANDOM))
        .withMessageContaining("AparteSkein has no EC")
        .withMessageContaining("ELLIPTIC_CURVE");
    assertThatIllegalStateException()
        .isThrownBy(() -> new Jca(PLATFORM).digest(Primitive.SKEIN, "Skein-512-256"))
        .withMessageContaining("the platform has no Skein-512-256");
  }

  /** Bouncy Castle, but for its X25519, which does something odd. */
  private static final class OddProvider extends Provider {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("deprecation")
    OddProvider(String behaviour) {
      super("Odd", 1.0, behaviour);
      Provider real = new BouncyCastleProvider();
      for (String type : List.of("KeyFactory", "KeyPairGenerator")) {
        putService(
            new Service(this, type, "X25519", "", List.of(), Map.of()) {
              @Override
              public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                return real.getService(type, "X25519").newInstance(parameter);
              }
            });
      }
      putService(
          new Service(this, "KeyAgreement", "X25519", "", List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter) {
              return new OddAgreement(behaviour);
            }
          });
    }
  }

  private static final class OddAgreement extends KeyAgreementSpi {

    private final String behaviour;

    OddAgreement(String behaviour) {
      this.behaviour = behaviour;
    }

    @Override
    protected void engineInit(Key key, SecureRandom random) {}

    @Override
    protected void engineInit(Key key, AlgorithmParameterSpec parameters, SecureRandom random) {}

    @Override
    protected Key engineDoPhase(Key key, boolean lastPhase) throws InvalidKeyException {
      switch (behaviour) {
        case "checked exception" -> throw new InvalidKeyException("odd");
        case "runtime exception" -> throw new IllegalStateException("odd");
        default -> {
          return null;
        }
      }
    }

    @Override
    protected byte[] engineGenerateSecret() {
      if (behaviour.equals("short")) {
        byte[] shorter = new byte[31];
        shorter[0] = 1;
        return shorter;
      }
      return new byte[32];
    }

    @Override
    protected int engineGenerateSecret(byte[] target, int offset) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected SecretKey engineGenerateSecret(String algorithm) {
      throw new UnsupportedOperationException();
    }
  }
}
