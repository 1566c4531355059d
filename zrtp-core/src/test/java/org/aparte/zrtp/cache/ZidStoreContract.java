package org.aparte.zrtp.cache;

import static org.aparte.zrtp.cache.Secrets.OWN;
import static org.aparte.zrtp.cache.Secrets.PEER;
import static org.aparte.zrtp.cache.Secrets.content;
import static org.aparte.zrtp.cache.Secrets.filling;
import static org.aparte.zrtp.cache.Secrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.model.Enrollment;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZidStore;
import org.junit.jupiter.api.Test;

/** What every {@link ZidStore} does, in memory or on a disk. */
abstract class ZidStoreContract {

  /** A new empty store. */
  abstract ZidStore newStore();

  /** The same store as another process would see it; in memory, the store itself. */
  abstract ZidStore reopened(ZidStore store);

  @Test
  @Requirement({"Z-4.3-01", "Z-4.3-02"})
  void findsAnEntryByThePairOfZidsOnly() {
    ZidStore store = newStore();
    Zid otherOwn = Zid.ofHex("0c0000000000000000000003");
    store(store, ZidRecord.builder(OWN, PEER).retained(secret(1), secret(2)).build());
    store(store, ZidRecord.builder(otherOwn, PEER).retained(secret(3), null).build());

    try (ZidRecord first = reopened(store).find(OWN, PEER);
        ZidRecord second = reopened(store).find(otherOwn, PEER)) {
      assertThat(filling(first.rs1())).isEqualTo(1);
      assertThat(filling(first.rs2())).isEqualTo(2);
      assertThat(filling(second.rs1())).isEqualTo(3);
      assertThat(second.rs2()).isNull();
    }
    assertThat(store.find(PEER, OWN)).isNull();
    assertThat(store.find(OWN, Secrets.peer(77))).isNull();
  }

  @Test
  @Requirement({"Z-4.9-01", "Z-4.9-02", "Z-4.4.3-07"})
  @Attack("A-12")
  void makesAZidPerLabelAndKeepsIt() {
    ZidStore store = newStore();

    Zid account = store.ownZid("alice@example.org");
    Zid callee = store.ownZid("alice@example.org to bob@example.org ☎");
    Zid nameless = store.ownZid("");

    assertThat(Set.of(account, callee, nameless)).hasSize(3);
    assertThat(reopened(store).ownZid("alice@example.org")).isEqualTo(account);
    assertThat(reopened(store).ownZids())
        .isEqualTo(
            Map.of(
                "alice@example.org",
                account,
                "alice@example.org to bob@example.org ☎",
                callee,
                "",
                nameless));
  }

  @Test
  void refusesLabelsThatItCouldNotKeep() {
    char[] tooLong = new char[256];
    Arrays.fill(tooLong, 'x');

    assertThatIllegalArgumentException().isThrownBy(() -> newStore().ownZid(new String(tooLong)));
    assertThatIllegalArgumentException().isThrownBy(() -> newStore().ownZid("\udc00"));
  }

  @Test
  void letsOnlyTheFirstOfTwoWritersWin() {
    ZidStore store = newStore();
    store(store, ZidRecord.builder(OWN, PEER).retained(secret(1), null).build());
    try (ZidRecord seenByBoth = store.find(OWN, PEER)) {
      ZidRecord first = seenByBoth.toBuilder().retained(secret(2), null).build();
      ZidRecord second = seenByBoth.toBuilder().retained(secret(3), null).build();

      assertThat(store.compareAndSet(seenByBoth.version(), first)).isTrue();
      assertThat(reopened(store).compareAndSet(seenByBoth.version(), second)).isFalse();
      assertThat(store.compareAndSet(0, second)).isFalse();
      assertThat(store.compareAndSet(seenByBoth.version() + 100, second)).isFalse();
    }
    try (ZidRecord stored = store.find(OWN, PEER)) {
      assertThat(filling(stored.rs1())).isEqualTo(2);
    }
  }

  @Test
  void expectsVersionZeroWhereThereIsNoEntry() {
    ZidStore store = newStore();
    ZidRecord next = ZidRecord.builder(OWN, PEER).version(5).build();

    assertThat(store.compareAndSet(5, next)).isFalse();
    assertThat(store.compareAndSet(1, next)).isFalse();
    assertThat(store.compareAndSet(0, next)).isTrue();
  }

