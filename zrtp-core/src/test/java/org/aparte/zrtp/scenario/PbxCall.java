package org.aparte.zrtp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.aparte.zrtp.model.RelayDecision;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;

/** A PBX between Alice and Bob: one endpoint with two legs, three engines in all. */
final class PbxCall {

  static final ZrtpConfig PHONE = ZrtpConfig.recommended();
  static final ZrtpConfig PBX = PHONE.toBuilder().mitm(true).build();

  final Peer alice;
  final Peer bob;
  final Peer pbxToAlice;
  final Peer pbxToBob;
  private ZrtpConfig configOfAlice = PHONE;
  private ZrtpConfig configOfBob = PHONE;
  private ZrtpConfig configOfPbx = PBX;
  private Wire wire = Wire.PERFECT;
  private UnaryOperator<TwoPeers> onBobsLeg = leg -> leg;
  private TwoPeers legA;
  private TwoPeers legB;
  private long seed;

  PbxCall(long seed) {
    this.seed = 100 * seed;
    this.alice = Peer.of("alice", 3 * seed, PHONE);
    this.bob = Peer.of("bob", 3 * seed + 1, PHONE);
    this.pbxToAlice = Peer.of("pbx to alice", 3 * seed + 2, PBX);
    this.pbxToBob = pbxToAlice.besides("pbx to bob", PBX);
  }

  PbxCall alice(ZrtpConfig config) {
    configOfAlice = config;
    return this;
  }

  PbxCall bob(ZrtpConfig config) {
    configOfBob = config;
    return this;
  }

  PbxCall pbx(ZrtpConfig config) {
    configOfPbx = config;
    return this;
  }

  PbxCall wire(Wire wire) {
    this.wire = wire;
    return this;
  }

  PbxCall onBobsLeg(UnaryOperator<TwoPeers> change) {
    onBobsLeg = change;
    return this;
  }

  /** A call to the enrollment extension; the user agrees or does not. */
  PbxCall enroll(Peer phone, boolean agrees) {
    Peer pbx = phone == alice ? pbxToAlice : pbxToBob;
    phone.callAgain(phone == alice ? configOfAlice : configOfBob);
    pbx.callAgain(configOfPbx);
    pbx.session().offerEnrollment();
    TwoPeers call = new TwoPeers(phone, pbx, Wire.PERFECT, ++seed).start().runUntilSecure(5_000);
    assertThat(call.allSecure()).isTrue();
    if (agrees) {
      assertThat(phone.session().enroll()).isTrue();
    }
    return this;
  }

  /** Both legs of a new call, secure. */
  PbxCall connect() {
    return connect(1);
  }

  PbxCall connect(int streams) {
    alice.callAgain(configOfAlice);
    bob.callAgain(configOfBob);
    pbxToAlice.callAgain(configOfPbx);
    pbxToBob.callAgain(configOfPbx);
    legA = new TwoPeers(alice, pbxToAlice, wire, ++seed);
    legB = onBobsLeg.apply(new TwoPeers(bob, pbxToBob, wire, ++seed));
    for (int i = 0; i < streams; i++) {
      legA.start();
      legB.start();
    }
    legA.runUntilSecure(60_000);
    legB.runUntilSecure(60_000);
    assertThat(legA.allSecure() && legB.allSecure()).isTrue();
    return this;
  }

  /** The PBX relays, seen from Bob's leg, and all that follows from it has happened. */
  RelayDecision relay() {
    RelayDecision decision = pbxToBob.session().relaySas(pbxToAlice.session());
    settle();
    return decision;
  }

  /** Lets a repetition end, one way or the other. */
  void settle() {
    legA.run(20_000, () -> false);
    legB.run(20_000, () -> false);
  }

  TwoPeers legOfAlice() {
    return legA;
  }

  TwoPeers legOfBob() {
    return legB;
  }

  static ZrtpEvent.SasRelayed relayedTo(Peer phone) {
    return phone.line().told(ZrtpEvent.SasRelayed.class).get(0);
  }
}
