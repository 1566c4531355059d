package org.aparte.zrtp.cache;

import static org.aparte.zrtp.cache.Secrets.OWN;
import static org.aparte.zrtp.cache.Secrets.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Random;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.cache.CompletedExchange.Mode;
import org.aparte.zrtp.model.CacheInterval;
import org.aparte.zrtp.model.KeyContinuity;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Two caches through histories of calls: what RFC 6189 section 4.6.1 promises about staying in
 * step.
 */
class CacheSyncTest {

  private static final long NOW = 1_800_000_000L;

  private final SecureRandom random = new SecureRandom();
  private final InMemoryZidStore alice = new InMemoryZidStore(random);
  private final InMemoryZidStore bob = new InMemoryZidStore(random);
  private int calls;

  @Test
  @Requirement("Z-4.6.1-05")
  void survivesAnyUpdateThatReachesOnlyOneSideIfTheNextOneReachesBoth() {
    long seed = random.nextLong();
    Random chance = new Random(seed);
    call(true, true, true);
    boolean lastWasCut = false;
    for (int i = 0; i < 3_000; i++) {
      boolean cut = !lastWasCut && chance.nextBoolean();
      boolean aliceInitiates = chance.nextBoolean();
      // Cut between the responder's update (Confirm2 came) and the initiator's (Conf2ACK did not).
      KeyContinuity[] seen = call(aliceInitiates, !cut || !aliceInitiates, !cut || aliceInitiates);
      assertThat(seen)
          .as("call %d, seed %d", calls, seed)
          .containsExactly(KeyContinuity.MATCH, KeyContinuity.MATCH);
      lastWasCut = cut;
    }
  }

  @Test
  void partsWhenTwoUpdatesInARowReachOnlyTheSameSide() {
    call(true, true, true);
    call(true, false, true);

    assertThat(call(true, false, true)).containsOnly(KeyContinuity.MATCH);
    assertThat(call(true, true, true)).containsOnly(KeyContinuity.MISMATCH);
  }

  @Test
  @Requirement({"Z-4.3.2-10", "Z-4.6.1.1-03"})
  void warnsTheOneWhoRemembersOnEveryCallUntilTheSasWasCompared() {
    call(true, true, true);
    bob.forget(PEER, OWN);

    assertThat(call(true, true, true))
        .containsExactly(KeyContinuity.MISMATCH, KeyContinuity.NO_CACHE);
    assertThat(call(false, true, true)).containsOnly(KeyContinuity.MISMATCH);
    assertThat(call(true, true, true)).containsOnly(KeyContinuity.MISMATCH);

    confirmBoth();
    assertThat(call(true, true, true)).containsOnly(KeyContinuity.MATCH);
    try (ZidRecord record = alice.find(OWN, PEER)) {
      assertThat(record.sasVerified()).isTrue();
    }
  }

  @Test
  @Requirement("Z-4.3-01")
  void takesAPeerWithANewZidForANewPeer() {
    call(true, true, true);

    try (ZidRecord record = alice.find(OWN, Secrets.peer(1234))) {
      assertThat(RetainedSecrets.continuity(record, exchange(OWN, Secrets.peer(1234), false)))
          .isEqualTo(KeyContinuity.NO_CACHE);
    }
  }

  private KeyContinuity[] call(boolean aliceInitiates, boolean aliceStores, boolean bobStores) {
    return call(aliceInitiates, aliceStores, bobStores, false);
  }

  private void confirmBoth() {
    call(true, true, true, true);
  }

  /** One call in DH mode; what Alice and Bob were told. */
  private KeyContinuity[] call(
      boolean aliceInitiates, boolean aliceStores, boolean bobStores, boolean sasCompared) {
    byte[] rs1 = new byte[ZidRecord.SECRET_OCTETS];
    random.nextBytes(rs1);
    calls++;
    try (ZidRecord ofAlice = alice.find(OWN, PEER);
        ZidRecord ofBob = bob.find(PEER, OWN)) {
      boolean s1Found = aliceInitiates ? s1Found(ofAlice, ofBob) : s1Found(ofBob, ofAlice);
      try (CacheUpdate forAlice =
              new CacheUpdate(ofAlice, exchange(OWN, PEER, s1Found), SecretBytes.copyOf(rs1));
          CacheUpdate forBob =
              new CacheUpdate(ofBob, exchange(PEER, OWN, s1Found), SecretBytes.copyOf(rs1))) {
        if (aliceStores) {
          alice.update(OWN, PEER, forAlice::completed);
        }
        if (bobStores) {
          bob.update(PEER, OWN, forBob::completed);
        }
        if (sasCompared) {
          alice.update(OWN, PEER, forAlice::sasMatched);
          bob.update(PEER, OWN, forBob::sasMatched);
        }
        return new KeyContinuity[] {forAlice.continuity(), forBob.continuity()};
      }
    }
  }

  private static CompletedExchange exchange(Zid own, Zid peer, boolean s1Found) {
    return new CompletedExchange(
        own, peer, Mode.DH, s1Found, false, false, false, false, CacheInterval.FOREVER, NOW);
  }

  /** Section 4.3: the initiator's rs1 or rs2 is one of the responder's. */
  private static boolean s1Found(@Nullable ZidRecord initiator, @Nullable ZidRecord responder) {
    return initiator != null
        && responder != null
        && (meets(initiator.rs1(), responder) || meets(initiator.rs2(), responder));
  }

  private static boolean meets(@Nullable SecretBytes secret, ZidRecord responder) {
    return secret != null
        && ((responder.rs1() != null && secret.matches(responder.rs1()))
            || (responder.rs2() != null && secret.matches(responder.rs2())));
  }
}
