package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.ConfirmSeal;
import org.aparte.zrtp.crypto.KdfContext;
import org.aparte.zrtp.crypto.PeerHashChain;
import org.aparte.zrtp.crypto.SecretIds;
import org.aparte.zrtp.crypto.SecretMatching;
import org.aparte.zrtp.crypto.SharedSecretS0;
import org.aparte.zrtp.crypto.StreamKeys;
import org.aparte.zrtp.crypto.ZrtpHash;
import org.aparte.zrtp.message.DhPart;
import org.aparte.zrtp.message.SharedSecretIds;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * An exchange whose keys are there, and are still to be confirmed (RFC 6189 sections 4.4.1.4,
 * 4.5.3, 4.6). Owns s0, the keys, the secrets it started from, and the turn.
 */
final class KeyedExchange implements AutoCloseable {

  private final StreamContext context;
  private final Role role;
  private final NegotiatedAlgorithms algorithms;
  private final PeerCandidate peer;
  private final PeerHashChain chain;
  private final SharedSecretS0 s0;
  private final StreamKeys keys;
  private final SecretFacts facts;
  private final @Nullable KnownSecrets known;
  private final ExchangeTurns.@Nullable Turn turn;
  private final ConfirmVerified.Unverified unverified;
  private final @Nullable Octets nonce;

  /**
   * Takes over what is to be closed.
   *
   * @param known {@code null} in Multistream mode
   * @param turn {@code null} in Multistream mode
   * @param peer whose Hello it is; proven only for a responder, and in DH mode
   * @param chain what is known of the peer's hash chain
   * @param unverified the peer's last message, whose MAC is still to be checked
   * @param nonce of the Commit, {@code null} in DH mode
   */
  KeyedExchange(
      StreamContext context,
      Role role,
      NegotiatedAlgorithms algorithms,
      PeerCandidate peer,
      PeerHashChain chain,
      SharedSecretS0 s0,
      SecretFacts facts,
      @Nullable KnownSecrets known,
      ExchangeTurns.@Nullable Turn turn,
      ConfirmVerified.Unverified unverified,
      @Nullable Octets nonce) {
    this.context = context;
    this.role = role;
    this.algorithms = algorithms;
    this.peer = peer;
    this.chain = chain;
    this.s0 = s0;
    this.keys = s0.streamKeys(algorithms.cipher(), algorithms.authTag());
    this.facts = facts;
    this.known = known;
    this.turn = turn;
    this.unverified = unverified;
    this.nonce = nonce;
  }

  /**
   * The keys of an exchange in DH or KEM mode.
   *
   * @param half ours; its share is spent, its secrets are taken over
   * @param dhResult taken over
   */
  static KeyedExchange ofDh(
      StreamContext context,
      Role role,
      NegotiatedAlgorithms algorithms,
      ProvenPeer peer,
      DhHalf half,
      SecretBytes dhResult,
      Octets commit,
      Octets peerDhPart,
      DhPart peerMessage,
      ExchangeTurns.Turn turn) {
    ZrtpHash hash = context.hash(algorithms.hash());
    boolean weInitiate = role == Role.INITIATOR;
    // Z-4.4.1.4-01, Z-4.4.1.4-10, Z-KEM-05
    KdfContext kdfContext =
        KdfContext.ofDh(
            hash,
            weInitiate ? context.ownZid() : peer.zid(),
            weInitiate ? peer.zid() : context.ownZid(),
            weInitiate ? peer.helloOctets() : context.hello(),
            commit,
            weInitiate ? peerDhPart : half.dhPart(),
            weInitiate ? half.dhPart() : peerDhPart);
    SharedSecretIds ids = peerMessage.secretIds();
    SecretMatching matching =
        SecretMatching.of(
            hash,
            role,
            half.known().own(),
            peer.h3(),
            new SecretIds(ids.rs1Id(), ids.rs2Id(), ids.auxSecretId(), ids.pbxSecretId()));
    SecretFacts facts = SecretFacts.of(matching);
    SharedSecretS0 s0 = SharedSecretS0.ofDh(hash, kdfContext, dhResult, matching);
    return new KeyedExchange(
        context,
        role,
        algorithms,
        peer.candidate(),
        peer.chain(),
        s0,
        facts,
        half.known(),
        turn,
        new ConfirmVerified.Unverified(ConfirmVerified.Unverified.Kind.DH_PART, peerDhPart),
        null);
  }

  StreamContext context() {
    return context;
  }

  Role role() {
    return role;
  }

  NegotiatedAlgorithms algorithms() {
    return algorithms;
  }

  PeerCandidate peer() {
    return peer;
  }

  /** What is known of the peer's hash chain. */
  PeerHashChain chain() {
    return chain;
  }

  /** The nonce of the Commit; {@code null} in DH mode. */
  @Nullable Octets nonce() {
    return nonce;
  }

  SharedSecretS0 s0() {
    return s0;
  }

  StreamKeys keys() {
    return keys;
  }

  SecretFacts facts() {
    return facts;
  }

  /** The secrets it started from; {@code null} in Multistream mode. */
  @Nullable KnownSecrets known() {
    return known;
  }

  /** {@code null} in Multistream mode. */
  ExchangeTurns.@Nullable Turn turn() {
    return turn;
  }

  /** The peer's last message, whose MAC the H0 in its Confirm proves or not. */
  ConfirmVerified.Unverified unverified() {
    return unverified;
  }

  ZrtpHash hash() {
    return context.hash(algorithms.hash());
  }

  ConfirmSeal seal() {
    return new ConfirmSeal(hash(), algorithms.cipher(), context.session().providers());
  }

  /** Ends all but the keys: s0 is wiped, the turn is free for others (Z-4.6.1-09, Z-4.6.1.1-05). */
  StreamKeys finish() {
    s0.close();
    if (known != null) {
      known.close();
    }
    if (turn != null) {
      turn.close();
    }
    context.session().changed();
    return keys;
  }

  /** Wipes what was derived, and leaves what it was derived from to its owner. */
  void closeKeys() {
    s0.close();
    keys.close();
  }

  @Override
  public void close() {
    finish().close();
  }
}
