package org.aparte.zrtp.state;

import org.aparte.zrtp.crypto.ConfirmSeal;
import org.aparte.zrtp.crypto.StreamKeys;
import org.aparte.zrtp.crypto.ZrtpHash;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.Role;

/**
 * What a secure stream keeps of its exchange: who the peer is, what both confirmed, and the keys
 * for GoClear and SASrelay. Owns the keys; those of SRTP are with the app.
 */
final class Protection implements AutoCloseable {

  private final StreamContext context;
  private final Role role;
  private final NegotiatedAlgorithms algorithms;
  private final PeerCandidate peer;
  private final StreamKeys keys;
  private final boolean weAllowClear;
  private final boolean peerAllowsClear;

  /**
   * The end of an exchange.
   *
   * @param exchange finished by this: its keys are taken over, the rest of it is wiped
   */
  Protection(KeyedExchange exchange, OwnConfirm own, ConfirmVerified peer) {
    this.context = exchange.context();
    this.role = exchange.role();
    this.algorithms = exchange.algorithms();
    this.peer = exchange.peer();
    this.weAllowClear = own.allowClear();
    this.peerAllowsClear = peer.allowsClear() && !own.content().enrollment();
    this.keys = exchange.finish();
    context.clearWith(null);
  }

  StreamContext context() {
    return context;
  }

  /** Our role in the exchange: by it the keys are ours or the peer's. */
  Role role() {
    return role;
  }

  NegotiatedAlgorithms algorithms() {
    return algorithms;
  }

  /** The peer, by the Hello that the exchange was made for. */
  PeerCandidate peer() {
    return peer;
  }

  StreamKeys keys() {
    return keys;
  }

  ZrtpHash hash() {
    return context.hash(algorithms.hash());
  }

  /** What SASrelay is sealed with. */
  ConfirmSeal seal() {
    return new ConfirmSeal(hash(), algorithms.cipher(), context.session().providers());
  }

  /** Whether our Confirm had flag A. */
  boolean weAllowClear() {
    return weAllowClear;
  }

  /**
   * Whether we may send GoClear: the peer's Confirm had flag A and nobody's E (Z-7.3.1-05), unless
   * a trusted MiTM relayed another A.
   */
  boolean peerAllowsClear() {
    EstablishedSession session = context.session().established();
    return session == null ? peerAllowsClear : session.mitm().allowsClear(peerAllowsClear);
  }

  @Override
  public void close() {
    keys.close();
  }
}