  @Test
  void neverGivesAVersionTwiceEvenToAnEntryMadeAnew() {
    ZidStore store = newStore();
    Set<Long> versions = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      store(store, ZidRecord.builder(OWN, PEER).build());
      try (ZidRecord stored = store.find(OWN, PEER)) {
        assertThat(versions.add(stored.version())).as("version %d", stored.version()).isTrue();
      }
      if (i % 2 == 0) {
        store.forget(OWN, PEER);
        store = reopened(store);
      }
    }
  }

  @Test
  void forgetsOnePeerAndNoOther() {
    ZidStore store = newStore();
    store(store, ZidRecord.builder(OWN, PEER).build());
    store(store, ZidRecord.builder(OWN, Secrets.peer(5)).build());

    assertThat(store.forget(OWN, PEER)).isTrue();
    assertThat(store.forget(OWN, PEER)).isFalse();

    assertThat(reopened(store).find(OWN, PEER)).isNull();
    assertThat(reopened(store).records())
        .extracting(ZidRecord::peerZid)
        .containsExactly(Secrets.peer(5));
  }

  @Test
  void keepsNoHandOnTheRecordsOfOthers() {
    ZidStore store = newStore();
    ZidRecord given = ZidRecord.builder(OWN, PEER).retained(secret(1), null).build();
    store.compareAndSet(0, given);
    given.close();

    store.find(OWN, PEER).close();
    store.records().forEach(ZidRecord::close);

    try (ZidRecord found = store.find(OWN, PEER)) {
      assertThat(filling(found.rs1())).isEqualTo(1);
    }
  }

  @Test
  void agreesWithAMapThroughRandomOperations() {
    long seed = new Random().nextLong();
    Random chance = new Random(seed);
    ZidStore store = newStore();
    Map<Zid, ZidRecord> model = new HashMap<>();
    for (int i = 0; i < 600; i++) {
      Zid peer = Secrets.peer(chance.nextInt(12));
      switch (chance.nextInt(6)) {
        case 0 -> assertThat(store.forget(OWN, peer)).isEqualTo(model.remove(peer) != null);
        case 1 -> {
          ZidRecord stale = randomRecord(peer, chance);
          long expected = 1_000_000L + chance.nextInt(100);
          assertThat(store.compareAndSet(expected, stale)).isFalse();
        }
        default -> {
          ZidRecord next = randomRecord(peer, chance);
          store(store, next);
          model.put(peer, next);
        }
      }
      if (chance.nextInt(10) == 0) {
        store = reopened(store);
      }
      try (ZidRecord found = store.find(OWN, peer)) {
        assertThat(content(found))
            .as("step %d, seed %d", i, seed)
            .isEqualTo(content(model.get(peer)));
      }
    }
    List<ZidRecord> records = reopened(store).records();
    assertThat(records.stream().map(Secrets::content).collect(Collectors.toSet()))
        .as("seed %d", seed)
        .isEqualTo(model.values().stream().map(Secrets::content).collect(Collectors.toSet()));
  }

  /** Stores over whatever is there. */
  static void store(ZidStore store, ZidRecord next) {
    assertThat(store.update(next.ownZid(), next.peerZid(), current -> next.toBuilder().build()))
        .isTrue();
  }

  static ZidRecord randomRecord(Zid peer, Random chance) {
    SecretBytes rs1 = chance.nextInt(4) == 0 ? null : randomSecret(chance);
    SecretBytes rs2 = rs1 == null || chance.nextBoolean() ? null : randomSecret(chance);
    Enrollment enrollment = List.of(Enrollment.values()).get(chance.nextInt(3));
    Set<String> features = new TreeSet<>();
    for (int left = chance.nextInt(5); left > 0; left--) {
      features.add("F" + chance.nextInt(100));
    }
    return ZidRecord.builder(OWN, peer)
        .retained(rs1, rs2)
        .sasVerified(rs1 != null && chance.nextBoolean())
        .expiresAt(chance.nextBoolean() ? ZidRecord.NEVER : chance.nextInt(Integer.MAX_VALUE))
        .enrollment(enrollment, enrollment == Enrollment.NONE ? null : randomSecret(chance))
        .peerName(chance.nextBoolean() ? "" : "peer; \"" + chance.nextInt() + "\"\n record own=☎")
        .peerFeatures(features)
        .build();
  }

  private static SecretBytes randomSecret(Random chance) {
    byte[] octets = new byte[ZidRecord.SECRET_OCTETS];
    chance.nextBytes(octets);
    return SecretBytes.takeOver(octets);
  }
}
