package org.aparte.zrtp.state;

import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.cache.CacheUpdate;
import org.aparte.zrtp.cache.CompletedExchange;
import org.aparte.zrtp.crypto.SasRendering;
import org.aparte.zrtp.model.CacheInterval;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.KeyContinuity;
import org.aparte.zrtp.model.Sas;
import org.aparte.zrtp.model.SasStanding;
import org.aparte.zrtp.model.SasVerdict;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpWarning;
import org.jspecify.annotations.Nullable;

/**
 * The end of an exchange: the responder has verified Confirm2, the initiator has Conf2ACK or valid
 * SRTP (RFC 6189 sections 4.6, 4.6.1). The first stream makes the session and updates the cache;
 * all make their {@link ZrtpEvent.Secure}.
 */
final class Completion {

  private Completion() {}

  /**
   * Completes an exchange that both sides have confirmed.
   *
   * @param peer the proof, without which nothing is completed
   * @param own what we confirmed
   * @param confirm1EpochSeconds when Confirm1 was sent or received
   * @return what the app is told
   */
  static List<ZrtpEvent> complete(
      KeyedExchange exchange, ConfirmVerified peer, OwnConfirm own, long confirm1EpochSeconds) {
    SessionContext session = exchange.context().session();
    EstablishedSession established = session.established();
    List<ZrtpEvent> events = new ArrayList<>();
    if (exchange.nonce() != null) {
      session.nonces().use(exchange.nonce()); // Z-4.4.3.1-05
    }
    KnownSecrets known = exchange.known();
    if (known != null) {
      established = establish(exchange, known, peer, own, confirm1EpochSeconds);
      // Z-4.6.1-01, Z-4.6.1-03, Z-4.6.1-04
      established.storeCompleted(session.cache());
      if (own.content().enrollment()) {
        established.storeOffered(session.cache()); // Z-7.3.1-07
      }
      session.establish(established);
      if (established.continuity().isCacheMismatch()) {
        events.add(new ZrtpEvent.Warning(ZrtpWarning.CACHE_MISMATCH)); // Z-4.3.2-02
      }
      if (isDowngrade(exchange, known.record())) {
        events.add(new ZrtpEvent.Warning(ZrtpWarning.DOWNGRADED_FROM_POST_QUANTUM));
      }
      if (exchange.facts().auxMismatch()) {
        events.add(new ZrtpEvent.Warning(ZrtpWarning.AUX_SECRET_MISMATCH)); // Z-4.3.2-12
      }
    }
    if (established == null) {
      throw new IllegalStateException("a Multistream exchange without the session it started from");
    }
    if (known != null && peer.content().enrollment()) {
      events.add(
          new ZrtpEvent.Warning(
              established.mitm().offersEnrollment()
                  ? ZrtpWarning.ENROLLMENT_OFFERED // Z-7.3.1-02
                  : ZrtpWarning.FALSE_ENROLLMENT));
    }
    events.addAll(keyAgreementWarnings(exchange));
    if (peer.content().disclosure()) {
      events.add(new ZrtpEvent.Warning(ZrtpWarning.PEER_DISCLOSES_KEYS)); // Z-11-03
    }
    events.add(
        new ZrtpEvent.Secure(
            exchange.role(),
            exchange.algorithms(),
            established.sas(),
            established.standing(),
            established.continuity(),
            established.signature(),
            authenticatedBySignaling(exchange),
            peer.content().disclosure(),
            peer.allowsClear() && !own.content().enrollment()));
    return events;
  }

