package org.aparte.zrtp.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.Enrollments;
import org.aparte.zrtp.Insider;
import org.aparte.zrtp.ZrtpEndpoint;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.message.ConfirmPlaintext;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.Enrollment;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.KeyContinuity;
import org.aparte.zrtp.model.RelayDecision;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpWarning;
import org.junit.jupiter.api.Test;

/** How a phone comes to trust a PBX (RFC 6189 section 7.3.1). */
class EnrollmentTest {

  private static final ZrtpEvent OFFERED = new ZrtpEvent.Warning(ZrtpWarning.ENROLLMENT_OFFERED);

  private final PbxCall call = new PbxCall(1);

  @Test
  @Requirement({"Z-7.3-01", "Z-7.3.1-01", "Z-7.3.1-02", "Z-7.3.1-03", "Z-7.3-11"})
  void letsThePhoneKnowThePbxInTheNextCallOnceItsUserAgreed() {
    call.enroll(call.bob, true);

    assertThat(call.bob.line().events()).contains(OFFERED);
    assertThat(atBob()).isEqualTo(Enrollment.PEER_IS_TRUSTED_MITM);
    assertThat(atPbx(call.bob)).isEqualTo(Enrollment.PEER_IS_ENROLLED_PHONE);
    assertThat(call.connect().relay()).isEqualTo(RelayDecision.TO_THIS_LEG);
    assertThat(call.bob.line().told(ZrtpEvent.SasRelayed.class)).hasSize(1);
  }

  @Test
  @Requirement({"Z-7.3.1-06", "Z-7.3.1-07", "Z-7.3-02"})
  void storesNothingOnThePhoneWithoutTheUsersAct() {
    call.enroll(call.bob, false);

    assertThat(call.bob.line().events()).contains(OFFERED);
    assertThat(atBob()).isEqualTo(Enrollment.NONE);
    assertThat(atPbx(call.bob)).isEqualTo(Enrollment.PEER_IS_ENROLLED_PHONE);
    assertThat(call.connect().relay()).isEqualTo(RelayDecision.NEITHER_ENROLLED);
  }

  @Test
  @Requirement("Z-7.3.1-06")
  void refusesToEnrollWithWhoDidNotAskOrWasFoundToBeAnother() {
    call.connect();
    assertThatThrownBy(() -> call.bob.session().enroll())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ENROLLMENT_OFFERED");
    assertThat(atBob()).isEqualTo(Enrollment.NONE);

    call.enroll(call.bob, false);
    call.bob.session().sasDiffers();
    assertThatThrownBy(() -> call.bob.session().enroll())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("must not be trusted");
    assertThat(atBob()).isEqualTo(Enrollment.NONE);
  }

