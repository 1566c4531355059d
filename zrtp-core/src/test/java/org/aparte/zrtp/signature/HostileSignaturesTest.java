package org.aparte.zrtp.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.aparte.vectors.TestVector;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.CryptoProviders.Primitive;
import org.aparte.zrtp.model.SasVerdict;
import org.aparte.zrtp.model.SasVerifier;
import org.aparte.zrtp.model.SignatureType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Any octets give a verdict; none that were not signed give a good one. */
class HostileSignaturesTest {

  private static final int BLOCKS_PER_SEED = 4_000;
  private static final long[] SEEDS = {1, 2, 3, 5};
  private static final AlgorithmCode PGP = AlgorithmCode.of(SignatureType.PGP);

  private static final List<TestVector> VECTORS = RecordedSignatures.vectors().toList();

  @Test
  @Requirement({"Z-7.2-09", "Z-7.2-10"})
  void anyOctetsGiveAVerdictByEveryProvider() {
    List<CryptoProviders> choices =
        List.of(
            CryptoProviders.standard(),
            CryptoProviders.platform(),
            CryptoProviders.standard().with(Primitive.CERTIFICATE, TestKeys.BOUNCY_CASTLE));
    Set<String> verdicts = new TreeSet<>();
    for (long seed : SEEDS) {
      Random random = new Random(seed);
      for (int i = 0; i < BLOCKS_PER_SEED; i++) {
        TestVector vector = VECTORS.get(random.nextInt(VECTORS.size()));
        Octets block = mutated(RecordedSignatures.block(vector), random);
        CryptoProviders providers = choices.get(i % choices.size());
        SasVerdict verdict = verdict(vector, providers, block, seed);
        verdicts.add(RecordedSignatures.wordsOf(verdict));
        if (verdict instanceof SasVerdict.Valid) {
          assertIsHarmless(vector, block, seed);
        }
      }
    }
    assertThat(verdicts)
        .contains(
            "does-not-fit",
            "key-may-not-sign",
            "malformed",
            "no-key-server-uri",
            "unknown-key",
            "unsupported-algorithm",
            "unsupported-form",
            "unsupported-hash",
            "unsupported-type");
  }

  private static SasVerdict verdict(
      TestVector vector, CryptoProviders providers, Octets block, long seed) {
    AlgorithmCode type = AlgorithmCode.of(vector.inputs().text("type"));
    try {
      return RecordedSignatures.verifier(vector, providers)
          .verify(type, block, RecordedSignatures.sasHash(vector));
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("seed " + seed + ", " + vector.id() + ", " + block, e);
    }
  }

  /**
   * A changed block may stay good where the SAS signature does not cover it: unhashed subpackets,
   * the header of a packet, the parts of a certificate but for its key, on which the app decides.
   */
  private static void assertIsHarmless(TestVector vector, Octets block, long seed) {
    try {
      if (vector.inputs().text("type").equals("X509")) {
        assertThat(X509Block.parse(block).signature())
            .as("seed %d, %s", seed, block)
            .isEqualTo(X509Block.parse(RecordedSignatures.block(vector)).signature());
      } else {
        PgpSignature original = PgpSignature.parse(RecordedSignatures.block(vector));
        PgpSignature changed = PgpSignature.parse(block);
        assertThat(changed.hashedPart())
            .as("seed %d, %s", seed, block)
            .isEqualTo(original.hashedPart());
        assertThat(changed.numbers()).as("seed %d", seed).isEqualTo(original.numbers());
      }
    } catch (RefusedSignature refused) {
      throw new AssertionError(refused);
    }
  }

