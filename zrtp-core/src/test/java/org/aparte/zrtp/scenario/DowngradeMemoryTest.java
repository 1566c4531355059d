package org.aparte.zrtp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.aparte.zrtp.cache.FileZidStore;
import org.aparte.zrtp.cache.InMemoryZidStore;
import org.aparte.zrtp.cache.PlainKeyProtector;
import org.aparte.zrtp.model.AlgorithmPreset;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.KeyContinuity;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZidStore;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpWarning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who once spoke post-quantum and does no more is not let pass in silence. */
class DowngradeMemoryTest {

  private static final ZrtpEvent.Warning DOWNGRADED =
      new ZrtpEvent.Warning(ZrtpWarning.DOWNGRADED_FROM_POST_QUANTUM);
  private static final ZrtpConfig HYBRID =
      ZrtpConfig.builder().preset(AlgorithmPreset.MODERN).build();
  private static final ZrtpConfig CLASSICAL =
      HYBRID.toBuilder()
          .keyAgreements(KeyAgreementType.X255, KeyAgreementType.PRSH, KeyAgreementType.MULT)
          .build();

  private final ZidStore store = new InMemoryZidStore(new SeededRandom(1));
  private final ZidStore peersStore = new InMemoryZidStore(new SeededRandom(2));
  private long seed;

  private TwoPeers call(ZidStore ofA, ZrtpConfig peer) {
    seed++;
    return new TwoPeers(
            Peer.withStore("a", 2 * seed, HYBRID, ofA),
            Peer.withStore("b", 2 * seed + 1, peer, peersStore),
            Wire.PERFECT,
            seed)
        .start()
        .start()
        .runUntilSecure(10_000);
  }

  private TwoPeers call(ZrtpConfig peer) {
    return call(store, peer);
  }

  private static boolean warns(TwoPeers call) {
    assertThat(call.allSecure()).isTrue();
    assertThat(call.a().lines().get(1).told(ZrtpEvent.Warning.class)).doesNotContain(DOWNGRADED);
    return call.a().line().told(ZrtpEvent.Warning.class).contains(DOWNGRADED);
  }

  @Test
  void warnsInEachClassicalCallAfterAHybridOne() {
    assertThat(warns(call(CLASSICAL))).as("nothing better is known").isFalse();
    assertThat(warns(call(HYBRID))).isFalse();
    assertThat(warns(call(CLASSICAL))).isTrue();
    assertThat(warns(call(CLASSICAL))).as("still").isTrue();
    assertThat(warns(call(HYBRID))).isFalse();
    assertThat(warns(call(CLASSICAL))).isTrue();
  }

  @Test
  void warnsThoughTheSecretsMatchAndThoughTheyDoNot() {
    TwoPeers first = call(HYBRID);
    TwoPeers second = call(CLASSICAL);
    assertThat(second.a().line().secure().continuity()).isEqualTo(KeyContinuity.MATCH);
    assertThat(warns(second)).isTrue();

    Zid peer = first.b().session().ownZid();
    TwoPeers third =
        new TwoPeers(
                Peer.withStore("a", 100, HYBRID, store),
                Peer.withStore("b", 101, CLASSICAL, new StolenZid(peer)),
                Wire.PERFECT,
                1)
            .start()
            .start()
            .runUntilSecure(10_000);
    assertThat(third.a().line().secure().continuity()).isEqualTo(KeyContinuity.MISMATCH);
    assertThat(warns(third)).isTrue();
  }

  @Test
  void countsPresharedModeAsNoneOfBoth() {
    TwoPeers first = call(HYBRID);
    first.a().session().sasMatched();
    first.b().session().sasMatched();
    ZrtpConfig preshared = HYBRID.toBuilder().preferPreshared(true).build();
    first.a().callAgain(preshared);
    first.b().callAgain(preshared);
    TwoPeers second =
        new TwoPeers(first.a(), first.b(), Wire.PERFECT, 9).start().start().runUntilSecure(10_000);

    assertThat(second.a().line().secure().algorithms().keyAgreement())
        .isEqualTo(KeyAgreementType.PRSH);
    assertThat(warns(second)).isFalse();
  }

  @Test
  void forgetsWhenTheAppTakesTheFeatureOutOfTheCache() {
    Zid peer = call(HYBRID).b().session().ownZid();
    Zid own = store.ownZid("");
    store.update(
        own,
        peer,
        record -> {
          java.util.Set<String> features = new java.util.TreeSet<>(record.peerFeatures());
          assertThat(features.remove(ZidRecord.POST_QUANTUM)).isTrue();
          return record.toBuilder().peerFeatures(features).build();
        });

    assertThat(warns(call(CLASSICAL))).isFalse();
  }

  /** A file that was written before there was KEM mode has entries without the feature. */
  @Test
  void remembersInAFileThatIsOpenedAgainAlsoInAnOldOne(@TempDir Path folder) {
    Path file = folder.resolve("cache");
    FileZidStore old = open(file);
    TwoPeers call = call(old, CLASSICAL);
    Zid peer = call.b().session().ownZid();
    try (ZidRecord entry = old.find(old.ownZid(""), peer)) {
      assertThat(entry.peerFeatures()).isEmpty();
    }

    FileZidStore opened = open(file);
    assertThat(warns(call(opened, CLASSICAL))).isFalse();
    TwoPeers hybrid = call(opened, HYBRID);
    assertThat(hybrid.a().line().secure().continuity()).isEqualTo(KeyContinuity.MATCH);
    assertThat(warns(hybrid)).isFalse();

    FileZidStore again = open(file);
    try (ZidRecord entry = again.find(again.ownZid(""), peer)) {
      assertThat(entry.peerFeatures()).containsExactly("post-quantum");
    }
    assertThat(warns(call(again, CLASSICAL))).isTrue();
  }

  private static FileZidStore open(Path file) {
    return FileZidStore.open(file, new PlainKeyProtector(), new SeededRandom(7));
  }
}
