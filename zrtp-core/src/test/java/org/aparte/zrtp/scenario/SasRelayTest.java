package org.aparte.zrtp.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.Insider;
import org.aparte.zrtp.message.Conf2Ack;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.RelayDecision;
import org.aparte.zrtp.model.Sas;
import org.aparte.zrtp.model.SasStanding;
import org.aparte.zrtp.model.SasType;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpWarning;
import org.junit.jupiter.api.Test;

/** A PBX in the middle of a call, with the trust of a user or without (RFC 6189 section 7.3). */
class SasRelayTest {

  private final PbxCall call = new PbxCall(1);

  @Test
  @Requirement({"Z-5.13-01", "Z-5.14-01", "Z-7.3-03", "Z-7.3-06", "Z-5.13-14"})
  void showsAlicesSasToBobWhoIsEnrolled() {
    call.enroll(call.bob, true).connect();
    Sas ofAlice = call.alice.session().sas().orElseThrow();

    assertThat(call.relay()).isEqualTo(RelayDecision.TO_THIS_LEG);

    assertThat(PbxCall.relayedTo(call.bob).sas()).isEqualTo(ofAlice);
    assertThat(call.bob.session().sas()).contains(ofAlice);
    assertThat(call.bob.session().sasStanding()).isEqualTo(SasStanding.RELAYED);
    assertThat(call.bob.line().secure().sas()).isNotEqualTo(ofAlice);
    assertThat(call.alice.line().told(ZrtpEvent.SasRelayed.class)).isEmpty();
    assertThat(call.alice.line().told(ZrtpEvent.SasRerendered.class)).isEmpty();
    assertThat(call.alice.session().sas()).contains(ofAlice);
    for (Peer leg : new Peer[] {call.pbxToAlice, call.pbxToBob}) {
      assertThat(leg.line().told(ZrtpEvent.Warning.class)).isEmpty();
    }
  }

  @Test
  @Requirement("Z-7.3-03")
  void relaysToTheOneThatIsEnrolledWhicheverLegIsAsked() {
    call.enroll(call.alice, true).connect();

    assertThat(call.relay()).isEqualTo(RelayDecision.TO_OTHER_LEG);

    assertThat(call.alice.session().sas()).isEqualTo(call.bob.session().sas());
    assertThat(call.bob.line().told(ZrtpEvent.SasRelayed.class)).isEmpty();
  }

  @Test
  @Requirement({"Z-7.3-02", "Z-10-05"})
  void relaysNothingWhenNeitherIsEnrolled() {
    call.connect();
    List<String> sent = new ArrayList<>();
    call.legOfBob()
        .tap((from, line, datagram) -> {
          sent.add(HintsTest.type(datagram));
          return List.of(datagram);
        });

    assertThat(call.relay()).isEqualTo(RelayDecision.NEITHER_ENROLLED);

    assertThat(sent).isEmpty();
    assertThat(call.bob.session().sas()).isNotEqualTo(call.alice.session().sas());
  }

  @Test
  @Requirement("Z-7.3-04")
  void relaysToOneOfTwoThatAreEnrolled() {
    call.enroll(call.alice, true).enroll(call.bob, true).connect();
    Sas ofAlice = call.alice.session().sas().orElseThrow();

    assertThat(call.relay()).isEqualTo(RelayDecision.TO_THIS_LEG);

    assertThat(call.bob.session().sas()).contains(ofAlice);
    assertThat(call.alice.session().sas()).contains(ofAlice);
    assertThat(call.alice.session().sasStanding()).isEqualTo(SasStanding.NOT_COMPARED);
  }

  @Test
  @Requirement("Z-7.3-09")
  void relaysToThePhoneWhenTheOtherEnrolledOneIsAPbx() {
    call.bob(PbxCall.PBX).enroll(call.alice, true).enroll(call.bob, true).connect();
    Sas betweenPbxs = call.bob.session().sas().orElseThrow();

    assertThat(call.relay()).isEqualTo(RelayDecision.TO_OTHER_LEG);

    assertThat(call.alice.session().sas()).contains(betweenPbxs);
    assertThat(call.bob.session().sas()).contains(betweenPbxs);
  }

