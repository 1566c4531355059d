package org.aparte.zrtp.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.aparte.srtp.secret.SecretBytes;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.KeyContinuity;
import org.aparte.zrtp.model.SasStanding;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpWarning;
import org.junit.jupiter.api.Test;

/** What calls leave for the next: retained secrets, the V flag, Preshared mode. */
class CacheTest {

  private static final ZrtpConfig CONFIG = Classical.config();
  private static final ZrtpConfig PRESHARED = CONFIG.toBuilder().preferPreshared(true).build();

  private final Peer a = Peer.of("a", 1, CONFIG);
  private final Peer b = Peer.of("b", 2, CONFIG);
  private long seed;

  @Test
  @Requirement({"Z-4.6.1-03", "Z-4.6.1-04", "Z-4.6.1.1-06", "Z-7.1-02"})
  void carriesKeyContinuityAndTheComparedSasFromCallToCall() {
    TwoPeers first = call();
    assertThat(first.a().line().secure().continuity()).isEqualTo(KeyContinuity.NO_CACHE);
    assertThat(first.a().line().secure().standing()).isEqualTo(SasStanding.NOT_COMPARED);
    assertThat(a.session().sasMatched()).isTrue();
    assertThat(b.session().sasMatched()).isTrue();

    TwoPeers second = again(CONFIG);
    for (Peer peer : new Peer[] {second.a(), second.b()}) {
      assertThat(peer.line().secure().continuity()).isEqualTo(KeyContinuity.MATCH);
      assertThat(peer.line().secure().standing()).isEqualTo(SasStanding.COMPARED_EARLIER);
    }
    assertThat(again(CONFIG).a().line().secure().continuity()).isEqualTo(KeyContinuity.MATCH);
  }

  @Test
  @Requirement({"Z-4.3.2-01", "Z-4.3.2-02", "Z-4.3.2-07", "Z-4.3.2-10"})
  void tellsOfAMismatchInEachCallUntilTheSasWasCompared() {
    call();
    Peer impostor = Peer.withStore("b", 3, CONFIG, new StolenZid(b.session().ownZid()));
    for (int i = 0; i < 2; i++) {
      a.callAgain(CONFIG);
      impostor.callAgain(CONFIG);
      new TwoPeers(a, impostor, Wire.PERFECT, ++seed).start().runUntilSecure(5_000);
      assertThat(a.line().secure().continuity()).isEqualTo(KeyContinuity.MISMATCH);
      assertThat(a.line().told(ZrtpEvent.Warning.class))
          .contains(new ZrtpEvent.Warning(ZrtpWarning.CACHE_MISMATCH));
    }
    assertThat(again(CONFIG).a().line().secure().continuity()).isEqualTo(KeyContinuity.MATCH);
  }

  @Test
  @Requirement({"Z-4.4.2.3-06", "Z-4.4.2.4-05", "Z-4.6.1-01"})
  void agreesInPresharedModeOnceTheSasWasCompared() {
    call();
    a.session().sasMatched();
    b.session().sasMatched();

    for (int i = 0; i < 3; i++) {
      TwoPeers preshared = again(PRESHARED);
      assertThat(preshared.a().line().secure().algorithms().keyAgreement())
          .isEqualTo(KeyAgreementType.PRSH);
      assertThat(preshared.a().line().secure().continuity()).isEqualTo(KeyContinuity.MATCH);
    }
    TwoPeers dh = again(CONFIG);
    assertThat(dh.a().line().secure().continuity()).isEqualTo(KeyContinuity.MATCH);
  }

  @Test
  @Requirement({"Z-4.4.2-01", "Z-4.4.2-02"})
  void addsStreamsInMultistreamModeToACallThatBeganInPresharedMode() {
    call();
    a.session().sasMatched();
    b.session().sasMatched();

    TwoPeers preshared = again(PRESHARED).start().start();
    preshared.runUntilSecure(5_000);

    assertThat(preshared.allSecure()).isTrue();
    assertThat(preshared.a().lines())
        .extracting(line -> line.secure().algorithms().keyAgreement())
        .containsExactly(KeyAgreementType.PRSH, KeyAgreementType.MULT, KeyAgreementType.MULT);
  }

  @Test
  @Requirement({"Z-4.5.2-03", "Z-4.5.2-04"})
  void takesNothingOfTheSessionKeyFromCallToCall() {
    call();
    ZrtpSession ended = a.session();
    SecretBytes exported = ended.exportedKey();
    ended.close();

    assertThat(ended.sas()).isEmpty();
    assertThatThrownBy(ended::exportedKey).isInstanceOf(IllegalStateException.class);
    TwoPeers second = again(CONFIG);
    assertThat(second.a().line().secure().algorithms().keyAgreement())
        .isEqualTo(KeyAgreementType.X255); // and not Multistream, which would need it
    assertThat(second.a().session().exportedKey().matches(exported)).isFalse();
  }

  @Test
  @Requirement("Z-4.4.2.1-03")
  @Attack("N-7.07")
  void doesNotUsePresharedModeWithASecretThatNobodyCompared() {
    call();

    assertThat(again(PRESHARED).a().line().secure().algorithms().keyAgreement())
        .isEqualTo(KeyAgreementType.X255);
  }

  @Test
  @Requirement({"Z-4.4.2.3-03", "Z-4.2-02"})
  @Attack("N-7.06")
  void answersWithDhWhenNoPresharedKeyFits() {
    call();
    a.session().sasMatched();
    Peer forgetful = Peer.withStore("b", 3, CONFIG, new StolenZid(b.session().ownZid()));
    a.callAgain(PRESHARED);

    TwoPeers call = new TwoPeers(a, forgetful, Wire.PERFECT, ++seed).start();
    call.runUntilSecure(10_000);

    assertThat(call.allSecure()).isTrue();
    assertThat(a.line().secure().algorithms().keyAgreement()).isEqualTo(KeyAgreementType.X255);
    assertThat(a.line().secure().continuity()).isEqualTo(KeyContinuity.MISMATCH);
  }

  @Test
  @Requirement({"Z-4.9.1-01", "Z-4.9.1-02", "Z-4.9-12"})
  void leavesNothingWhenOneSideIsCacheless() {
    for (int i = 0; i < 2; i++) {
      Peer cacheless = Peer.cacheless("b", 4 + i, CONFIG);
      a.callAgain(CONFIG);
      new TwoPeers(a, cacheless, Wire.PERFECT, ++seed).start().runUntilSecure(5_000);
      assertThat(a.line().secure().continuity()).isEqualTo(KeyContinuity.NO_CACHE);
      assertThat(cacheless.line().isSecure()).isTrue();
      assertThat(cacheless.session().sasMatched()).isFalse();
    }
  }

  private TwoPeers call() {
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, ++seed).start().runUntilSecure(5_000);
    assertThat(call.allSecure()).isTrue();
    DhCallTest.assertSecure(call);
    return call;
  }

  private TwoPeers again(ZrtpConfig config) {
    a.callAgain(config);
    b.callAgain(config);
    return call();
  }
}