  private static Octets mutated(Octets block, Random random) {
    byte[] octets = block.toArray();
    for (int change = random.nextInt(3); change >= 0 && octets.length > 0; change--) {
      // Half of the changes near the start, where lengths stand.
      int at = random.nextInt(random.nextBoolean() ? octets.length : Math.min(40, octets.length));
      switch (random.nextInt(5)) {
        case 0 -> octets[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> octets[at] = (byte) random.nextInt();
        case 2 -> octets[at] = (byte) (random.nextBoolean() ? 0xff : 0);
        case 3 -> octets = Arrays.copyOf(octets, at / 4 * 4);
        default -> octets = Arrays.copyOf(octets, Math.min(2040, octets.length + 4));
      }
    }
    return Octets.of(octets);
  }

  @Test
  void anyOctetsAreReadAsAListOfOpenPgpKeys() {
    Random random = new Random(8);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      TestVector vector = VECTORS.get(random.nextInt(VECTORS.size()));
      Octets key = Octets.of(vector.inputs().octetsOrEmpty("pgp_key"));
      read += PgpPublicKey.parse(mutated(key, random)).size();
    }
    assertThat(read).isPositive();
    assertThat(PgpPublicKey.parse(Octets.EMPTY)).isEmpty();
  }

  /** A signature over the right octets whose hashed part is not what it should be. */
  @ParameterizedTest
  @CsvSource({
    // version, class, hash; then subpackets in hex, with K for the key id; then the verdict
    "4, 0, 8, 05026553f1000910K0518783a7979, valid",
    "4, 0, 8, 05826553f1000990K0598783a7979, valid",
    "4, 0, 8, 05026553f1000910K0518783a79790364ffff, valid",
    "4, 0, 8, 05026553f1000910K0518783a797903e4ffff, unsupported-form",
    "3, 0, 8, 05026553f1000910K0518783a7979, unsupported-form",
    "5, 0, 8, 05026553f1000910K0518783a7979, unsupported-form",
    "4, 1, 8, 05026553f1000910K0518783a7979, unsupported-form",
    "4, 16, 8, 05026553f1000910K0518783a7979, unsupported-form",
    "4, 0, 2, 05026553f1000910K0518783a7979, unsupported-hash",
    "4, 0, 1, 05026553f1000910K0518783a7979, unsupported-hash",
    "4, 0, 3, 05026553f1000910K0518783a7979, unsupported-hash",
    "4, 0, 8, 0910K0518783a7979, malformed",
    "4, 0, 8, 04026553f10910K0518783a7979, malformed",
    "4, 0, 8, 05026553f10005026553f1000910K0518783a7979, malformed",
    "4, 0, 8, 05026553f1000518783a7979, malformed",
    "4, 0, 8, 05026553f1000910K09100000000000000000051878 3a7979, malformed",
    "4, 0, 8, 05026553f1000910K, no-key-server-uri",
    "4, 0, 8, 05026553f1000910K0118, no-key-server-uri",
    "4, 0, 8, 05026553f1000910K0518783a7979051 8783a7979, malformed",
    "4, 0, 8, 05026553f1000910K0518783a790a, malformed",
    "4, 0, 8, 05026553f1000910K0518783a79ff, malformed",
    "4, 0, 8, 05026553f1000910K0518783a79e0ff, malformed",
    "4, 0, 8, 05026553f1000910K0518783a7979ff000000, malformed",
    "4, 0, 8, 05026553f1000910K0518783a7979fffffffffff0, malformed",
    "4, 0, 8, 05026553f1000910K0518783a797900, malformed"
  })
  @Requirement({"Z-7.2-13", "Z-7.2-14", "Z-7.2.1-01", "Z-7.2.1-07"})
  void judgesTheHashedPart(int version, int signatureClass, int hash, String hex, String verdict)
      throws Exception {
    KeyPair pair = TestKeys.ec("secp256r1");
    PgpPublicKey key = TestKeys.pgp(pair.getPublic());
    Octets subpackets = Octets.ofHex(hex.replace(" ", "").replace("K", key.keyId().toString()));
    Octets hashedPart =
        new PgpWriter()
            .octet(version)
            .octet(signatureClass)
            .octet(PgpAlgorithm.ECDSA.number())
            .octet(hash)
            .uint16(subpackets.length())
            .octets(subpackets)
            .done();
    assertThat(judged(pair, key, hashedPart, UnaryOperator.identity())).isEqualTo(verdict);
  }

