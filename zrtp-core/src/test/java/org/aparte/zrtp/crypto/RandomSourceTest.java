package org.aparte.zrtp.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.junit.jupiter.api.Test;

class RandomSourceTest {

  private final RandomSource random =
      RandomSource.of(CryptoProviders.standard(), new SecureRandom());

  @Test
  @Requirement({
    "Z-4.8-01",
    "Z-9-01",
    "Z-9-04",
    "Z-4.4.2.2-04",
    "Z-4.4.3.1-04",
    "Z-5.7-10",
    "Z-4.3-03"
  })
  void drawsEachValueAfreshInItsLength() {
    assertFresh(() -> Octets.of(random.h0().expose()), 32);
    assertFresh(random::commitNonce, 16);
    assertFresh(random::kemNonce, 16);
    assertFresh(random::confirmIv, 16);
    assertFresh(random::standInSecretId, 8);
    assertFresh(() -> random.keyShare(KeyAgreementType.X255, CipherType.AES1).publicValue(), 32);
  }

  private static void assertFresh(Supplier<Octets> draw, int octets) {
    Set<Octets> drawn = new HashSet<>();
    Stream.generate(draw).limit(50).forEach(drawn::add);
    assertThat(drawn).hasSize(50).allMatch(value -> value.length() == octets);
  }

  @Test
  void beginsWithSequenceNumbersThatLeaveRoom() {
    Set<Integer> drawn = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      drawn.add(random.firstSequenceNumber());
    }
    assertThat(drawn).hasSizeGreaterThan(5_000).allMatch(number -> number >= 0 && number < 32_768);
  }

  /** What the app's generator is seeded with is all there is: no other source mixes in. */
  @Test
  @Requirement({"Z-4.8-03", "Z-4.8-04"})
  void takesEveryValueFromTheGeneratorItWasGiven() {
    RandomSource one = RandomSource.of(CryptoProviders.standard(), new CountingRandom());
    RandomSource same = RandomSource.of(CryptoProviders.standard(), new CountingRandom());
    assertThat(one.h0().matches(same.h0())).isTrue();
    assertThat(one.commitNonce()).isEqualTo(same.commitNonce());
    assertThat(one.kemNonce()).isEqualTo(same.kemNonce());
    assertThat(one.confirmIv()).isEqualTo(same.confirmIv());
    assertThat(one.standInSecretId()).isEqualTo(same.standInSecretId());
    assertThat(one.firstSequenceNumber()).isEqualTo(same.firstSequenceNumber());
    for (KeyAgreementType type : KeyAgreementType.values()) {
      if (type.isDh()) {
        assertThat(one.keyShare(type, CipherType.AES3).publicValue())
            .as(type.code())
            .isEqualTo(same.keyShare(type, CipherType.AES3).publicValue());
      }
      if (type.isKem()) {
        Octets publicKey = one.keyPair(type, HashType.S256).publicValue();
        assertThat(publicKey)
            .as(type.code())
            .isEqualTo(same.keyPair(type, HashType.S256).publicValue());
        assertThat(ciphertext(one.encapsulate(type, HashType.S256, publicKey)))
            .as(type.code())
            .isEqualTo(ciphertext(same.encapsulate(type, HashType.S256, publicKey)));
      }
    }
  }

  private static Octets ciphertext(EncapsulationOutcome outcome) {
    assertThat(outcome).isInstanceOf(EncapsulationOutcome.Encapsulated.class);
    return ((EncapsulationOutcome.Encapsulated) outcome).share().publicValue();
  }

  /** SHA-256 of a counter. */
  private static final class CountingRandom extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private int count;

    @Override
    public void nextBytes(byte[] octets) {
      for (int i = 0; i < octets.length; i++) {
        octets[i] =
            (byte)
                ZrtpHash.implicit(CryptoProviders.platform())
                    .hash(Octets.of(ZrtpHash.ascii("seed " + count++)))
                    .at(0);
      }
    }
  }
}