  @Test
  @Requirement({"Z-7.3.1-02", "Z-7.3.1-06"})
  void doesNotEnrollWithAPeerThatIsNoPbxThoughItAsks() {
    Peer liar = Peer.withSession("liar", Insider.asksForTrust(PbxCall.PHONE, 7));
    new TwoPeers(call.bob, liar, Wire.PERFECT, 1).start().runUntilSecure(5_000);

    assertThat(call.bob.line().told(ZrtpEvent.Warning.class))
        .containsExactly(new ZrtpEvent.Warning(ZrtpWarning.FALSE_ENROLLMENT));
    assertThatThrownBy(() -> call.bob.session().enroll()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Requirement({"Z-7.3.1-04", "Z-7.3.1-05"})
  void hasNoGoClearDuringEnrollment() {
    ZrtpConfig clears = PbxCall.PHONE.toBuilder().allowClear(true).build();
    call.bob(clears).pbx(PbxCall.PBX.toBuilder().allowClear(true).build());

    call.enroll(call.bob, true);
    assertThat(call.bob.line().secure().peerAllowsClear()).isFalse();
    assertThat(call.pbxToBob.line().secure().peerAllowsClear()).isFalse();

    call.connect();
    assertThat(call.bob.line().secure().peerAllowsClear()).isTrue();
  }

  @Test
  @Requirement("Z-7.3.1-04")
  void doesNotSetABesideE() {
    ZrtpConfig clears = PbxCall.PHONE.toBuilder().allowClear(true).build();
    ZrtpConfig pbx = clears.toBuilder().mitm(true).build();
    for (boolean offers : new boolean[] {true, false}) {
      Insider phone = Insider.open(clears, 11);
      ZrtpSession session =
          offers ? Insider.asksForTrust(pbx, 12) : Insider.open(pbx, 12).session();
      new TwoPeers(
              Peer.withSession("phone", phone.session()),
              Peer.withSession("pbx", session),
              Wire.PERFECT,
              1)
          .start()
          .runUntilSecure(5_000);

      assertThat(phone.peerSentE()).isEqualTo(offers);
      assertThat(phone.peerSentA()).isEqualTo(!offers);
    }
  }

  @Test
  @Requirement("Z-7.3.1-05")
  void takesAAsFalseBesideE() {
    Octets h0 = Octets.of(new byte[32]);

    assertThat(new ConfirmPlaintext(h0, true, true, true, true, 0, null).allowsGoClear()).isFalse();
    assertThat(new ConfirmPlaintext(h0, false, true, true, true, 0, null).allowsGoClear()).isTrue();
  }

  @Test
  void doesNotOfferItAgainToAPhoneThatIsEnrolled() {
    call.enroll(call.bob, true).enroll(call.bob, false);

    assertThat(call.bob.line().events()).doesNotContain(OFFERED);
    assertThat(call.connect().relay()).isEqualTo(RelayDecision.TO_THIS_LEG);
  }

  @Test
  void keepsTheSecretOfAPhoneWhenSomebodyElseHasItsZid() {
    call.enroll(call.bob, true);
    Peer thief =
        Peer.withStore("thief", 77, PbxCall.PHONE, new StolenZid(call.bob.session().ownZid()));
    call.pbxToBob.callAgain(PbxCall.PBX);
    call.pbxToBob.session().offerEnrollment();
    new TwoPeers(thief, call.pbxToBob, Wire.PERFECT, 5).start().runUntilSecure(5_000);

    assertThat(thief.line().isSecure()).isTrue();
    assertThat(thief.line().events()).doesNotContain(OFFERED);
    assertThat(call.connect().relay()).isEqualTo(RelayDecision.TO_THIS_LEG);
  }

  @Test
  void endsOnThePhoneForThisCallAndThoseAfterIt() {
    call.enroll(call.bob, true).connect();

    assertThat(call.bob.session().endEnrollment()).isTrue();
    call.relay();

    assertThat(call.bob.line().told(ZrtpEvent.SasRelayed.class)).isEmpty();
    assertThat(atBob()).isEqualTo(Enrollment.NONE);
    assertThat(call.connect().relay()).isEqualTo(RelayDecision.NEITHER_ENROLLED);
    assertThat(call.bob.line().secure().continuity()).isEqualTo(KeyContinuity.MATCH);
  }

  @Test
  @Requirement("Z-7.3.1-08")
  void takesASecretThatWasProvisioned() {
    SecretBytes secret = SecretBytes.takeOver(Arrays.copyOf(new byte[] {1, 2, 3}, 32));
    call.bob.endpoint().enrollments().trustPbx(call.pbxToBob.session().ownZid(), secret);
    Enrollments ofPbx = call.pbxToBob.endpoint().enrollments();
    ofPbx.addPhone(call.bob.session().ownZid(), secret);
    assertThat(call.connect().relay()).isEqualTo(RelayDecision.TO_THIS_LEG);
    assertThat(call.bob.session().sas()).isEqualTo(call.alice.session().sas());

    ofPbx.end(call.bob.session().ownZid());
    assertThat(call.connect().relay()).isEqualTo(RelayDecision.NEITHER_ENROLLED);
    assertThatThrownBy(
            () -> ofPbx.addPhone(call.bob.session().ownZid(), SecretBytes.takeOver(new byte[31])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Requirement("Z-4.4.2.2-03")
  void knowsThePbxInPresharedModeToo() {
    ZrtpConfig preshared = PbxCall.PHONE.toBuilder().preferPreshared(true).build();
    call.enroll(call.bob, true);
    call.bob.session().sasMatched();
    call.pbxToBob.session().sasMatched();
    // A phone proposes DH to a PBX; what the PBX proposes is another matter
    call.bob(preshared.toBuilder().initiation(Initiation.ON_REQUEST).build())
        .pbx(preshared.toBuilder().mitm(true).build())
        .connect();
    assertThat(call.bob.line().secure().algorithms().keyAgreement())
        .isEqualTo(KeyAgreementType.PRSH);

    assertThat(call.relay()).isEqualTo(RelayDecision.TO_THIS_LEG);

    assertThat(call.bob.session().sas()).isEqualTo(call.alice.session().sas());
  }

  @Test
  void isForEndpointsWithACacheAndForPbxsThatSaySo() {
    assertThatThrownBy(() ->
            ZrtpEndpoint.cacheless(CryptoProviders.standard(), new SeededRandom(1)).enrollments())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> call.bob.session().offerEnrollment())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("mitm(true)");
  }

  private Enrollment atBob() {
    return call.bob.endpoint().enrollments().with(call.pbxToBob.session().ownZid());
  }

  private Enrollment atPbx(Peer phone) {
    Zid zid = phone.session().ownZid();
    return call.pbxToBob.endpoint().enrollments().with(zid);
  }
}