  @Test
  @Requirement({"Z-5.13-12", "Z-5.13-13", "Z-7.3-07"})
  void bringsBothToTheSameRendering() {
    call.alice(PbxCall.PHONE.toBuilder().sasTypes(SasType.B256, SasType.B32).build())
        .bob(PbxCall.PHONE.toBuilder().sasTypes(SasType.B32).build())
        .pbx(PbxCall.PBX.toBuilder().sasTypes(SasType.B256, SasType.B32).build());
    call.enroll(call.bob, true).connect();
    Sas before = call.alice.session().sas().orElseThrow();
    assertThat(before.type()).isEqualTo(SasType.B256);

    call.relay();

    Sas after = call.alice.session().sas().orElseThrow();
    assertThat(after.type()).isEqualTo(SasType.B32);
    assertThat(after.sasHash()).isEqualTo(before.sasHash());
    assertThat(call.alice.line().told(ZrtpEvent.SasRerendered.class))
        .containsExactly(new ZrtpEvent.SasRerendered(after));
    assertThat(call.bob.session().sas()).contains(after);
  }

  @Test
  @Requirement({"Z-5.13-02", "Z-5.14-01"})
  void relaysOverABadWire() {
    for (long seed = 1; seed <= 60; seed++) {
      PbxCall bad = new PbxCall(seed);
      bad.enroll(bad.bob, true)
          .wire(Wire.PERFECT.loss(0.25).jitter(60).duplication(0.1).corruption(0.03))
          .connect()
          .relay();
      assertThat(bad.bob.session().sas()).as("seed %d", seed).isEqualTo(bad.alice.session().sas());
      assertThat(bad.bob.line().told(ZrtpEvent.SasRelayed.class)).as("seed %d", seed).hasSize(1);
      assertThat(bad.bob.line().stream().state()).isEqualTo(StreamPhase.SECURE);
      // Each repetition is acknowledged, or a lost RelayACK would never be made good
      assertThat(bad.pbxToBob.line().told(ZrtpEvent.Warning.class)).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  @Requirement("Z-5.13-02")
  void staysSecureAndSaysSoWhenNobodyAcknowledges() {
    for (String lost : new String[] {"SASrelay", "RelayACK"}) {
      PbxCall deaf = new PbxCall(5);
      List<Octets> relays = new ArrayList<>();
      deaf.onBobsLeg(leg ->
              leg.tap((from, line, datagram) -> {
                String type = HintsTest.type(datagram);
                if (type.equals("SASrelay")) {
                  relays.add(Octets.of(datagram).slice(12, datagram.length - 4));
                }
                return type.equals(lost) ? List.of() : List.of(datagram);
              }))
          .enroll(deaf.bob, true)
          .connect()
          .relay();

      assertThat(relays).hasSize(11).containsOnly(relays.get(0));
      assertThat(deaf.pbxToBob.line().told(ZrtpEvent.Warning.class))
          .containsExactly(new ZrtpEvent.Warning(ZrtpWarning.RELAY_UNANSWERED));
      assertThat(deaf.pbxToBob.line().stream().state()).isEqualTo(StreamPhase.SECURE);
      assertThat(deaf.pbxToBob.line().stream().nextTimeout()).isEmpty();
      assertThat(deaf.bob.line().told(ZrtpEvent.SasRelayed.class))
          .hasSize(lost.equals("SASrelay") ? 0 : 1);
    }
  }

  @Test
  @Requirement({"Z-7.3-05", "Z-5.14-01"})
  @Attack({"N-15.01", "A-5"})
  void neverShowsTheSasThatAManInTheMiddleRelays() {
    call.connect();
    Sas own = call.bob.session().sas().orElseThrow();

    List<String> answers = relayToBob("B32 ", hash(1));

    assertThat(call.bob.session().sas()).contains(own);
    assertThat(call.bob.line().told(ZrtpEvent.SasRelayed.class)).isEmpty();
    assertThat(ignored(call.bob)).containsExactly(IgnoredReason.UNTRUSTED_RELAY);
    assertThat(answers).containsExactly("RelayACK");
  }

  @Test
  @Requirement("Z-7.3-05")
  @Attack({"N-15.01", "A-5"})
  void neverShowsTheSasOfOneThatHasTheZidOfTheTrustedPbxAndNotItsSecret() {
    call.enroll(call.bob, true);
    Peer thief =
        Peer.withStore("thief", 9, PbxCall.PBX, new StolenZid(call.pbxToBob.session().ownZid()));
    call.bob.callAgain(PbxCall.PHONE);
    TwoPeers leg = new TwoPeers(call.bob, thief, Wire.PERFECT, 3).start().runUntilSecure(5_000);
    Sas own = call.bob.session().sas().orElseThrow();

    Insider.relay(thief.line().stream(), "B32 ", hash(1));
    leg.run(5_000, () -> false);

    assertThat(call.bob.session().sas()).contains(own);
    assertThat(ignored(call.bob)).containsExactly(IgnoredReason.UNTRUSTED_RELAY);
  }

  @Test
  @Requirement("Z-7.3-05")
  void neverShowsTheSasThatAnEnrolledPhoneRelaysToItsPbx() {
    call.bob(PbxCall.PBX).enroll(call.bob, true).connect();
    Sas own = call.pbxToBob.session().sas().orElseThrow();

    Insider.relay(call.bob.line().stream(), "B32 ", hash(1));
    call.settle();

    assertThat(call.pbxToBob.session().sas()).contains(own);
    assertThat(ignored(call.pbxToBob)).containsExactly(IgnoredReason.UNTRUSTED_RELAY);
  }

  @Test
  @Requirement({"Z-5.13-04", "Z-5.13-03"})
  @Attack("N-15.01")
  void acknowledgesARelayOfAPeerThatIsNoPbxAndDoesNothingElse() {
    Peer liar = Peer.of("liar", 9, PbxCall.PHONE);
    TwoPeers leg = new TwoPeers(call.bob, liar, Wire.PERFECT, 3).start().runUntilSecure(5_000);
    Sas own = call.bob.session().sas().orElseThrow();

    Insider.relay(liar.line().stream(), "B256", hash(1));
    leg.run(20_000, () -> false);

    assertThat(call.bob.session().sas()).contains(own);
    assertThat(ignored(call.bob)).containsExactly(IgnoredReason.RELAY_NOT_FROM_MITM);
    assertThat(liar.line().told(ZrtpEvent.Warning.class)).isEmpty();
    assertThatThrownBy(() -> liar.session().relaySas(call.pbxToAlice.session()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("mitm(true)");
  }

  @Test
  @Attack("N-15.03")
  void acknowledgesARenderingThatItDoesNotHaveAndDoesNothingElse() {
    call.enroll(call.bob, true).connect();
    Sas own = call.bob.session().sas().orElseThrow();

    for (String type : new String[] {"B999", "B32E"}) {
      assertThat(relayToBob(type, hash(1))).containsExactly("RelayACK");
    }

    assertThat(call.bob.session().sas()).contains(own);
    assertThat(ignored(call.bob))
        .containsExactly(IgnoredReason.UNKNOWN_SAS_RENDERING, IgnoredReason.UNKNOWN_SAS_RENDERING);
  }

  @Test
  @Requirement({"Z-5.13-06", "Z-5.14-01"})
  @Attack("N-15.02")
  void doesNotAcknowledgeARelayWithAnotherMacOrOfAnotherSession() {
    List<byte[]> recorded = new ArrayList<>();
    call.onBobsLeg(leg ->
        leg.tap((from, line, datagram) -> {
          if (HintsTest.type(datagram).equals("SASrelay")) {
            recorded.add(datagram);
          }
          return List.of(datagram);
        }));
    call.enroll(call.bob, true).connect().relay();
    byte[] earlier = recorded.get(0);
    call.connect();
    Sas own = call.bob.session().sas().orElseThrow();
    List<String> answers = new ArrayList<>();
    call.legOfBob()
        .tap((from, line, datagram) -> {
          answers.add(HintsTest.type(datagram));
          return List.of(datagram);
        });

    call.legOfBob().inject(call.bob, 0, earlier);
    call.settle();

    assertThat(answers).isEmpty();
    assertThat(ignored(call.bob)).containsExactly(IgnoredReason.WRONG_CONFIRM_MAC);
    assertThat(call.bob.session().sas()).contains(own);
  }

  @Test
  @Attack("N-15.04")
  void showsTheLastRelayThoughAnEarlierOneIsReplayed() {
    List<byte[]> recorded = new ArrayList<>();
    call.onBobsLeg(leg ->
        leg.tap((from, line, datagram) -> {
          if (HintsTest.type(datagram).equals("SASrelay")) {
            recorded.add(datagram);
          }
          return List.of(datagram);
        }));
    call.enroll(call.bob, true).connect().relay();
    byte[] toAlice = recorded.get(0);
    Peer carol = Peer.of("carol", 50, PbxCall.PHONE);
    Peer pbxToCarol = call.pbxToBob.besides("pbx to carol", PbxCall.PBX);
    new TwoPeers(carol, pbxToCarol, Wire.PERFECT, 8).start().runUntilSecure(5_000);

    call.pbxToBob.session().relaySas(pbxToCarol.session()); // Bob is transferred
    call.settle();
    call.legOfBob().inject(call.bob, 0, toAlice);
    call.settle();

    assertThat(call.bob.session().sas()).isEqualTo(carol.session().sas());
    assertThat(call.bob.line().told(ZrtpEvent.SasRelayed.class)).hasSize(2);
  }

  @Test
  void remembersNoMoreRelaysThanACallCanHave() {
    call.enroll(call.bob, true).connect();
    for (int i = 1; i <= 70; i++) {
      Insider.relay(call.pbxToBob.line().stream(), "B32 ", hash(i));
      call.legOfBob().run(200, () -> false);
    }

    assertThat(call.bob.line().told(ZrtpEvent.SasRelayed.class)).hasSize(64);
    assertThat(ignored(call.bob)).hasSize(6).containsOnly(IgnoredReason.RATE_LIMITED);
  }

  @Test
  @Requirement({"Z-5.13-11", "Z-11-03"})
  void tellsBobTheFlagsOfAlice() {
    ZrtpConfig clears = PbxCall.PHONE.toBuilder().allowClear(true).build();
    call.alice(clears.toBuilder().disclosesKeys(true).build())
        .pbx(clears.toBuilder().mitm(true).build())
        .enroll(call.bob, true)
        .connect()
        .relay();
    assertThat(PbxCall.relayedTo(call.bob))
        .matches(relayed -> relayed.peerDisclosesKeys() && relayed.peerAllowsClear())
        .matches(relayed -> !relayed.peerSasVerified());
    assertThat(call.bob.line().told(ZrtpEvent.Warning.class))
        .containsExactly(new ZrtpEvent.Warning(ZrtpWarning.PEER_DISCLOSES_KEYS));
    call.alice.session().sasMatched();
    call.pbxToAlice.session().sasMatched();

    call.alice(PbxCall.PHONE).connect().relay();

    assertThat(PbxCall.relayedTo(call.bob))
        .matches(relayed -> !relayed.peerDisclosesKeys() && !relayed.peerAllowsClear())
        .matches(relayed -> relayed.peerSasVerified());
  }

  @Test
  @Requirement({"Z-5.13-11", "Z-11-02"})
  void neverTellsBobLessOfDisclosureThanThePbxItselfDoes() {
    call.pbx(PbxCall.PBX.toBuilder().disclosesKeys(true).build())
        .enroll(call.bob, true)
        .connect()
        .relay();

    assertThat(PbxCall.relayedTo(call.bob).peerDisclosesKeys()).isTrue();
  }

  @Test
  @Requirement("Z-5.13-11")
  void doesNotLeaveSrtpWhenThePartyBehindThePbxDoesNotAllowIt() {
    ZrtpConfig clears = PbxCall.PHONE.toBuilder().allowClear(true).build();
    call.bob(clears).pbx(clears.toBuilder().mitm(true).build()).enroll(call.bob, true).connect();
    assertThat(call.bob.line().secure().peerAllowsClear()).isTrue();

    call.relay();

    assertThat(PbxCall.relayedTo(call.bob).peerAllowsClear()).isFalse();
    assertThatThrownBy(() -> call.bob.line().stream().goClear(call.legOfBob().now()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Requirement("Z-6-12")
  void goesOnWithConfirm2WhenItRelaysToOneThatMayNotHaveIt() {
    call.bob(PbxCall.PHONE.toBuilder().initiation(Initiation.ON_REQUEST).build())
        .enroll(call.bob, true)
        .connect();
    call.bob.callAgain(PbxCall.PHONE.toBuilder().initiation(Initiation.ON_REQUEST).build());
    call.pbxToBob.callAgain(PbxCall.PBX);
    boolean[] lost = {false};
    TwoPeers leg = new TwoPeers(call.bob, call.pbxToBob, Wire.PERFECT, 9).withoutMedia();
    leg.tap((from, line, datagram) -> {
      if (!HintsTest.type(datagram).equals("Confirm2") || lost[0]) {
        return List.of(datagram);
      }
      lost[0] = true;
      leg.inject(call.pbxToBob, 0, HintsTest.packet(new Conf2Ack())); // by a stranger
      return List.of();
    });
    leg.start().run(5_000, call.pbxToBob.line()::isSecure);
    assertThat(call.bob.line().isSecure()).isFalse();

    call.pbxToBob.session().relaySas(call.pbxToAlice.session());
    leg.run(20_000, () -> false);

    assertThat(call.bob.line().isSecure()).isTrue();
    assertThat(call.bob.session().sas()).isEqualTo(call.alice.session().sas());
    assertThat(call.pbxToBob.line().told(ZrtpEvent.Warning.class)).isEmpty();
  }

  @Test
  void relaysNoMoreOnceTheStreamLeftSrtp() {
    ZrtpConfig clears = PbxCall.PHONE.toBuilder().allowClear(true).build();
    List<String> sent = new ArrayList<>();
    call.alice(clears)
        .bob(clears)
        .pbx(clears.toBuilder().mitm(true).build())
        .enroll(call.bob, true)
        .onBobsLeg(leg ->
            leg.tap((from, line, datagram) -> {
              String type = HintsTest.type(datagram);
              sent.add(type);
              return type.equals("RelayACK") ? List.of() : List.of(datagram);
            }))
        .connect();
    call.pbxToBob.session().relaySas(call.pbxToAlice.session());
    TwoPeers leg = call.legOfBob().run(300, () -> false);
    assertThat(sent).contains("SASrelay", "RelayACK");
    leg.take(call.bob, 0, call.bob.line().stream().goClear(leg.now()));
    leg.run(500, () -> false);
    sent.clear();

    leg.run(30_000, () -> false);

    assertThat(sent).isNotEmpty().containsOnly("ClearACK");
    assertThat(call.bob.line().stream().state()).isEqualTo(StreamPhase.CLEAR);
  }

  @Test
  void startsAgainWithTheNewSasWhenAnotherIsRelayedBeforeTheFirstWasAcknowledged() {
    call.enroll(call.bob, true).connect();
    Peer carol = Peer.of("carol", 50, PbxCall.PHONE);
    Peer pbxToCarol = call.pbxToBob.besides("pbx to carol", PbxCall.PBX);
    new TwoPeers(carol, pbxToCarol, Wire.PERFECT, 8).start().runUntilSecure(5_000);

    call.pbxToBob.session().relaySas(call.pbxToAlice.session());
    call.legOfBob().run(5, () -> false);
    call.pbxToBob.session().relaySas(pbxToCarol.session());
    call.settle();

    assertThat(call.bob.session().sas()).isEqualTo(carol.session().sas());
    assertThat(call.pbxToBob.line().told(ZrtpEvent.Warning.class)).isEmpty();
  }

  @Test
  void takesAComparisonOfARelayedSasForThisCallAlone() {
    call.enroll(call.bob, true).connect().relay();

    assertThat(call.bob.session().sasMatched()).isFalse();

    assertThat(call.bob.session().sasStanding()).isEqualTo(SasStanding.COMPARED_NOW);
    call.connect();
    assertThat(call.bob.session().sasStanding()).isEqualTo(SasStanding.NOT_COMPARED);
  }

  @Test
  void doesNotForgetForARelayThatTheUserFoundAnotherSas() {
    call.enroll(call.bob, true).connect();
    call.bob.session().sasDiffers();

    call.relay();

    assertThat(call.bob.session().sasStanding()).isEqualTo(SasStanding.DIFFERS);
  }

  @Test
  void relaysOverTheFirstStreamForAll() {
    call.enroll(call.bob, true).connect(3).relay();

    List<Peer.Line> told =
        call.bob.lines().stream()
            .filter(line -> line.was(ZrtpEvent.SasRelayed.class::isInstance))
            .toList();
    assertThat(told).hasSize(1);
    assertThat(told.get(0).secure().algorithms().keyAgreement())
        .isNotEqualTo(KeyAgreementType.MULT);
    assertThat(call.bob.session().sas()).isEqualTo(call.alice.session().sas());
  }

  @Test
  @Requirement({"Z-7.3-10", "Z-10-06"})
  void hasOneZidForAllBehindThePbx() {
    call.enroll(call.bob, true).connect();
    assertThat(call.pbxToAlice.session().ownZid()).isEqualTo(call.pbxToBob.session().ownZid());

    Peer other = Peer.of("another pbx", 40, PbxCall.PBX);
    Peer carol = Peer.of("carol", 50, PbxCall.PHONE);
    new TwoPeers(carol, other, Wire.PERFECT, 8).start().runUntilSecure(5_000);

    assertThatThrownBy(() -> call.pbxToBob.session().relaySas(other.session()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one ZID");
    assertThatThrownBy(() -> call.pbxToBob.session().relaySas(call.pbxToBob.session()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Requirement("Z-5.13-01")
  void relaysOnlyOnceBothLegsAreSecure() {
    call.enroll(call.bob, true).connect();
    call.pbxToAlice.callAgain(PbxCall.PBX);

    assertThatThrownBy(() -> call.pbxToBob.session().relaySas(call.pbxToAlice.session()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("secure");
  }

  @Test
  @Requirement("Z-10-09")
  void passesNoZrtpMessageFromOneLegToTheOther() {
    List<Octets> onBobsLeg = new ArrayList<>();
    call.onBobsLeg(leg ->
        leg.tap((from, line, datagram) -> {
          if (from == call.pbxToBob) {
            onBobsLeg.add(Octets.of(datagram).slice(12, datagram.length - 4));
          }
          return List.of(datagram);
        }));
    call.enroll(call.bob, true).connect();
    int before = onBobsLeg.size();
    Peer inside = Peer.of("inside", 60, PbxCall.PHONE);
    byte[] hello = new byte[inside.open().stream().start(0).datagrams().get(0).remaining()];
    inside.callAgain(PbxCall.PHONE);
    inside.open().stream().start(0).datagrams().get(0).get(hello);

    call.legOfAlice().inject(call.pbxToAlice, 0, hello);
    call.settle();

    assertThat(onBobsLeg)
        .hasSize(before)
        .doesNotContain(Octets.of(hello).slice(12, hello.length - 4));
  }

  /** The PBX says this on Bob's leg; what Bob sends back. */
  private List<String> relayToBob(String type, Octets hash) {
    List<String> answers = new ArrayList<>();
    call.legOfBob()
        .tap((from, line, datagram) -> {
          if (from == call.bob) {
            answers.add(HintsTest.type(datagram));
          }
          return List.of(datagram);
        });
    Insider.relay(call.pbxToBob.line().stream(), type, hash);
    call.settle();
    return answers;
  }

  private static List<IgnoredReason> ignored(Peer peer) {
    return peer.line().told(ZrtpEvent.Ignored.class).stream()
        .filter(event -> new String(event.messageType().toArray()).equals("SASrelay"))
        .map(ZrtpEvent.Ignored::reason)
        .toList();
  }

  private static Octets hash(int value) {
    byte[] hash = new byte[32];
    hash[0] = (byte) value;
    return Octets.of(hash);
  }
}
