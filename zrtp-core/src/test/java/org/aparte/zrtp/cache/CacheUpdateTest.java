package org.aparte.zrtp.cache;

import static org.aparte.zrtp.cache.Secrets.OWN;
import static org.aparte.zrtp.cache.Secrets.PEER;
import static org.aparte.zrtp.cache.Secrets.content;
import static org.aparte.zrtp.cache.Secrets.filling;
import static org.aparte.zrtp.cache.Secrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.cache.CompletedExchange.Mode;
import org.aparte.zrtp.model.CacheInterval;
import org.aparte.zrtp.model.Enrollment;
import org.aparte.zrtp.model.KeyContinuity;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CacheUpdateTest {

  private static final long NOW = 1_800_000_000L;
  private static final int NEW = 77;

  // --- the ordinary cases ---

  @Test
  @Requirement({"Z-4.6.1.1-06", "Z-4.9-06"})
  void storesAtOnceOnFirstContact() {
    CacheUpdate update = update(null, exchange());

    ZidRecord next = update.completed(null);

    assertThat(update.continuity()).isEqualTo(KeyContinuity.NO_CACHE);
    assertThat(update.waitsForUser()).isFalse();
    assertRetained(next, NEW, 0);
    assertThat(next.sasVerified()).isFalse();
    assertThat(next.ownZid()).isEqualTo(OWN);
    assertThat(next.peerZid()).isEqualTo(PEER);
  }

  @Test
  @Requirement({"Z-4.6.1-05", "Z-4.9-06"})
  void dropsTheOldRs2AndKeepsTheOldRs1InItsPlaceAfterDh() {
    ZidRecord record = record(1, 2).sasVerified(true).build();

    ZidRecord next = update(record, exchange().matched()).completed(record);

    assertRetained(next, NEW, 1);
    assertThat(next.sasVerified()).isTrue();
  }

  @Test
  @Requirement("Z-4.6.1-05")
  void rotatesAlikeWhicheverSecretMatched() {
    // The exchange says that a secret matched, not which: section 4.6.1 makes no difference.
    ZidRecord record = record(1, 2).build();

    CacheUpdate update = update(record, exchange().matched());

    assertThat(update.continuity()).isEqualTo(KeyContinuity.MATCH);
    assertRetained(update.completed(record), NEW, 1);
  }

  @Test
  @Requirement("Z-4.6.1-06")
  void dropsTheOldRs1AndLeavesRs2AloneAfterPreshared() {
    ZidRecord record = record(1, 2).sasVerified(true).build();

    ZidRecord next = update(record, exchange().matched().mode(Mode.PRESHARED)).completed(record);

    assertRetained(next, NEW, 2);
    assertThat(next.sasVerified()).isTrue();

    ZidRecord single = record(1, 0).build();
    ZidRecord afterSingle =
        update(single, exchange().matched().mode(Mode.PRESHARED)).completed(single);
    assertRetained(afterSingle, NEW, 0);
  }

  @Test
  @Requirement("Z-4.4.3-02")
  void hasNoModeForMultistream() {
    assertThat(Mode.values()).containsExactly(Mode.DH, Mode.PRESHARED);
  }

  @Test
  void leavesNameFeaturesAndEnrollmentAlone() {
    ZidRecord record =
        record(1, 0)
            .peerName("Zoë")
            .peerFeatures(Set.of("Mult"))
            .enrollment(Enrollment.PEER_IS_TRUSTED_MITM, secret(9))
            .build();

    ZidRecord next = update(record, exchange().matched()).completed(record);

    assertThat(next.peerName()).isEqualTo("Zoë");
    assertThat(next.peerFeatures()).containsExactly("Mult");
    assertThat(next.enrollment()).isEqualTo(Enrollment.PEER_IS_TRUSTED_MITM);
    assertThat(filling(next.pbxSecret())).isEqualTo(9);
  }

  @Test
  void remembersThatThePeerSpokePostQuantum() {
    ZidRecord record = record(1, 0).peerFeatures(Set.of("Mult")).build();

    assertThat(update(null, exchange().postQuantum()).completed(null).peerFeatures())
        .containsExactly(ZidRecord.POST_QUANTUM);
    ZidRecord next = update(record, exchange().matched().postQuantum()).completed(record);
    assertThat(next.peerFeatures()).containsExactly("Mult", ZidRecord.POST_QUANTUM);
    ZidRecord later = update(next, exchange().matched()).completed(next);
    assertThat(later.peerFeatures()).containsExactly("Mult", ZidRecord.POST_QUANTUM);
    ZidRecord unsaved =
        update(record, exchange().matched().postQuantum().interval(0)).completed(record);
    assertThat(unsaved.peerFeatures()).contains(ZidRecord.POST_QUANTUM);
  }

  @Test
  void remembersItAfterAMismatchOnlyOnceTheUserSpoke() {
    ZidRecord record = record(1, 2).build();
    CacheUpdate update = update(record, exchange().postQuantum());

    assertThat(update.completed(record)).isNull();
    assertThat(update.sasMatched(record).peerFeatures()).containsExactly(ZidRecord.POST_QUANTUM);
  }

  // --- continuity and mismatch ---

  @Test
  @Requirement({"Z-4.3.2-01", "Z-4.3.2-02"})
  void callsItAMismatchThatRs1IsHereAndS1IsNull() {
    assertThat(update(record(1, 2).build(), exchange()).continuity())
        .isEqualTo(KeyContinuity.MISMATCH);
    assertThat(update(record(0, 0).build(), exchange()).continuity())
        .isEqualTo(KeyContinuity.NO_CACHE);
    assertThat(update(null, exchange()).continuity()).isEqualTo(KeyContinuity.NO_CACHE);
    assertThat(KeyContinuity.MISMATCH.isCacheMismatch()).isTrue();
    assertThat(KeyContinuity.PEER_LOST_CACHE.isCacheMismatch()).isTrue();
    assertThat(KeyContinuity.NO_CACHE.isCacheMismatch()).isFalse();
    assertThat(KeyContinuity.MATCH.isCacheMismatch()).isFalse();
  }

  @Test
  @Requirement({"Z-4.3.2-09", "Z-4.3.2-10", "Z-4.6.1.1-03", "Z-4.6.1.1-04"})
  @Attack("A-4")
  void touchesNothingAfterAMismatchUntilTheUserSpoke() {
    ZidRecord record = record(1, 2).sasVerified(true).expiresAt(NOW + 50).build();
    CacheUpdate update = update(record, exchange());

    assertThat(update.waitsForUser()).isTrue();
    assertThat(update.completed(record)).isNull();
    update.close();

    // The session ended unconfirmed. The next call meets the very same alarm.
    assertThat(update(record, exchange()).continuity()).isEqualTo(KeyContinuity.MISMATCH);
  }

  @Test
  @Requirement({"Z-4.6.1.1-03", "Z-4.6.1-05", "Z-7.1-01"})
  void storesWhatItHeldBackOnceTheUserFoundTheSasTheSame() {
    ZidRecord record = record(1, 2).build();

    ZidRecord next = update(record, exchange()).sasMatched(record);

    assertRetained(next, NEW, 1);
    assertThat(next.sasVerified()).isTrue();
    assertThat(next.expiresAtEpochSeconds()).isEqualTo(ZidRecord.NEVER);
  }

  @Test
  @Requirement("Z-7.1-06")
  void dropsWhatItHeldBackOnceTheUserFoundTheSasAnother() {
    ZidRecord record = record(1, 2).sasVerified(true).build();

    ZidRecord next = update(record, exchange()).sasDiffers(record);

    assertRetained(next, 1, 2);
    assertThat(next.sasVerified()).isFalse();
    assertThat(update(next, exchange()).sasDiffers(next)).isNull();
  }

  @Test
  @Requirement({"Z-4.6.1.1-01", "Z-4.6.1.1-02"})
  void storesAtOnceAfterAMismatchThatOtherEvidenceExplains() {
    ZidRecord record = record(1, 2).sasVerified(true).build();
    CacheUpdate update = update(record, exchange().authenticated());

    assertThat(update.continuity()).isEqualTo(KeyContinuity.PEER_LOST_CACHE);
    assertThat(update.waitsForUser()).isFalse();
    ZidRecord next = update.completed(record);
    assertRetained(next, NEW, 1);
    assertThat(next.sasVerified()).as("V of a lineage that broke").isFalse();
  }

  @Test
  @Requirement({"Z-4.9-15", "Z-4.9-16"})
  void raisesNoAlarmWhenThePeerWasFreeToDelete() {
    ZidRecord record = record(1, 2).sasVerified(true).expiresAt(NOW).build();
    CacheUpdate update = update(record, exchange());

    assertThat(update.continuity()).isEqualTo(KeyContinuity.PEER_LOST_CACHE);
    ZidRecord next = update.completed(record);
    assertRetained(next, NEW, 1);
    assertThat(next.sasVerified()).isFalse();

    ZidRecord oneSecondLeft = record(1, 2).expiresAt(NOW + 1).build();
    assertThat(update(oneSecondLeft, exchange()).continuity()).isEqualTo(KeyContinuity.MISMATCH);
  }

  @Test
  void believesNoLossOfAPeerThatClaimsAVerifiedSecret() {
    ZidRecord record = record(1, 2).expiresAt(NOW).build();

    assertThat(update(record, exchange().peerSasVerified()).continuity())
        .isEqualTo(KeyContinuity.MISMATCH);
  }

  @Test
  @Requirement("Z-4.3.2-14")
  void isNotReconciledByAMatchingPbxSecret() {
    ZidRecord record = record(1, 2).enrollment(Enrollment.PEER_IS_TRUSTED_MITM, secret(9)).build();
    CacheUpdate update = update(record, exchange().pbxMatched());

    assertThat(update.continuity()).isEqualTo(KeyContinuity.MISMATCH);
    assertThat(update.completed(record)).isNull();
  }

  @Test
  void stillMatchesWithASecretPastItsInterval() {
    ZidRecord record = record(1, 2).sasVerified(true).expiresAt(NOW - 1).build();
    CacheUpdate update = update(record, exchange().matched());

    assertThat(update.continuity()).isEqualTo(KeyContinuity.MATCH);
    assertThat(update.completed(record).sasVerified()).isTrue();
  }

  // --- the interval ---

  @Test
  @Requirement({"Z-4.6.1-02", "Z-4.9-08", "Z-4.9-09", "Z-4.9-13"})
  void storesTheAgreedIntervalFromConfirm1On() {
    ZidRecord record = record(1, 2).expiresAt(NOW + 5).build();

    assertThat(update(record, exchange().matched().interval(60)).completed(record))
        .extracting(ZidRecord::expiresAtEpochSeconds)
        .isEqualTo(NOW + 60);
    assertThat(update(record, exchange().matched().interval(0xffff_ffffL)).completed(record))
        .extracting(ZidRecord::expiresAtEpochSeconds)
        .isEqualTo(ZidRecord.NEVER);
  }

  @Test
  @Requirement({"Z-4.6.1-02", "Z-4.9-10", "Z-4.9-11"})
  void storesNoSecretWithIntervalZeroAndEndsTheIntervalOfTheOldOne() {
    ZidRecord record = record(1, 2).sasVerified(true).build();

    ZidRecord next = update(record, exchange().matched().interval(0)).completed(record);

    assertRetained(next, 1, 2);
    assertThat(next.sasVerified()).isTrue();
    assertThat(next.isExpiredAt(NOW)).isTrue();
    assertThat(update(next, exchange().matched().interval(0)).completed(next)).isNull();
  }

  @Test
  @Requirement("Z-4.9-12")
  void createsNoEntryWithIntervalZero() {
    CacheUpdate update = update(null, exchange().interval(0));

    assertThat(update.completed(null)).isNull();
    assertThat(update.sasMatched(null)).isNull();
    assertThat(update.sasDiffers(null)).isNull();

    ZidRecord nameOnly = record(0, 0).peerName("Zoë").build();
    assertThat(update(nameOnly, exchange().interval(0)).completed(nameOnly)).isNull();
  }

  @Test
  @Requirement({"Z-4.6.1.1-03", "Z-4.6.1.1-04"})
  void letsNoUnexplainedPeerEndTheInterval() {
    // Else an attacker sends 0 once, our secret expires, and from then on he is an explained loss.
    ZidRecord record = record(1, 2).build();
    CacheUpdate update = update(record, exchange().interval(0));

    assertThat(update.continuity()).isEqualTo(KeyContinuity.MISMATCH);
    assertThat(update.completed(record)).isNull();
    assertThat(update.sasDiffers(record)).isNull();

    ZidRecord confirmed = update.sasMatched(record);
    assertRetained(confirmed, 1, 2);
    assertThat(confirmed.isExpiredAt(NOW)).isTrue();
  }

  // --- what the user says without a mismatch ---

  @Test
  @Requirement({"Z-7.1-01", "Z-7.1-04"})
  void setsVWhenTheUserFoundTheSasTheSame() {
    CacheUpdate update = update(null, exchange());
    ZidRecord stored = update.completed(null);

    ZidRecord next = update.sasMatched(stored);

    assertRetained(next, NEW, 0);
    assertThat(next.sasVerified()).isTrue();
    assertThat(update.sasMatched(next)).as("nothing left to store").isNull();
  }

  @Test
  void setsNoVForASecretThatIsNotOfThisSession() {
    ZidRecord record = record(1, 0).build();
    CacheUpdate update = update(record, exchange().matched());
    ZidRecord ofALaterCall = record(50, NEW).build();

    assertThat(update.sasMatched(ofALaterCall)).isNull();
    assertThat(update.sasMatched(null)).isNull();
  }

  @Test
  @Requirement("Z-7.1-06")
  void erasesTheSecretOfThisSessionAndVWhenTheUserFoundTheSasAnother() {
    ZidRecord record = record(1, 2).sasVerified(true).build();
    CacheUpdate update = update(record, exchange().matched());
    ZidRecord stored = update.completed(record);

    ZidRecord next = update.sasDiffers(stored);

    assertRetained(next, 1, 0);
    assertThat(next.sasVerified()).isFalse();

    CacheUpdate first = update(null, exchange());
    assertRetained(first.sasDiffers(first.completed(null)), 0, 0);
  }

  // --- the V flag that is sent ---

  @Test
  @Requirement({"Z-7.1-02", "Z-4.9.1-03"})
  void sendsVOfEarlierSessionsThatThisOneCarriesOn() {
    ZidRecord verified = record(1, 0).sasVerified(true).build();

    assertThat(RetainedSecrets.sasVerifiedFlag(verified, true)).isTrue();
    assertThat(RetainedSecrets.sasVerifiedFlag(verified, false)).isFalse();
    assertThat(RetainedSecrets.sasVerifiedFlag(record(1, 0).build(), true)).isFalse();
    assertThat(RetainedSecrets.sasVerifiedFlag(null, false)).isFalse();
  }

  // --- two calls at once ---

  @Test
  void rotatesAgainOnTheEntryOfACallThatWasFaster() {
    ZidRecord record = record(1, 2).sasVerified(true).build();
    ZidRecord ofTheFaster = record(50, 1).sasVerified(true).build();

    assertRetained(update(record, exchange().matched()).completed(ofTheFaster), NEW, 50);
    ZidRecord next = update(null, exchange()).completed(ofTheFaster);
    assertRetained(next, NEW, 50);
    assertThat(next.sasVerified()).as("V of a lineage that this call is not of").isFalse();
    assertThat(update(null, exchange().interval(0)).completed(ofTheFaster)).isNull();
  }

  // --- the PBX ---

  @Test
  void isNeverUpdatedOnAPbxWhenNothingMetWithAnEnrolledPhone() {
    ZidRecord record =
        record(1, 2).enrollment(Enrollment.PEER_IS_ENROLLED_PHONE, secret(9)).build();

    for (CacheUpdate update :
        new CacheUpdate[] {
          update(record, exchange()),
          update(record, exchange().authenticated()),
          update(record.toBuilder().expiresAt(NOW - 1).build(), exchange())
        }) {
      assertThat(update.waitsForUser()).isFalse();
      assertThat(update.completed(record)).isNull();
      assertThat(update.sasMatched(record)).isNull();
    }
    ZidRecord noRs1 = record(0, 0).enrollment(Enrollment.PEER_IS_ENROLLED_PHONE, secret(9)).build();
    assertThat(update(noRs1, exchange()).completed(noRs1)).isNull();

    assertRetained(update(noRs1, exchange().pbxMatched()).completed(noRs1), NEW, 0);
    assertRetained(update(record, exchange().matched()).completed(record), NEW, 1);
    ZidRecord onThePhone =
        record(1, 2).enrollment(Enrollment.PEER_IS_TRUSTED_MITM, secret(9)).build();
    assertRetained(update(onThePhone, exchange().authenticated()).completed(onThePhone), NEW, 1);
  }

  @Test
  @Requirement("Z-7.3.1-06")
  void neverStoresAPbxSecretByItself() {
    // Not even in an exchange that is enrollment: only PbxEnrollment does, on the user's word.
    for (ZidRecord record : new ZidRecord[] {record(0, 0).build(), record(1, 2).build()}) {
      for (Exchange exchange :
          new Exchange[] {
            exchange(), exchange().matched(), exchange().pbxMatched(), exchange().authenticated()
          }) {
        CacheUpdate update = update(record, exchange);
        for (ZidRecord next :
            new ZidRecord[] {
              update.completed(record), update.sasMatched(record), update.sasDiffers(record)
            }) {
          if (next != null) {
            assertThat(next.pbxSecret()).isNull();
            assertThat(next.enrollment()).isEqualTo(Enrollment.NONE);
          }
        }
      }
    }
  }

  // --- ownership and misuse ---

  @Test
  void wipesTheNewSecretAtTheEndButNotWhatWasMadeOfIt() {
    SecretBytes newRs1 = secret(NEW);
    CacheUpdate update = new CacheUpdate(null, exchange().build(), newRs1);
    ZidRecord next = update.completed(null);

    update.close();

    assertThat(newRs1.isClosed()).isTrue();
    assertRetained(next, NEW, 0);
  }

  @Test
  void changesNoEntryThatItIsGiven() {
    ZidRecord record = record(1, 2).sasVerified(true).build();
    String before = content(record);
    CacheUpdate update = update(record, exchange().matched());

    update.completed(record).close();
    update.sasDiffers(record).close();

    assertThat(content(record)).isEqualTo(before);
  }

  @Test
  void refusesWhatNoExchangeCanLeadTo() {
    ZidRecord record = record(1, 2).build();
    ZidRecord ofAnother = ZidRecord.builder(OWN, Secrets.peer(9)).build();
    CompletedExchange preshared = exchange().mode(Mode.PRESHARED).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CacheUpdate(ofAnother, exchange().build(), secret(NEW)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CacheUpdate(record, preshared, secret(NEW)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new CacheUpdate(record, exchange().build(), SecretBytes.takeOver(new byte[31])));
  }

  @Test
  @Requirement("Z-4.9-15")
  void deletesSecretsPastTheirIntervalOnlyOnDemandAndNothingElse() {
    ZidRecord record =
        record(1, 2)
            .sasVerified(true)
            .expiresAt(NOW)
            .peerName("Zoë")
            .enrollment(Enrollment.PEER_IS_TRUSTED_MITM, secret(9))
            .build();

    assertThat(RetainedSecrets.withoutExpired(record, NOW - 1)).isNull();
    ZidRecord next = RetainedSecrets.withoutExpired(record, NOW);
    assertRetained(next, 0, 0);
    assertThat(next.sasVerified()).isFalse();
    assertThat(next.peerName()).isEqualTo("Zoë");
    assertThat(filling(next.pbxSecret())).isEqualTo(9);
    assertThat(RetainedSecrets.withoutExpired(next, Long.MAX_VALUE)).isNull();
  }

  private static void assertRetained(@Nullable ZidRecord record, int rs1, int rs2) {
    assertThat(record).isNotNull();
    assertThat(filling(record.rs1())).as("rs1").isEqualTo(rs1);
    assertThat(filling(record.rs2())).as("rs2").isEqualTo(rs2);
  }

  private static CacheUpdate update(@Nullable ZidRecord record, Exchange exchange) {
    return new CacheUpdate(record, exchange.build(), secret(NEW));
  }

  private static ZidRecord.Builder record(int rs1, int rs2) {
    return ZidRecord.builder(OWN, PEER)
        .version(3)
        .retained(rs1 == 0 ? null : secret(rs1), rs2 == 0 ? null : secret(rs2));
  }

  private static Exchange exchange() {
    return new Exchange();
  }

  /** An exchange in DH mode in which nothing met, with an interval without end. */
  private static final class Exchange {
    private Mode mode = Mode.DH;
    private boolean s1Found;
    private boolean s3Found;
    private boolean peerSasVerified;
    private boolean authenticated;
    private boolean postQuantum;
    private CacheInterval interval = CacheInterval.FOREVER;

    Exchange mode(Mode mode) {
      this.mode = mode;
      return this;
    }

    Exchange matched() {
      s1Found = true;
      return this;
    }

    Exchange pbxMatched() {
      s3Found = true;
      return this;
    }

    Exchange peerSasVerified() {
      peerSasVerified = true;
      return this;
    }

    Exchange authenticated() {
      authenticated = true;
      return this;
    }

    Exchange postQuantum() {
      postQuantum = true;
      return this;
    }

    Exchange interval(long seconds) {
      interval = new CacheInterval(seconds);
      return this;
    }

    CompletedExchange build() {
      Zid own = OWN;
      return new CompletedExchange(
          own,
          PEER,
          mode,
          s1Found,
          s3Found,
          peerSasVerified,
          authenticated,
          postQuantum,
          interval,
          NOW);
    }
  }
}
