package org.aparte.zrtp.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.trace.Requirement;
import org.aparte.vectors.TestVector;
import org.aparte.vectors.VectorFile;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.KeyAgreementType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key agreement against published values, with Bouncy Castle's curves and with the JDK's. */
class KeyAgreementVectorsTest {

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final Map<String, CryptoProviders> PROVIDERS =
      Map.of("Bouncy Castle", CryptoProviders.standard(), "JDK", CryptoProviders.platform());

  private static final Map<String, KeyAgreementType> CURVES =
      Map.of(
          "P-256", KeyAgreementType.EC25,
          "P-384", KeyAgreementType.EC38,
          "P-521", KeyAgreementType.EC52,
          "X25519", KeyAgreementType.X255,
          "X448", KeyAgreementType.X448);

  static Stream<Arguments> ecdh() {
    return vectors("ecdh/rfc5114.json", "ecdh/rfc5903.json");
  }

  static Stream<Arguments> xdh() {
    return vectors("xdh/rfc7748.json");
  }

  private static Stream<Arguments> vectors(String... files) {
    return Stream.of(files)
        .flatMap(file -> VectorFile.resource(file).vectors().stream())
        .flatMap(vector -> PROVIDERS.keySet().stream().map(name -> Arguments.of(vector, name)));
  }

  @ParameterizedTest
  @MethodSource("ecdh")
  @Requirement({"Z-5.1.5-11", "Z-5.1.5-13", "Z-5.1.5-14", "Z-4.4.1.1-05", "Z-4.4.1.2-03"})
  void reachesThePublishedEcdhValues(TestVector vector, String provider) {
    KeyAgreementType type = CURVES.get(vector.inputs().text("curve"));
    KeyAgreement agreement = KeyAgreement.of(type, PROVIDERS.get(provider));
    int half = type.publicValueOctets() / 2;
    Octets publicA = point(vector, "public_a", half);
    Octets publicB = point(vector, "public_b", half);
    Octets shared = padded(vector.expected().octets("shared_x"), half);
    assertAgrees(agreement, vector.inputs().octets("private_a"), publicA, publicB, shared);
    assertAgrees(agreement, vector.inputs().octets("private_b"), publicB, publicA, shared);
  }

  private static Octets point(TestVector vector, String name, int half) {
    byte[] point = new byte[2 * half];
    padded(vector.expected().octets(name + "_x"), half).copyTo(point, 0);
    padded(vector.expected().octets(name + "_y"), half).copyTo(point, half);
    return Octets.of(point);
  }

  private static Octets padded(byte[] number, int octets) {
    return Octets.of(BigEndian.fixedWidth(new BigInteger(1, number), octets));
  }

  private static void assertAgrees(
      KeyAgreement agreement, byte[] privateValue, Octets own, Octets peer, Octets shared) {
    try (KeyShare share = agreement.fromPrivate(SecretBytes.takeOver(privateValue), RANDOM)) {
      assertThat(share.publicValue()).isEqualTo(own);
      assertThat(dhResult(share.agree(peer))).isEqualTo(shared);
    }
  }

  private static Octets dhResult(AgreementOutcome outcome) {
    assertThat(outcome).isInstanceOf(AgreementOutcome.Agreed.class);
    return Octets.of(((AgreementOutcome.Agreed) outcome).dhResult().expose());
  }

  @ParameterizedTest
  @MethodSource("xdh")
  void reachesThePublishedXdhValues(TestVector vector, String provider) {
    KeyAgreement agreement =
        KeyAgreement.of(CURVES.get(vector.inputs().text("function")), PROVIDERS.get(provider));
    if (vector.inputs().has("private_a")) {
      Octets publicA = Octets.of(vector.expected().octets("public_a"));
      Octets publicB = Octets.of(vector.expected().octets("public_b"));
      Octets shared = Octets.of(vector.expected().octets("shared"));
      assertAgrees(agreement, vector.inputs().octets("private_a"), publicA, publicB, shared);
      assertAgrees(agreement, vector.inputs().octets("private_b"), publicB, publicA, shared);
      return;
    }
    Octets scalar = Octets.of(vector.inputs().octets("scalar"));
    Octets u = Octets.of(vector.inputs().octets("u"));
    int iterations = vector.inputs().has("iterations") ? vector.inputs().integer("iterations") : 1;
    for (int i = 0; i < iterations; i++) {
      try (SecretBytes secret = SecretBytes.takeOver(scalar.toArray());
          KeyShare share = agreement.fromPrivate(secret, RANDOM)) {
        Octets result = dhResult(share.agree(u));
        u = scalar;
        scalar = result;
      }
    }
    assertThat(scalar).isEqualTo(Octets.of(vector.expected().octets("output")));
  }

