package org.aparte.zrtp.state;

import org.aparte.zrtp.crypto.ClearMac;
import org.aparte.zrtp.message.ClearAck;
import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.GoClear;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.ErrorCode;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpWarning;
import org.jspecify.annotations.Nullable;

/**
 * GoClear ended the protection (RFC 6189 section 4.7.2): no key of SRTP is left. Timer: none, or,
 * while the user has not confirmed what the peer did, a ClearACK now and then.
 *
 * <p>Owns the mackeys when it was a GoClear on another stream of the call: the peer may send one on
 * this stream too, and it has to be authenticated.
 */
final class Clear implements StreamState {

  /** How often ClearACK is said again, which keeps pinholes and NAT bindings open. */
  private static final RetransmitSchedule KEEP_OPEN =
      new RetransmitSchedule(5_000, 5_000, Integer.MAX_VALUE); // Z-4.7.2-14

  private final StreamContext context;
  private final PeerCandidates peer;
  private final boolean confirmed;
  private final @Nullable Protection macKeys;

  private Clear(
      StreamContext context, PeerCandidates peer, boolean confirmed, @Nullable Protection macKeys) {
    this.context = context;
    this.peer = peer;
    this.confirmed = confirmed;
    this.macKeys = macKeys;
    context.clearWith(peer);
  }

  /** The peer's GoClear on this stream was authentic. */
  static Step byPeer(Protection protection, Received<GoClear> goClear) {
    // Z-4.7.2-10, Z-4.7.2-11, Z-4.7.2.1-01
    return end(protection, true)
        .send(obey(protection.context(), goClear))
        .arm(Timer.repeating(KEEP_OPEN, new ClearAck().write()));
  }

  /** Our GoClear was acknowledged, or met one of the peer's. */
  static Step byUs(Protection protection) {
    return end(protection, false); // Z-4.7.2-16, Z-4.7.2.1-02
  }

  private static Step end(Protection protection, boolean byPeer) {
    StreamContext context = protection.context();
    protection.close();
    context.session().cleared(byPeer);
    return Step.to(new Clear(context, PeerCandidates.only(protection.peer()), !byPeer, null))
        .tell(new ZrtpEvent.ProtectionEnded(byPeer)); // Z-4.7.2-13
  }

  /** A GoClear took effect on another stream of the call (Z-4.7.2.1-03). */
  static Step withTheCall(Protection protection) {
    StreamContext context = protection.context();
    boolean byPeer = context.session().lastClearByPeer();
    protection.keys().wipeAllButMacKeys();
    return Step.to(new Clear(context, PeerCandidates.only(protection.peer()), !byPeer, protection))
        .tell(new ZrtpEvent.ProtectionEnded(byPeer));
  }

  /** An exchange on a stream that had been clear came to nothing. */
  static Clear unconfirmed(StreamContext context, PeerCandidates peer) {
    return new Clear(context, peer, false, null);
  }

  /** Whether a GoClear is the peer's, made under the keys of this exchange. */
  static boolean isAuthentic(Protection protection, Received<GoClear> goClear) {
    // Z-4.7.2-02, Z-4.7.2-09
    return ClearMac.fits(
        protection.hash(),
        protection.keys(),
        protection.role().other(),
        goClear.octets().slice(12, 20)); // a MAC that was read cannot be had back
  }

  /** An authentic GoClear that this endpoint did not allow. */
  static Step refuse(StreamState state, Protection protection) {
    // Z-4.7.2-08
    return Step.stay(state)
        .send(protection.context().error(ErrorCode.GOCLEAR_NOT_ALLOWED))
        .tell(new ZrtpEvent.Warning(ZrtpWarning.CLEAR_REFUSED));
  }

  private static ClearAck obey(StreamContext context, Received<GoClear> goClear) {
    context.obeyed(goClear.octets());
    return new ClearAck();
  }

  @Override
  public StreamPhase phase() {
    return confirmed ? StreamPhase.CLEAR : StreamPhase.CLEARING;
  }

  @Override
  public Step onGoClear(Received<GoClear> goClear) {
    if (macKeys == null || !isAuthentic(macKeys, goClear)) {
      return Step.ignored(this, IgnoredReason.WRONG_CONFIRM_MAC); // Z-4.7.2-04, Z-4.7.2-05
    }
    if (!macKeys.weAllowClear()) {
      return refuse(this, macKeys);
    }
    macKeys.close();
    context.session().cleared(true); // Z-4.7.2.1-06
    return Step.to(new Clear(context, peer, confirmed, null))
        .keepTimer()
        .send(obey(context, goClear));
  }

  @Override
  public Step confirmClear() {
    return confirmed
        ? Step.stay(this)
        : Step.to(new Clear(context, peer, true, macKeys)); // Z-4.7.2-12
  }

  /**
   * The peer wants a secure call again. Anybody can send such a Commit, so it ends nothing here.
   */
  @Override
  public Step onCommit(Received<Commit> commit) {
    Check<AcceptableCommit> check = AcceptableCommit.check(context, peer, commit);
    if (check instanceof Check.Refused<AcceptableCommit> refused) {
      return Step.refused(this, refused);
    }
    AcceptableCommit acceptable = ((Check.Passed<AcceptableCommit>) check).proof();
    Check.Refused<AcceptableCommit> refusal = Answer.refusal(context, acceptable);
    if (refusal != null) {
      return Step.refused(this, refusal);
    }
    Step answer = Answer.to(acceptable, this, context, peer);
    if (answer == null) {
      return Step.ignored(this, IgnoredReason.OTHER_EXCHANGE_IN_PROGRESS);
    }
    if (answer.next() != this) {
      close();
    }
    return answer;
  }

  @Override
  public Step goSecure() {
    // Z-4.7.2-18, Z-4.7.2.1-07
    Step commit = Initiator.commit(context, peer, VoidAnswers.NONE);
    if (commit != null) {
      close();
      return commit;
    }
    StreamContext renewed = renew();
    renewed.requestSecure();
    return Step.restart(renewed);
  }

  /**
   * A peer that has not Multistream goes secure again by DH, which takes a new hash chain, and so a
   * new Hello (section 4.7.2.1): we follow it.
   */
  @Override
  public Step onHello(Received<Hello> hello) {
    if (HelloCheck.check(context, hello) instanceof Check.Refused<Received<Hello>> refused) {
      return Step.refused(this, refused);
    }
    return peer.contains(hello) || hasMultistream()
        ? Step.stay(this).send(new HelloAck())
        : Step.restart(renew());
  }

  private boolean hasMultistream() {
    return new AlgorithmChoice(context.config(), peer.latest().hello().message().offered())
        .has(KeyAgreementType.MULT);
  }

  private StreamContext renew() {
    context.session().forget(); // ZRTPSess is of no use without Multistream
    return context.renewed();
  }

  @Override
  public void close() {
    if (macKeys != null) {
      macKeys.close();
    }
  }
}
