package org.aparte.zrtp.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.trace.Attack;
import org.aparte.vectors.Fields;
import org.aparte.vectors.VectorFile;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The mechanisms of KEM mode: against published values, with each other, and under attack. */
class KeyEncapsulationTest {

  private static final String KEM_TYPES = "(K[24]|ML|X1M|X3M|P).*[1-8]";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final CryptoProviders STANDARD = CryptoProviders.standard();
  private static final List<CryptoProviders> PROVIDERS =
      List.of(STANDARD, CryptoProviders.platform());
  private static final Octets NONCE = Octets.of(new byte[KeyAgreementType.KEM_NONCE_OCTETS]);

  private static KeyEncapsulation kem(KeyAgreementType type, HashType hash) {
    return KeyEncapsulation.of(type, hash, STANDARD);
  }

  private static SecretBytes agreed(AgreementOutcome outcome) {
    assertThat(outcome).isInstanceOf(AgreementOutcome.Agreed.class);
    return ((AgreementOutcome.Agreed) outcome).dhResult();
  }

  private static KeyShare encapsulated(EncapsulationOutcome outcome) {
    assertThat(outcome).isInstanceOf(EncapsulationOutcome.Encapsulated.class);
    return ((EncapsulationOutcome.Encapsulated) outcome).share();
  }

  @Test
  void everyTypeOfTheFamilyIsTested() {
    assertThat(Stream.of(KeyAgreementType.values()).filter(KeyAgreementType::isKem))
        .hasSize(9)
        .allMatch(type -> type.name().matches(KEM_TYPES));
  }

  @ParameterizedTest
  @CsvSource({"K255-S256, K255, S256", "K448-S256, K448, S256", "X1M1-S256, X1M1, S256"})
  void decapsulatesThePublishedCiphertexts(String id, KeyAgreementType type, HashType hash) {
    Fields vector = vector(id, "inputs");
    Fields expected = vector(id, "expected");
    for (CryptoProviders providers : PROVIDERS) {
      KeyEncapsulation kem = KeyEncapsulation.of(type, hash, providers);
      try (SecretBytes privateKey = SecretBytes.copyOf(vector.octets("private_key"));
          KeyShare share = kem.fromPrivate(privateKey, RANDOM)) {
        if (expected.has("public_key")) {
          assertThat(share.publicValue()).isEqualTo(Octets.of(expected.octets("public_key")));
        }
        SecretBytes secret = agreed(share.agree(Octets.of(vector.octets("ciphertext"))));
        assertThat(secret.expose()).isEqualTo(expected.octets("shared_secret"));
      }
    }
  }

  /** Two X25519 combined: no code of ZRTP's, but published, and it shows the combiner alone. */
  @Test
  void combinesThePublishedSecrets() {
    Fields vector = vector("X25519-X25519-S256", "inputs");
    byte[] privateKeys = vector.octets("private_key");
    byte[] ciphertexts = vector.octets("ciphertext");
    SecretBytes[] secrets = new SecretBytes[2];
    for (int i = 0; i < 2; i++) {
      try (SecretBytes privateKey = SecretBytes.copyOf(privateKeys, 32 * i, 32);
          KeyShare share =
              kem(KeyAgreementType.K255, HashType.S256).fromPrivate(privateKey, RANDOM)) {
        secrets[i] = agreed(share.agree(Octets.of(ciphertexts, 32 * i, 32)));
      }
    }
    ZrtpHash hash = ZrtpHash.of(HashType.S256, STANDARD);
    assertThat(KemCombiner.combine(hash, Octets.of(ciphertexts), secrets).expose())
        .isEqualTo(vector("X25519-X25519-S256", "expected").octets("shared_secret"));
  }