  @Test
  @Requirement({"Z-4.4.1.1-03", "Z-4.4.1.2-01", "Z-5.1.5-07"})
  void reachesThePublishedDh3kValues() {
    KeyAgreement dh3k = KeyAgreement.of(KeyAgreementType.DH3K, PROVIDERS.get("JDK"));
    Octets gx = dh3kValue("DH3k test gx");
    Octets gy = dh3kValue("DH3k test gy");
    Octets shared =
        dh3kValue("DH3k shared g^(xy) mod p (computed here; the upstream test only checks gx*gy)");
    assertAgrees(dh3k, dh3kValue("DH3k test x").toArray(), gx, gy, shared);
    assertAgrees(dh3k, dh3kValue("DH3k test y").toArray(), gy, gx, shared);
  }

  private static Octets dh3kValue(String key) {
    return Octets.ofHex(VectorFiles.value("zrtp-engines/crc-kdf-sas.txt", key));
  }

  /** libzrtp packs X and Y of P-521 as one number of 1042 bits; the point is the same. */
  @Test
  @Requirement("Z-5.1.5-13")
  void agreesWithLibzrtpOnEc52OnceItsPackingIsUndone() {
    RecordedExchange exchange =
        RecordedExchanges.libzrtp().stream()
            .filter(candidate -> candidate.keyAgreementType() == KeyAgreementType.EC52)
            .findFirst()
            .orElseThrow();
    KeyAgreement ec52 = KeyAgreement.of(KeyAgreementType.EC52, PROVIDERS.get("Bouncy Castle"));
    Octets pvI = unpacked(exchange.publicValue(org.aparte.zrtp.model.Role.INITIATOR));
    Octets pvR = unpacked(exchange.publicValue(org.aparte.zrtp.model.Role.RESPONDER));
    Octets dhResult = exchange.value("dh_result");
    assertAgrees(ec52, exchange.value("dh_private_i").toArray(), pvI, pvR, dhResult);
    assertAgrees(ec52, exchange.value("dh_private_r").toArray(), pvR, pvI, dhResult);
  }

  private static Octets unpacked(Octets packed) {
    BigInteger[] halves =
        new BigInteger(1, packed.toArray()).divideAndRemainder(BigInteger.ONE.shiftLeft(521));
    byte[] point = new byte[132];
    System.arraycopy(BigEndian.fixedWidth(halves[0], 66), 0, point, 0, 66);
    System.arraycopy(BigEndian.fixedWidth(halves[1], 66), 0, point, 66, 66);
    return Octets.of(point);
  }

  @Test
  @Requirement("Z-5.1.5-06")
  void hasThePrimesOfRfc3526() {
    List<TestVector> groups = VectorFile.resource("modp-group/rfc3526.json").vectors();
    Map<Integer, BigInteger> primes =
        Map.of(2048, FiniteFieldDh.PRIME_2048, 3072, FiniteFieldDh.PRIME_3072);
    assertThat(groups)
        .hasSize(2)
        .allSatisfy(group ->
            assertThat(primes.get(group.inputs().integer("bits")))
                .isEqualTo(new BigInteger(1, group.expected().octets("prime"))));
    assertThat(primes.values())
        .allSatisfy(p -> assertThat(p.isProbablePrime(40)).isTrue())
        .allSatisfy(p -> assertThat(p.shiftRight(1).isProbablePrime(40)).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  @Requirement("Z-5.1.5-11")
  void hasTheCurvesThatTheJdkKnows(String name) throws Exception {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(name));
    ECParameterSpec known = parameters.getParameterSpec(ECParameterSpec.class);
    ECParameterSpec ours =
        Stream.of(NistCurve.P256, NistCurve.P384, NistCurve.P521)
            .map(NistCurve::spec)
            .filter(spec -> spec.getOrder().equals(known.getOrder()))
            .findFirst()
            .orElseThrow();
    assertThat(ours.getCurve().getField()).isEqualTo(known.getCurve().getField());
    assertThat(ours.getCurve().getA()).isEqualTo(known.getCurve().getA());
    assertThat(ours.getCurve().getB()).isEqualTo(known.getCurve().getB());
    assertThat(ours.getGenerator()).isEqualTo(known.getGenerator());
    assertThat(ours.getCofactor()).isEqualTo(known.getCofactor());
  }
}