  /** Told only now, for a Commit and its Hello may have been anybody's until Confirm. */
  private static List<ZrtpEvent> keyAgreementWarnings(KeyedExchange exchange) {
    KeyAgreementType agreed = exchange.algorithms().keyAgreement();
    if (!agreed.hasDhParts()) {
      return List.of();
    }
    AlgorithmChoice choice =
        new AlgorithmChoice(
            exchange.context().config(), exchange.peer().hello().message().offered());
    List<ZrtpEvent> warnings = new ArrayList<>();
    if (choice.isUnexpected(agreed)) {
      warnings.add(new ZrtpEvent.Warning(ZrtpWarning.UNEXPECTED_KEY_AGREEMENT)); // Z-KEM-12
    }
    if (choice.hasPostQuantum() && !agreed.isPostQuantum()) {
      warnings.add(new ZrtpEvent.Warning(ZrtpWarning.POST_QUANTUM_PASSED_OVER)); // Z-KEM-08
    }
    return warnings;
  }

  /**
   * Whether the peer did better in an earlier call. Preshared mode is none: its keys come from what
   * earlier calls left.
   */
  private static boolean isDowngrade(KeyedExchange exchange, @Nullable ZidRecord record) {
    KeyAgreementType agreed = exchange.algorithms().keyAgreement();
    return record != null
        && record.peerFeatures().contains(ZidRecord.POST_QUANTUM)
        && agreed.hasDhParts()
        && !agreed.isPostQuantum();
  }

  private static EstablishedSession establish(
      KeyedExchange exchange,
      KnownSecrets known,
      ConfirmVerified peer,
      OwnConfirm own,
      long confirm1EpochSeconds) {
    StreamContext context = exchange.context();
    SasVerdict signature = signature(exchange, peer, own);
    boolean signed = signature instanceof SasVerdict.Valid;
    // Z-4.9-09
    CacheInterval interval =
        own.interval().agreedWith(new CacheInterval(peer.content().cacheExpirationSeconds()));
    CompletedExchange completed =
        new CompletedExchange(
            context.ownZid(),
            exchange.peer().zid(),
            exchange.algorithms().keyAgreement() == KeyAgreementType.PRSH
                ? CompletedExchange.Mode.PRESHARED
                : CompletedExchange.Mode.DH,
            exchange.facts().s1Found(),
            exchange.facts().s3Found(),
            peer.content().sasVerified(),
            // Z-4.6.1.1-01, Z-7.2-04
            signed || authenticatedBySignaling(exchange),
            exchange.algorithms().keyAgreement().isPostQuantum(),
            interval,
            confirm1EpochSeconds);
    CacheUpdate update =
        new CacheUpdate(known.record(), completed, exchange.s0().newRetainedSecret());
    return new EstablishedSession(
        context.ownZid(),
        exchange.peer().zid(),
        exchange.algorithms(),
        sas(exchange),
        signed ? SasStanding.SIGNED : standingByCache(own, update),
        signature,
        own.sasVerified(),
        MitmRelation.of(exchange, known, peer.content()),
        update,
        exchange.s0().exportedKey(),
        exchange.s0().sessionKey());
  }

  /** Z-7.1-02: the comparison of an earlier call counts while the secrets lead from it to here. */
  private static SasStanding standingByCache(OwnConfirm own, CacheUpdate update) {
    return own.sasVerified() && update.continuity() == KeyContinuity.MATCH
        ? SasStanding.COMPARED_EARLIER
        : SasStanding.NOT_COMPARED;
  }

  /**
   * What the peer's signature is worth; without DHPart messages none is sent, and what comes all
   * the same is not looked at (Z-7.2-05).
   */
  private static @Nullable SasVerdict signature(
      KeyedExchange exchange, ConfirmVerified peer, OwnConfirm own) {
    return exchange.algorithms().keyAgreement().hasDhParts()
        ? SasSignatures.judge(
            exchange.context().config(),
            peer.content().signature(),
            exchange.s0().sasHash(),
            own.content().signature())
        : null;
  }

  private static Sas sas(KeyedExchange exchange) {
    Octets sasHash = exchange.s0().sasHash();
    return new Sas(
        exchange.algorithms().sas(),
        SasRendering.render(exchange.algorithms().sas(), sasHash),
        sasHash);
  }

  private static boolean authenticatedBySignaling(KeyedExchange exchange) {
    return exchange.context().isAuthenticatedBySignaling(exchange.peer().octets());
  }
}