  @Test
  @Requirement("Z-7.2.1-07")
  void takesNoUriThatIsNotSigned() throws Exception {
    KeyPair pair = TestKeys.ec("secp256r1");
    PgpPublicKey key = TestKeys.pgp(pair.getPublic());
    Octets hashedPart = Octets.ofHex("04001308" + "0010" + "05026553f100" + "0910" + key.keyId());
    UnaryOperator<Octets> withUnhashedUri =
        packet -> {
          int unhashedAt = 2 + hashedPart.length();
          Octets body =
              new PgpWriter()
                  .octets(packet.slice(2, unhashedAt))
                  .uint16(6)
                  .octets(Octets.ofHex("0518783a7979"))
                  .octets(packet.slice(unhashedAt + 2, packet.length()))
                  .done();
          return new PgpWriter().octet(0xc2).length(body.length()).octets(body).done();
        };
    assertThat(judged(pair, key, hashedPart, withUnhashedUri)).isEqualTo("no-key-server-uri");
  }

  /** The verdict on a signature by that key, over a SAS hash of zeros. */
  private static String judged(
      KeyPair pair, PgpPublicKey key, Octets hashedPart, UnaryOperator<Octets> change)
      throws Exception {
    byte[] document = new byte[32];
    byte[] signed = PgpSignature.signedOctets(document, hashedPart);
    SignaturePair numbers =
        new SigningKey(pair.getPrivate(), TestKeys.BOUNCY_CASTLE).sign("SHA256withECDSA", signed);
    int start = PgpSignature.hashStart(SignatureHash.SHA256.digest(signed));
    Octets packet = change.apply(PgpSignature.packet(hashedPart, start, numbers));
    byte[] block = Arrays.copyOf(packet.toArray(), (packet.length() + 3) / 4 * 4);
    SasVerifier verifier =
        new PgpSasVerifier(CryptoProviders.standard(), RecordedSignatures.keys(List.of(key)));
    return RecordedSignatures.wordsOf(verifier.verify(PGP, Octets.of(block), Octets.of(document)));
  }

  /** CVE-2020-0601: the curve of P-256, and a generator of the attacker's choice. */
  @Test
  @Requirement("Z-5.1.7-03")
  void doesNotTakeAnotherGeneratorForP256() throws Exception {
    VerifyingCrypto crypto = new VerifyingCrypto(CryptoProviders.standard());
    ECPublicKey key = (ECPublicKey) TestKeys.ec("secp256r1").getPublic();
    assertThat(crypto.curveOf(key)).isEqualTo(EcdsaCurve.P256);
    ECParameterSpec p256 = key.getParams();
    ECPublicKey forged =
        new ForgedKey(
            key,
            new ECParameterSpec(p256.getCurve(), key.getW(), p256.getOrder(), p256.getCofactor()));
    assertThat(refusal(() -> crypto.curveOf(forged))).isEqualTo("unsupported-algorithm");
  }

  @Test
  void takesNoPointThatIsNotOnTheCurve() throws Exception {
    ECPoint point = ((ECPublicKey) TestKeys.ec("secp256r1").getPublic()).getW();
    ECPoint beside = new ECPoint(point.getAffineX(), point.getAffineY().flipBit(0));
    for (CryptoProviders providers :
        List.of(CryptoProviders.standard(), CryptoProviders.platform())) {
      VerifyingCrypto crypto = new VerifyingCrypto(providers);
      PublicKey key = crypto.ecKey(EcdsaCurve.P256, point);
      assertThat(((ECPublicKey) key).getW()).isEqualTo(point);
      assertThat(refusal(() -> crypto.ecKey(EcdsaCurve.P256, beside))).isEqualTo("malformed");
      assertThat(refusal(() -> crypto.ecKey(EcdsaCurve.P256, ECPoint.POINT_INFINITY)))
          .isEqualTo("malformed");
    }
  }

  private interface Attempt {
    void run() throws RefusedSignature;
  }

  private static String refusal(Attempt attempt) {
    try {
      attempt.run();
      return "accepted";
    } catch (RefusedSignature refused) {
      return RecordedSignatures.wordsOf(refused.verdict());
    }
  }

  private record ForgedKey(ECPublicKey key, ECParameterSpec params) implements ECPublicKey {

    private static final long serialVersionUID = 1L;

    @Override
    public ECPoint getW() {
      return key.getW();
    }

    @Override
    public ECParameterSpec getParams() {
      return params;
    }

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public String getFormat() {
      return "X.509";
    }

    @Override
    public byte[] getEncoded() {
      return key.getEncoded();
    }
  }
}
