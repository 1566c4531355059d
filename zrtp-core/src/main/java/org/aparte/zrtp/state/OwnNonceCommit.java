package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.crypto.KdfContext;
import org.aparte.zrtp.crypto.PresharedKey;
import org.aparte.zrtp.crypto.SharedSecretS0;
import org.aparte.zrtp.crypto.ZrtpHash;
import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.message.MacProtected;
import org.aparte.zrtp.message.MultistreamCommit;
import org.aparte.zrtp.message.PresharedCommit;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * A Commit of ours for Multistream or Preshared mode, where a nonce stands in the place of hvi (RFC
 * 6189 sections 4.4.2.2, 4.4.3.1). Unlike hvi it is not made for one Hello. Owns, in Preshared
 * mode, the secrets and the turn.
 */
final class OwnNonceCommit implements AutoCloseable {

  private final StreamContext context;
  private final NegotiatedAlgorithms algorithms;
  private final Commit commit;
  private final Octets octets;
  private final SecretFacts facts;
  private final @Nullable KnownSecrets known;
  private final ExchangeTurns.@Nullable Turn turn;
  private boolean handedOver;

  private OwnNonceCommit(
      StreamContext context,
      NegotiatedAlgorithms algorithms,
      Commit unsealed,
      SecretFacts facts,
      @Nullable KnownSecrets known,
      ExchangeTurns.@Nullable Turn turn) {
    this.context = context;
    this.algorithms = algorithms;
    this.facts = facts;
    this.known = known;
    this.turn = turn;
    // Z-5.4-05
    Octets mac = context.chain().commitMac(MacProtected.octetsUnderMac(unsealed.write()));
    this.commit = unsealed.withMac(Mac64.leftmostOf(mac.toArray()));
    this.octets = commit.write();
  }

  static OwnNonceCommit multistream(StreamContext context, NegotiatedAlgorithms algorithms) {
    return new OwnNonceCommit(
        context,
        algorithms,
        new MultistreamCommit(
            context.chain().h2(),
            context.ownZid(),
            AlgorithmChoice.codes(algorithms),
            freshNonce(context),
            Mac64.PENDING),
        SecretFacts.MULTISTREAM,
        null,
        null);
  }

  /**
   * For Preshared mode.
   *
   * @param known with an rs1 (Z-4.4.2.2-02); taken over
   * @param turn taken over
   */
  static OwnNonceCommit preshared(
      StreamContext context,
      NegotiatedAlgorithms algorithms,
      KnownSecrets known,
      ExchangeTurns.Turn turn) {
    ZrtpHash hash = context.hash(algorithms.hash());
    try (PresharedKey key = PresharedKey.of(hash, known.own()).get()) {
      OwnNonceCommit commit =
          new OwnNonceCommit(
              context,
              algorithms,
              new PresharedCommit(
                  context.chain().h2(),
                  context.ownZid(),
                  AlgorithmChoice.codes(algorithms),
                  freshNonce(context),
                  key.keyId(), // Z-4.4.2.2-05
                  Mac64.PENDING),
              SecretFacts.of(key),
              known,
              turn);
      turn.committed(commit.commit);
      return commit;
    }
  }

  /** Z-4.4.2.2-04, Z-4.4.3.1-04, Z-4.4.3.1-05. */
  private static Octets freshNonce(StreamContext context) {
    return context.session().random().commitNonce();
  }

  /**
   * The keys, if this candidate is the responder; nothing is proven about it yet. In Multistream
   * mode nothing when the session is gone.
   */
  @Nullable KeyedExchange keyedWith(PeerCandidate responder) {
    ZrtpHash hash = context.hash(algorithms.hash());
    KdfContext kdfContext =
        KdfContext.withoutDh(hash, context.ownZid(), responder.zid(), responder.octets(), octets);
    SharedSecretS0 s0 = s0(hash, kdfContext);
    return s0 == null
        ? null
        : new KeyedExchange(
            context,
            Role.INITIATOR,
            algorithms,
            responder,
            responder.chain(),
            s0,
            facts,
            known,
            turn,
            new ConfirmVerified.Unverified(
                ConfirmVerified.Unverified.Kind.HELLO, responder.octets()),
            CommitContention.value(commit));
  }

  private @Nullable SharedSecretS0 s0(ZrtpHash hash, KdfContext kdfContext) {
    if (known != null) {
      return SharedSecretS0.ofPreshared(hash, kdfContext, PresharedKey.of(hash, known.own()).get());
    }
    EstablishedSession session = context.session().established();
    return session == null
        ? null
        : SharedSecretS0.ofMultistream(hash, kdfContext, session.sessionKey());
  }

  /** The exchange that was keyed has taken over secrets and turn. */
  void handOver() {
    handedOver = true;
  }

  Commit message() {
    return commit;
  }

  Octets octets() {
    return octets;
  }

  /** {@code null} in Multistream mode. */
  ExchangeTurns.@Nullable Turn turn() {
    return turn;
  }

  @Override
  public void close() {
    if (!handedOver) {
      if (known != null) {
        known.close();
      }
      if (turn != null) {
        turn.close();
      }
    }
  }
}
