package org.aparte.zrtp.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.ZrtpEndpoint;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.ZrtpStream;
import org.aparte.zrtp.cache.InMemoryZidStore;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HelloHash;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZidStore;
import org.aparte.zrtp.model.ZidStoreException;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.model.ZrtpWarning;
import org.junit.jupiter.api.Test;

/** Another peer, a late announcement, a peer of few words, a store that fails. */
class RestartTest {

  private static final ZrtpConfig CONFIG = Classical.config();

  private final Peer a = Peer.of("a", 1, CONFIG);
  private final Peer b = Peer.of("b", 2, CONFIG);
  private final Peer c = Peer.of("c", 3, CONFIG);

  @Test
  @Requirement("Z-4.7.1-04")
  void becomesSecureWithAnotherPeerAfterATransfer() {
    TwoPeers first = new TwoPeers(a, b, Wire.PERFECT, 1).start().start().runUntilSecure(5_000);
    assertThat(first.allSecure()).isTrue();
    HelloHash before = a.line().stream().helloHash();
    TwoPeers second = new TwoPeers(a, c, Wire.PERFECT, 2);

    for (int line = 0; line < 2; line++) {
      second.take(a, line, a.lines().get(line).stream().restart(second.now()));
      assertThat(a.lines().get(line).stream().state()).isEqualTo(StreamPhase.DISCOVERING);
      second.take(c, line, c.open().stream().start(second.now()));
    }
    assertThat(a.line().stream().helloHash()).isNotEqualTo(before);
    assertThat(a.session().sas()).isEmpty();
    second.runUntilSecure(5_000);
    second.run(5_000, () -> false);

    assertThat(a.session().sas()).isEqualTo(c.session().sas());
    assertThat(a.session().sas()).isNotEqualTo(b.session().sas());
    assertThat(c.lines())
        .extracting(line -> line.secure().algorithms().keyAgreement())
        .containsExactlyInAnyOrder(KeyAgreementType.X255, KeyAgreementType.MULT);
  }

  @Test
  void joinsTheCallAgainWhenOnlyOneStreamIsRestarted() {
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1).start().start().runUntilSecure(5_000);

    call.take(a, 0, a.line().stream().restart(call.now()));
    call.take(b, 0, b.line().stream().restart(call.now()));
    call.run(5_000, () -> false);

    assertThat(a.line().stream().state()).isEqualTo(StreamPhase.SECURE);
    assertThat(b.line().stream().state()).isEqualTo(StreamPhase.SECURE);
    assertThat(a.line().told(ZrtpEvent.Secure.class))
        .last()
        .extracting(secure -> secure.algorithms().keyAgreement())
        .isEqualTo(KeyAgreementType.MULT);
  }

  @Test
  void saysWhenThereIsNothingToRestart() {
    ZrtpStream stream = a.session().newStream(7);

    assertThatThrownBy(() -> stream.restart(0)).hasMessageContaining("start it");
    stream.close();
    assertThatThrownBy(() -> stream.restart(0)).hasMessageContaining("open a new one");
  }

  @Test
  @Requirement("Z-8.1-03")
  void endsAnExchangeWhosePeerIsNotTheOneThatIsAnnouncedMeanwhile() {
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1).start();
    call.run(5_000, () -> a.line().stream().state() == StreamPhase.KEY_AGREEMENT);

    a.line().stream().expectPeerHelloHash(c.session().newStream(9).helloHash(), true);
    call.run(30_000, () -> false);

    assertThat(a.line().stream().state()).isEqualTo(StreamPhase.FAILED);
    assertThat(a.line().isSecure()).isFalse();
    assertThat(a.line().told(ZrtpEvent.Failed.class))
        .containsExactly(new ZrtpEvent.Failed(ZrtpFailure.HELLO_HASH_MISMATCH));
    assertThat(b.line().stream().state()).isEqualTo(StreamPhase.FAILED);
  }

  @Test
  @Requirement("Z-8.1-03")
  void warnsWhenTheAnnouncementComesAfterTheCallIsSecure() {
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1).start().runUntilSecure(5_000);

    b.line().stream().expectPeerHelloHash(a.line().stream().helloHash(), true);
    a.line().stream().expectPeerHelloHash(c.session().newStream(9).helloHash(), true);
    call.run(1_000, () -> false);

    assertThat(a.line().told(ZrtpEvent.Warning.class))
        .containsExactly(new ZrtpEvent.Warning(ZrtpWarning.HELLO_HASH_MISMATCH));
    assertThat(b.line().told(ZrtpEvent.Warning.class)).isEmpty();
    assertThat(a.line().stream().state()).isEqualTo(StreamPhase.SECURE);
  }

  @Test
  @Requirement("Z-5.1.5-04")
  void failsAFurtherStreamWhenNobodyCanAddIt() {
    // What B offers is put into A's ear by another endpoint of the same ZID and no Multistream
    InMemoryZidStore store = new InMemoryZidStore(new SeededRandom(9));
    Peer withMult = Peer.withStore("x", 4, CONFIG, store);
    ZrtpConfig alone = CONFIG.toBuilder().keyAgreements(KeyAgreementType.X255).build();
    Peer without = Peer.withStore("x", 5, alone, store);
    TwoPeers call = new TwoPeers(a, withMult, Wire.PERFECT, 1).start().runUntilSecure(5_000);
    assertThat(call.allSecure()).isTrue();
    TwoPeers further = new TwoPeers(a, without, Wire.PERFECT, 2);
    without.open().stream().close(); // in the place of the first
    further.start().run(30_000, () -> false);

    assertThat(a.lines().get(1).stream().state()).isEqualTo(StreamPhase.FAILED);
    assertThat(a.lines().get(1).told(ZrtpEvent.Failed.class))
        .containsExactly(new ZrtpEvent.Failed(ZrtpFailure.NO_MULTISTREAM));
    assertThat(a.line().stream().state()).isEqualTo(StreamPhase.SECURE);
  }

  @Test
  @Requirement("Z-5.1.5-04")
  void refusesSeveralStreamsWithoutMultistream() {
    ZrtpConfig alone = CONFIG.toBuilder().keyAgreements(KeyAgreementType.X255).build();
    Peer peer = Peer.of("x", 4, alone);
    peer.open();

    assertThatThrownBy(peer::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("MULT");
  }

  @Test
  @Requirement({"Z-4.9.1-01", "Z-4.9.1-04"})
  void goesOnWithoutCacheWhenTheStoreDoesNotGiveAZid() {
    ZidStore broken =
        (ZidStore)
            Proxy.newProxyInstance(
                ZidStore.class.getClassLoader(),
                new Class<?>[] {ZidStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("ownZid")) {
                    throw new ZidStoreException(
                        ZidStoreException.Kind.KEY_FAILED, "the disk is gone");
                  }
                  throw new AssertionError("a store that failed is not asked again");
                });
    Peer peer = Peer.withStore("x", 4, CONFIG, broken);
    TwoPeers call = new TwoPeers(peer, b, Wire.PERFECT, 1).start().runUntilSecure(5_000);

    assertThat(call.allSecure()).isTrue();
    assertThat(peer.line().told(ZrtpEvent.Warning.class))
        .containsExactly(new ZrtpEvent.Warning(ZrtpWarning.CACHE_FAILED));
    ZrtpSession again =
        ZrtpEndpoint.of(broken, CryptoProviders.standard(), new SeededRandom(5), () -> 0)
            .openSession(CONFIG);
    assertThat(again.ownZid()).isNotEqualTo(peer.session().ownZid());
  }
}