  private static Fields vector(String id, String part) {
    return VectorFile.resource("kem/published.json").vectors().stream()
        .filter(candidate -> candidate.id().equals(id))
        .map(found -> part.equals("inputs") ? found.inputs() : found.expected())
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = KEM_TYPES)
  void bothEndsHaveTheSameSecretWithEveryHash(KeyAgreementType type) {
    for (HashType hash : HashType.values()) {
      KeyEncapsulation kem = kem(type, hash);
      try (KeyShare initiator = kem.generate(RANDOM);
          KeyShare responder = encapsulated(kem.encapsulate(initiator.publicValue(), RANDOM))) {
        assertThat(initiator.type()).isEqualTo(type);
        assertThat(responder.type()).isEqualTo(type);
        assertThat(initiator.publicValue().length()).isEqualTo(type.publicKeyOctets());
        assertThat(responder.publicValue().length()).isEqualTo(type.ciphertextOctets());
        SecretBytes ours = agreed(initiator.agree(responder.publicValue()));
        SecretBytes theirs = agreed(responder.agree(NONCE));
        assertThat(ours.matches(theirs)).isTrue();
        assertThat(ours.length()).isEqualTo(type.resultOctets(hash));
        assertThat(Octets.of(ours.expose())).isNotEqualTo(Octets.of(new byte[ours.length()]));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = KEM_TYPES)
  void theSamePrivateValuesGiveTheSameOctetsAndAnotherHashAnotherSecret(KeyAgreementType type) {
    KeyEncapsulation kem = kem(type, HashType.S256);
    KeyEncapsulation other = kem(type, HashType.N256);
    int ecOctets = type.name().startsWith("ML") ? 0 : type == KeyAgreementType.P3M3 ? 48 : 56;
    if (type == KeyAgreementType.K255
        || type == KeyAgreementType.X1M1
        || type == KeyAgreementType.P1M2) {
      ecOctets = 32;
    }
    boolean mlKem = type.name().contains("M");
    SecretBytes keySeed = drawn(ecOctets + (mlKem ? 64 : 0));
    SecretBytes drawn = drawn(ecOctets + (mlKem ? 32 : 0));
    Octets publicKey;
    try (KeyShare one = kem.fromPrivate(keySeed, RANDOM);
        KeyShare two = other.fromPrivate(keySeed, RANDOM)) {
      publicKey = one.publicValue();
      assertThat(two.publicValue()).isEqualTo(publicKey);
      try (KeyShare three = encapsulated(kem.encapsulateFrom(publicKey, drawn, RANDOM));
          KeyShare four = encapsulated(other.encapsulateFrom(publicKey, drawn, RANDOM))) {
        assertThat(three.publicValue()).isEqualTo(four.publicValue());
        SecretBytes secret = agreed(one.agree(three.publicValue()));
        assertThat(secret.matches(agreed(three.agree(NONCE)))).isTrue();
        // ML-KEM alone has no use for the negotiated hash
        boolean usesHash = !type.name().startsWith("ML");
        assertThat(secret.matches(agreed(two.agree(three.publicValue())))).isEqualTo(!usesHash);
      }
    }
  }

  private static SecretBytes drawn(int octets) {
    byte[] drawn = new byte[octets];
    RANDOM.nextBytes(drawn);
    drawn[0] &= 0x7f; // below the order of P-384
    return SecretBytes.takeOver(drawn);
  }

  /** Implicit rejection: the sender learns nothing, and Confirm does not open. */
  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = KEM_TYPES)
  @Attack("N-9.11")
  void aCiphertextChangedAnywhereGivesAnotherSecretOrNone(KeyAgreementType type) {
    KeyEncapsulation kem = kem(type, HashType.S256);
    for (int i = 0; i < type.ciphertextOctets(); i += Math.max(1, type.ciphertextOctets() / 9)) {
      try (KeyShare initiator = kem.generate(RANDOM);
          KeyShare responder = encapsulated(kem.encapsulate(initiator.publicValue(), RANDOM))) {
        byte[] ciphertext = responder.publicValue().toArray();
        ciphertext[i] ^= 4;
        AgreementOutcome outcome = initiator.agree(Octets.of(ciphertext));
        if (outcome instanceof AgreementOutcome.Refused refused) {
          assertThat(refused.fault()).isEqualTo(PublicValueFault.NOT_ON_CURVE);
          assertThat(type).isEqualTo(KeyAgreementType.P3M3);
          assertThat(i).isLessThan(96);
        } else {
          assertThat(agreed(outcome).matches(agreed(responder.agree(NONCE)))).isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = KEM_TYPES)
  @Attack("N-9.02")
  void refusesEveryOtherLength(KeyAgreementType type) {
    KeyEncapsulation kem = kem(type, HashType.S384);
    AgreementOutcome refused = new AgreementOutcome.Refused(PublicValueFault.WRONG_LENGTH);
    try (KeyShare initiator = kem.generate(RANDOM);
        KeyShare responder = encapsulated(kem.encapsulate(initiator.publicValue(), RANDOM))) {
      for (int octets : lengthsAround(type.publicKeyOctets())) {
        Octets publicKey = Octets.of(new byte[octets]);
        assertThat(kem.faultOf(publicKey)).contains(PublicValueFault.WRONG_LENGTH);
        assertThat(kem.encapsulate(publicKey, RANDOM))
            .isEqualTo(new EncapsulationOutcome.Refused(PublicValueFault.WRONG_LENGTH));
      }
      for (int octets : lengthsAround(type.ciphertextOctets())) {
        assertThat(initiator.agree(Octets.of(new byte[octets]))).isEqualTo(refused);
      }
      for (int octets : lengthsAround(KeyAgreementType.KEM_NONCE_OCTETS)) {
        assertThat(responder.agree(Octets.of(new byte[octets]))).isEqualTo(refused);
      }
      // all that left both as they were
      agreed(initiator.agree(responder.publicValue())).close();
      agreed(responder.agree(NONCE)).close();
    }
  }

  private static int[] lengthsAround(int octets) {
    return new int[] {0, 1, octets / 2, octets - 1, octets + 1, octets + 4, 2 * octets, 65_535};
  }

  /** Each number of the key in turn, or as many as there is patience for, at q and at 4095. */
  @ParameterizedTest
  @EnumSource(names = {"MLK1", "MLK2", "MLK3", "X1M1", "P1M2", "X3M3", "P3M3"})
  @Attack("N-9.10")
  void refusesPublicKeysWithNumbersThatAreNotReduced(KeyAgreementType type) {
    KeyEncapsulation kem = kem(type, HashType.S256);
    byte[] good = kem.generate(RANDOM).publicValue().toArray();
    int start =
        switch (type) {
          case X1M1, P1M2 -> 32;
          case X3M3 -> 56;
          case P3M3 -> 96;
          default -> 0;
        };
    int last = good.length - 32 - 3;
    for (int triple : new int[] {start, start + 3, (start + last) / 6 * 3 + start % 3, last}) {
      for (int value : new int[] {3328, 3329, 4095}) {
        for (boolean odd : new boolean[] {false, true}) {
          byte[] key = good.clone();
          if (odd) {
            key[triple + 1] = (byte) (key[triple + 1] & 15 | value << 4);
            key[triple + 2] = (byte) (value >> 4);
          } else {
            key[triple] = (byte) value;
            key[triple + 1] = (byte) (key[triple + 1] & 0xf0 | value >> 8);
          }
          EncapsulationOutcome outcome = kem.encapsulate(Octets.of(key), RANDOM);
          if (value < 3329) {
            encapsulated(outcome).close();
          } else {
            assertThat(kem.faultOf(Octets.of(key))).contains(PublicValueFault.NOT_REDUCED);
            assertThat(outcome)
                .isEqualTo(new EncapsulationOutcome.Refused(PublicValueFault.NOT_REDUCED));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "K255, LOW_ORDER",
    "K448, LOW_ORDER",
    "X1M1, LOW_ORDER",
    "P1M2, LOW_ORDER",
    "X3M3, LOW_ORDER",
    "P3M3, NOT_ON_CURVE"
  })
  @Attack({"N-9.03", "N-9.04"})
  void refusesWeakPointsInPublicKeyAndCiphertext(KeyAgreementType type, PublicValueFault fault) {
    KeyEncapsulation kem = kem(type, HashType.S512);
    try (KeyShare initiator = kem.generate(RANDOM);
        KeyShare responder = encapsulated(kem.encapsulate(initiator.publicValue(), RANDOM))) {
      int pointOctets =
          switch (type) {
            case K448, X3M3 -> 56;
            case P3M3 -> 96;
            default -> 32;
          };
      byte[] publicKey = initiator.publicValue().toArray();
      Arrays.fill(publicKey, 0, pointOctets, (byte) 0);
      assertThat(kem.faultOf(Octets.of(publicKey))).contains(fault);
      assertThat(kem.encapsulate(Octets.of(publicKey), RANDOM))
          .isEqualTo(new EncapsulationOutcome.Refused(fault));
      byte[] ciphertext = responder.publicValue().toArray();
      Arrays.fill(ciphertext, 0, pointOctets, (byte) 0);
      assertThat(initiator.agree(Octets.of(ciphertext)))
          .isEqualTo(new AgreementOutcome.Refused(fault));
      agreed(initiator.agree(responder.publicValue())).close();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = KEM_TYPES)
  void throwsOnNoOctetsAtAll(KeyAgreementType type) {
    long seed = new SecureRandom().nextLong();
    Random junk = new Random(seed);
    KeyEncapsulation kem = kem(type, HashType.S256);
    for (int i = 0; i < 10; i++) {
      byte[] publicKey = new byte[type.publicKeyOctets()];
      byte[] ciphertext = new byte[type.ciphertextOctets()];
      junk.nextBytes(publicKey);
      junk.nextBytes(ciphertext);
      try (KeyShare share = kem.generate(RANDOM)) {
        assertThatCode(
                () -> {
                  kem.encapsulate(Octets.of(publicKey), RANDOM);
                  share.agree(Octets.of(ciphertext));
                })
            .as("seed %d, %s", seed, type)
            .doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = KEM_TYPES)
  void agreesOnceOnlyAndNeverAfterClose(KeyAgreementType type) {
    KeyEncapsulation kem = kem(type, HashType.S256);
    KeyShare initiator = kem.generate(RANDOM);
    KeyShare responder = encapsulated(kem.encapsulate(initiator.publicValue(), RANDOM));
    agreed(initiator.agree(responder.publicValue())).close();
    assertThatIllegalStateException().isThrownBy(() -> initiator.agree(responder.publicValue()));
    agreed(responder.agree(NONCE)).close();
    assertThatIllegalStateException().isThrownBy(() -> responder.agree(NONCE));
    KeyShare closed = kem.generate(RANDOM);
    closed.close();
    closed.close();
    assertThatIllegalStateException().isThrownBy(() -> closed.agree(responder.publicValue()));
  }

  @Test
  void wipesTheSecretOfTheResponder() {
    KeyEncapsulation kem = kem(KeyAgreementType.X1M1, HashType.S256);
    try (KeyShare initiator = kem.generate(RANDOM)) {
      EncapsulatedShare responder =
          ((EncapsulationOutcome.Encapsulated) kem.encapsulate(initiator.publicValue(), RANDOM))
              .share();
      SecretBytes held = responder.secret();
      SecretBytes result = agreed(responder.agree(NONCE));
      assertThat(held.isClosed()).isTrue();
      assertThat(result.isClosed()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"K255, 31", "K448, 57", "MLK1, 63", "MLK1, 0", "MLK2, 1632", "X1M1, 32", "X1M1, 5"})
  void refusesPrivateKeysThatAreNone(KeyAgreementType type, int octets) {
    SecretBytes value = SecretBytes.takeOver(new byte[octets]);
    KeyEncapsulation kem = kem(type, HashType.S256);
    assertThatIllegalArgumentException().isThrownBy(() -> kem.fromPrivate(value, RANDOM));
    Octets publicKey = kem.generate(RANDOM).publicValue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kem.encapsulateFrom(publicKey, value, RANDOM));
  }

  @Test
  void refusesADecapsulationKeyWhoseHashDoesNotFit() {
    byte[] key = new byte[1632];
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            kem(KeyAgreementType.MLK1, HashType.S256)
                .fromPrivate(SecretBytes.takeOver(key), RANDOM));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_NONE, names = KEM_TYPES)
  void encapsulatesNothingInOtherModes(KeyAgreementType type) {
    assertThatIllegalArgumentException().isThrownBy(() -> kem(type, HashType.S256));
  }
}
