package org.aparte.zrtp.state;

import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.message.ConfirmPlaintext;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.SasRelayPlaintext;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.Enrollment;
import org.aparte.zrtp.model.SasType;
import org.jspecify.annotations.Nullable;

/**
 * What a session has to do with trusted MiTMs (RFC 6189 sections 5.13, 7.3, 7.3.1): whether the
 * peer is a PBX that we trust, or a phone that trusts us, and what was relayed.
 */
final class MitmRelation {

  /** The most different SASrelays of one session: as many transfers, and more than any call has. */
  private static final int MAX_RELAYS = 64;

  private final Hello peer;
  private final ConfirmPlaintext confirmed;
  private final List<Octets> heard = new ArrayList<>();
  private boolean trusted;
  private boolean enrolledPhone;
  private @Nullable SasRelayPlaintext relayed;

  private MitmRelation(
      Hello peer, ConfirmPlaintext confirmed, boolean trusted, boolean enrolledPhone) {
    this.peer = peer;
    this.confirmed = confirmed;
    this.trusted = trusted;
    this.enrolledPhone = enrolledPhone;
  }

  /**
   * What the exchange of the first stream showed.
   *
   * @param known the secrets that it started from
   * @param confirmed the peer's Confirm
   */
  static MitmRelation of(KeyedExchange exchange, KnownSecrets known, ConfirmPlaintext confirmed) {
    Hello peer = exchange.peer().hello().message();
    // The pbxsecret went into s0, so who has the keys has it. Which way the trust goes, our own
    // cache says alone: a phone that we, a PBX, enrolled must not relay anything to us
    boolean s3Found = exchange.facts().s3Found();
    Enrollment enrollment = known.enrollment();
    return new MitmRelation(
        peer,
        confirmed,
        s3Found && peer.mitm() && enrollment == Enrollment.PEER_IS_TRUSTED_MITM,
        s3Found && enrollment == Enrollment.PEER_IS_ENROLLED_PHONE);
  }

  /** Flag M of the peer. */
  boolean peerIsMitm() {
    return peer.mitm();
  }

  /** Whether our user enrolled with this peer, a PBX, and it proved to be the same. */
  boolean isTrusted() {
    return trusted;
  }

  /** Whether the peer is a phone that was enrolled with us, and proved to be the same. */
  boolean isEnrolledPhone() {
    return enrolledPhone;
  }

  /** Whether the peer asks to be trusted: only one that can relay has reason to. */
  boolean offersEnrollment() {
    return confirmed.enrollment() && peer.mitm();
  }

  /** Whether the peer can render a SAS so. */
  boolean canRender(SasType type) {
    return type == SasType.B32 // Z-5.1.6-01
        || peer.offered().sasTypes().contains(AlgorithmCode.of(type));
  }

  /** The peer's Confirm of the first stream. */
  ConfirmPlaintext confirmed() {
    return confirmed;
  }

  /**
   * Flag A of the party that GoClear would reach: that behind a trusted MiTM once it was relayed
   * (Z-5.13-11).
   *
   * @param confirmedByPeer flag A of the stream's own Confirm
   */
  boolean allowsClear(boolean confirmedByPeer) {
    return relayed == null ? confirmedByPeer : relayed.allowClear() && !confirmed.enrollment();
  }

  /** How a SASrelay compares with those before it. */
  enum Novelty {
    /** It has not come before. */
    NEW,
    /** It has: it was repeated, overtaken on its way, or replayed. */
    KNOWN,
    /** Too many came. */
    TOO_MANY
  }

  /** Remembers an authentic SASrelay. Nothing in it says when it was sent (Figure 16). */
  Novelty hear(Octets sasRelay) {
    if (heard.contains(sasRelay)) {
      return Novelty.KNOWN;
    }
    if (heard.size() == MAX_RELAYS) {
      return Novelty.TOO_MANY;
    }
    heard.add(sasRelay);
    return Novelty.NEW;
  }

  /** The peer, whom we trust, told this about the party behind it. */
  void relayed(SasRelayPlaintext content) {
    relayed = content;
  }

  /** The enrollment is ended: from now on nothing is rendered or relayed. */
  void end() {
    trusted = false;
    enrolledPhone = false;
    relayed = null;
  }
}
