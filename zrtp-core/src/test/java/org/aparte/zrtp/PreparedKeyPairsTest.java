package org.aparte.zrtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.crypto.KeyShare;
import org.aparte.zrtp.crypto.RandomSource;
import org.aparte.zrtp.message.DhPart;
import org.aparte.zrtp.message.KemCommit;
import org.aparte.zrtp.message.MessageParser;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.message.ZrtpMessage;
import org.aparte.zrtp.message.ZrtpPacket;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.scenario.Peer;
import org.aparte.zrtp.scenario.SeededRandom;
import org.aparte.zrtp.scenario.TwoPeers;
import org.aparte.zrtp.scenario.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls of endpoints that made key pairs ahead. */
class PreparedKeyPairsTest {

  private static final CryptoProviders PROVIDERS = CryptoProviders.standard();

  /** An endpoint of which is known what pairs it ever made. */
  private static final class Maker {
    final List<KeyShare> made = new ArrayList<>();
    final ZrtpEndpoint endpoint;

    Maker(long seed) {
      SecureRandom random = new SeededRandom(seed);
      RandomSource source = RandomSource.of(PROVIDERS, random);
      RandomSource recording =
          (RandomSource)
              Proxy.newProxyInstance(
                  RandomSource.class.getClassLoader(),
                  new Class<?>[] {RandomSource.class},
                  (proxy, method, arguments) -> {
                    Object value = method.invoke(source, arguments);
                    if (value instanceof KeyShare share) {
                      made.add(share);
                    }
                    return value;
                  });
      endpoint = ZrtpEndpoint.replaying(null, PROVIDERS, random, recording, () -> 0);
    }

    boolean made(Octets publicValue, int from, int to) {
      return made.subList(from, to).stream()
          .anyMatch(share -> share.publicValue().equals(publicValue));
    }
  }

  private final Maker alice = new Maker(1);
  private final Maker bob = new Maker(2);

  private static ZrtpConfig offering(KeyAgreementType type) {
    return ZrtpConfig.builder()
        .hashes(HashType.S256)
        .ciphers(CipherType.AES1)
        .keyAgreements(type)
        .mtu(4096)
        .build();
  }

  /** One call, and the pvi, pvr or public key that was sent by each end. */
  private Set<Octets> call(ZrtpConfig a, ZrtpConfig b, long seed) {
    Set<Octets> sent = new HashSet<>();
    try (ZrtpSession atAlice = alice.endpoint.openSession(a);
        ZrtpSession atBob = bob.endpoint.openSession(b)) {
      TwoPeers call = begin(atAlice, atBob, seed, sent);
      call.runUntilSecure(10_000);
      assertThat(call.allSecure()).isTrue();
    }
    return sent;
  }

  private static TwoPeers begin(ZrtpSession a, ZrtpSession b, long seed, Set<Octets> sent) {
    return new TwoPeers(Peer.withSession("a", a), Peer.withSession("b", b), Wire.PERFECT, seed)
        .tap((from, line, datagram) -> {
          ZrtpPacket packet = (ZrtpPacket) ZrtpPacket.parse(datagram, 0, datagram.length);
          ZrtpMessage message = ((Received<?>) MessageParser.parse(packet.message())).message();
          if (message instanceof KemCommit commit) {
            sent.add(commit.publicKey());
          } else if (message instanceof DhPart part && !isKem(a.config())) {
            sent.add(part.publicValue());
          }
          return List.of(datagram);
        })
        .start();
  }

