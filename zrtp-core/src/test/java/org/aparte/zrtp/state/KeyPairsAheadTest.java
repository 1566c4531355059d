package org.aparte.zrtp.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.crypto.KeyShare;
import org.aparte.zrtp.crypto.RandomSource;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.scenario.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyPairsAheadTest {

  private final List<KeyShare> made = new ArrayList<>();
  private Runnable whileMaking = () -> {};
  private final KeyPairsAhead ahead = new KeyPairsAhead(recording(new SeededRandom(1)));

  private RandomSource recording(SeededRandom random) {
    RandomSource source = RandomSource.of(CryptoProviders.standard(), random);
    return (RandomSource)
        Proxy.newProxyInstance(
            RandomSource.class.getClassLoader(),
            new Class<?>[] {RandomSource.class},
            (proxy, method, arguments) -> {
              Object value = method.invoke(source, arguments);
              if (value instanceof KeyShare share) {
                made.add(share);
                whileMaking.run();
              }
              return value;
            });
  }

  private static ZrtpConfig offering(KeyAgreementType type) {
    return ZrtpConfig.builder()
        .hashes(HashType.S256, HashType.S384)
        .ciphers(CipherType.AES3, CipherType.AES1)
        .keyAgreements(type)
        .build();
  }

  private KeyShare asked(KeyAgreementType type) {
    if (type.isDh()) {
      return ahead.keyShare(
          type, type == KeyAgreementType.DH2K ? CipherType.AES1 : CipherType.AES3);
    }
    return ahead.keyPair(type, type == KeyAgreementType.K255 ? HashType.S256 : HashType.S384);
  }

  private static void assertWiped(KeyShare share) {
    assertThatThrownBy(() -> share.agree(share.publicValue()))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyAgreementType.class,
      names = {"PRSH", "MULT"},
      mode = EnumSource.Mode.EXCLUDE)
  @Requirement({"Z-4.4.1.1-03", "Z-4.4.1.2-01", "Z-4.8-01"})
  void givesEachPairOutOnceAndThenFreshOnes(KeyAgreementType type) {
    assertThat(ahead.make(offering(type), 2)).isEqualTo(2);
    assertThat(made).hasSize(2);

    KeyShare first = asked(type);
    KeyShare second = asked(type);
    KeyShare third = asked(type);

    assertThat(first).isSameAs(made.get(0));
    assertThat(second).isSameAs(made.get(1));
    assertThat(third).isSameAs(made.get(2));
    assertThat(made).hasSize(3);
    assertThat(made).extracting(KeyShare::publicValue).doesNotHaveDuplicates();
  }

  @Test
  @Requirement("Z-5.1.5-08")
  void givesNoPairToWhoNeedsAnotherKind() {
    ahead.make(offering(KeyAgreementType.DH3K), 1);
    ahead.make(offering(KeyAgreementType.K255), 1);

    // another length of the exponent, another hash to derive with, another code
    ahead.keyShare(KeyAgreementType.DH3K, CipherType.AES1);
    ahead.keyPair(KeyAgreementType.K255, HashType.S384);
    ahead.keyShare(KeyAgreementType.X255, CipherType.AES3);

    assertThat(made).hasSize(5);
    assertThat(ahead.keyShare(KeyAgreementType.DH3K, CipherType.TWOFISH3)).isSameAs(made.get(0));
    assertThat(ahead.keyPair(KeyAgreementType.K255, HashType.S256)).isSameAs(made.get(1));
  }

  @Test
  void givesAPairOfACurveToEveryCipher() {
    ahead.make(offering(KeyAgreementType.X255), 1);

    assertThat(ahead.keyShare(KeyAgreementType.X255, CipherType.AES1)).isSameAs(made.get(0));
  }

  @Test
  void makesOnlyWhatIsLacking() {
    ZrtpConfig config = offering(KeyAgreementType.X255);
    assertThat(ahead.make(config, 3)).isEqualTo(3);
    assertThat(ahead.make(config, 3)).isZero();
    asked(KeyAgreementType.X255);
    assertThat(ahead.make(config, 3)).isEqualTo(1);
    assertThat(ahead.make(config, 1)).isZero();
    assertThat(ahead.make(config, 0)).isZero();
  }

  @Test
  void makesPairsForTheFasterOfWhatIsPreferredAlone() {
    ZrtpConfig config =
        ZrtpConfig.builder()
            .keyAgreements(
                KeyAgreementType.PRSH,
                KeyAgreementType.MULT,
                KeyAgreementType.X448,
                KeyAgreementType.X255)
            .build();

    ahead.make(config, 1);

    assertThat(made).extracting(KeyShare::type).containsExactly(KeyAgreementType.X448);
  }

  @Test
  void makesNoneForAPolicyThatLeavesNothing() {
    ZrtpConfig config =
        ZrtpConfig.builder()
            .hashes(HashType.S256) // which EC38 does not go with
            .keyAgreements(KeyAgreementType.EC38)
            .onlyListed(true)
            .build();

    assertThat(ahead.make(config, 1)).isZero();
  }

  @Test
  void makesNoMoreThanItsBound() {
    ZrtpConfig config = offering(KeyAgreementType.X255);
    assertThatThrownBy(() -> ahead.make(config, KeyPairsAhead.MOST + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("257 key pairs ahead: there are 0 to 256 of a kind");
    assertThatThrownBy(() -> ahead.make(config, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(made).isEmpty();
  }

  @Test
  void wipesOnClosingWhatNobodyTookAndNothingElse() {
    ahead.make(offering(KeyAgreementType.X255), 3);
    KeyShare taken = asked(KeyAgreementType.X255);

    ahead.close();

    made.subList(1, 3).forEach(KeyPairsAheadTest::assertWiped);
    KeyShare fresh = asked(KeyAgreementType.X255);
    assertThat(made.indexOf(fresh)).isEqualTo(3);
    taken.agree(fresh.publicValue()); // is not wiped: whoever took it closes it
    assertThatThrownBy(() -> ahead.make(offering(KeyAgreementType.X255), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("make a new one");
  }

  @Test
  void wipesAPairThatIsReadyOnlyAfterClosing() {
    whileMaking = ahead::close;

    assertThat(ahead.make(offering(KeyAgreementType.X255), 2)).isZero();

    assertThat(made).hasSize(1);
    assertWiped(made.get(0));
  }

  @Test
  void wipesAPairThatAnotherThreadMadeInTheMeantime() {
    whileMaking =
        () -> {
          whileMaking = () -> {};
          ahead.make(offering(KeyAgreementType.X255), 1);
        };

    assertThat(ahead.make(offering(KeyAgreementType.X255), 1)).isZero();

    assertThat(made).hasSize(2);
    assertWiped(made.get(0));
    assertThat(asked(KeyAgreementType.X255)).isSameAs(made.get(1));
  }

  @Test
  @Requirement("Z-4.8-01")
  void givesNoPairToTwoThreads() throws InterruptedException {
    KeyPairsAhead shared =
        new KeyPairsAhead(RandomSource.of(CryptoProviders.standard(), new SeededRandom(2)));
    Set<Octets> values = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    CountDownLatch begin = new CountDownLatch(1);
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(() -> {
            try {
              begin.await();
            } catch (InterruptedException e) {
              return;
            }
            for (int j = 0; j < 100; j++) {
              shared.make(offering(KeyAgreementType.X255), 3);
              values.add(shared.keyShare(KeyAgreementType.X255, CipherType.AES1).publicValue());
            }
          });
      thread.start();
      threads.add(thread);
    }
    begin.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(values).hasSize(400);
  }
}