  private static boolean isKem(ZrtpConfig config) {
    return config.keyAgreements().get(0).isKem();
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyAgreementType.class,
      names = {"X255", "EC25", "DH2K", "DH3K", "K255", "MLK1", "X1M1"})
  @Requirement({"Z-4.4.1.1-03", "Z-4.4.1.2-01", "Z-4.8-01", "Z-KEM-06"})
  void servesOneExchangeWithEachPair(KeyAgreementType type) {
    ZrtpConfig config = offering(type);
    alice.endpoint.prepareKeyPairs(config, 2);
    bob.endpoint.prepareKeyPairs(config, 2);
    Set<Octets> all = new HashSet<>();
    int sent = 0;
    for (int call = 0; call < 3; call++) {
      Set<Octets> values = call(config, config, call);
      sent += values.size();
      all.addAll(values);
      for (Octets value : values) {
        // both ends send Commit, so both take a pair in each call
        assertThat(alice.made(value, call, call + 1) || bob.made(value, call, call + 1)).isTrue();
      }
    }
    assertThat(all).hasSize(sent);
    assertThat(sent).isGreaterThanOrEqualTo(isKem(config) ? 3 : 6);
    assertThat(alice.made).hasSize(3);
    assertThat(bob.made).hasSize(3);
    assertUsedUp(alice.made);
    assertUsedUp(bob.made);
  }

  @Test
  @Requirement("Z-4.4.1.2-01")
  void answersACommitWithAPairMadeAhead() {
    ZrtpConfig config = offering(KeyAgreementType.X255);
    bob.endpoint.prepareKeyPairs(config, 1);
    assertThat(bob.made).hasSize(1);

    Set<Octets> sent =
        call(config, config.toBuilder().initiation(Initiation.ON_REQUEST).build(), 1);

    assertThat(bob.made).hasSize(1);
    assertThat(sent).hasSize(2).contains(bob.made.get(0).publicValue());
    assertUsedUp(bob.made);
  }

  @Test
  @Requirement("Z-4.4.1.1-03")
  void givesEachOfTwoCallsAtOnceItsOwnPair() {
    ZrtpConfig config = offering(KeyAgreementType.X255);
    alice.endpoint.prepareKeyPairs(config, 2);
    Set<Octets> sent = new HashSet<>();
    try (ZrtpSession one = alice.endpoint.openSession(config);
        ZrtpSession two = alice.endpoint.openSession(config);
        ZrtpSession atBob = bob.endpoint.openSession(config);
        ZrtpSession atBobToo = bob.endpoint.openSession(config)) {
      TwoPeers first = begin(one, atBob, 1, sent);
      TwoPeers second = begin(two, atBobToo, 2, sent);
      for (int i = 0; i < 100; i++) {
        first.run(10, () -> false);
        second.run(10, () -> false);
      }
      assertThat(first.allSecure() && second.allSecure()).isTrue();
    }
    assertThat(sent).hasSize(4);
    assertThat(alice.made).hasSize(2).allMatch(share -> sent.contains(share.publicValue()));
  }

  @Test
  @Requirement("Z-KEM-04")
  void hasThePairsThatTheRecommendedConfigurationComesTo() {
    ZrtpConfig config = ZrtpConfig.recommended().toBuilder().mtu(4096).build();
    alice.endpoint.prepareKeyPairs(config, 1);

    Set<Octets> sent = call(config, config, 1);

    assertThat(alice.made).hasSize(1);
    assertThat(alice.made.get(0).type()).isEqualTo(KeyAgreementType.X3M3);
    assertThat(sent).contains(alice.made.get(0).publicValue());
  }

  @Test
  void wipesTheRestWhenItIsClosedAndCallsGoOn() {
    ZrtpConfig config = offering(KeyAgreementType.X255);
    assertThat(alice.endpoint.prepareKeyPairs(config, 2)).isEqualTo(2);

    alice.endpoint.close();

    assertUsedUp(alice.made);
    Set<Octets> sent = call(config, config, 1);
    assertThat(alice.made).hasSize(3);
    assertThat(sent).contains(alice.made.get(2).publicValue());
    assertThatThrownBy(() -> alice.endpoint.prepareKeyPairs(config, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void assertUsedUp(List<KeyShare> pairs) {
    for (KeyShare pair : pairs) {
      assertThatThrownBy(() -> pair.agree(pair.publicValue()))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
