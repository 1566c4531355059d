package org.aparte.zrtp.state;

import java.util.function.LongSupplier;
import org.aparte.zrtp.crypto.RandomSource;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidStore;
import org.aparte.zrtp.model.ZrtpConfig;
import org.jspecify.annotations.Nullable;

/**
 * What the streams of one call share: who we are, the cache, and, once the first stream is secure,
 * the session that further streams are added to (RFC 6189 section 4.4.3).
 */
public final class SessionContext implements AutoCloseable {

  private final ZrtpConfig config;
  private final Zid ownZid;
  private final Zid endpointZid;
  private final CryptoProviders providers;
  private final RandomSource random;
  private final LongSupplier epochSeconds;
  private final ExchangeTurns turns;
  private final PeerCache cache;
  private final Nonces nonces = new Nonces();
  private @Nullable EstablishedSession established;
  private int clears;
  private boolean lastClearByPeer;
  private boolean offersEnrollment;
  private long changes;

  /**
   * For one call.
   *
   * @param ownZid the same in all streams (Z-4.4.3-07)
   * @param endpointZid of which our EndpointHash is made: the same in all calls (Z-5.16-06)
   * @param store {@code null} for a cacheless endpoint
   * @param epochSeconds the wall clock, for the expiry of cache entries only
   * @param turns of the endpoint
   */
  public SessionContext(
      ZrtpConfig config,
      Zid ownZid,
      Zid endpointZid,
      @Nullable ZidStore store,
      CryptoProviders providers,
      RandomSource random,
      LongSupplier epochSeconds,
      ExchangeTurns turns) {
    this.config = config;
    this.ownZid = ownZid;
    this.endpointZid = endpointZid;
    this.providers = providers;
    this.random = random;
    this.epochSeconds = epochSeconds;
    this.turns = turns;
    this.cache = new PeerCache(store);
  }

  ZrtpConfig config() {
    return config;
  }

  /** Our ZID in this call. */
  public Zid ownZid() {
    return ownZid;
  }

  /** What names us to a proxy that sends Ping. */
  Zid endpointZid() {
    return endpointZid;
  }

  /** Who computes what. */
  public CryptoProviders providers() {
    return providers;
  }

  RandomSource random() {
    return random;
  }

  long epochSeconds() {
    return epochSeconds.getAsLong();
  }

  ExchangeTurns turns() {
    return turns;
  }

  PeerCache cache() {
    return cache;
  }

  /** The store did not even give a ZID: the call goes on without it, and its app is told. */
  public void cacheFailed() {
    cache.fail();
  }

  Nonces nonces() {
    return nonces;
  }

  /** The session, or {@code null} until the first stream is secure. */
  public @Nullable EstablishedSession established() {
    return established;
  }

  /** The user says that the SAS is the same on both sides; whether the cache took it. */
  public boolean sasMatched() {
    return requireEstablished().sasMatched(cache) && cache.isUsable();
  }

  /** The user says that it differs; whether the cache took it. */
  public boolean sasDiffers() {
    requireEstablished().sasDiffers(cache);
    return cache.isUsable();
  }

  /** From now on our Confirm offers enrollment (Z-7.3.1-02). */
  public void offerEnrollment() {
    offersEnrollment = true;
  }

  boolean offersEnrollment() {
    return offersEnrollment;
  }

  /** The user agrees to trust the peer, a PBX; whether the cache took it. */
  public boolean enroll() {
    requireEstablished().enroll(cache);
    return cache.isUsable();
  }

  /** Ends the enrollment with the peer, on either side; whether the cache took it. */
  public boolean endEnrollment() {
    requireEstablished().endEnrollment(cache);
    return cache.isUsable();
  }

  EstablishedSession requireEstablished() {
    if (established == null) {
      throw new IllegalStateException("no stream is secure yet; wait for its Secure event");
    }
    return established;
  }

  /** The first stream is secure. */
  void establish(EstablishedSession session) {
    if (established != null) {
      established.close();
    }
    established = session;
    changed();
  }

  /**
   * A GoClear took effect on one stream: the keys of all go, and ZRTPSess is replaced, once for
   * each GoClear (Z-4.7.2.1-03, Z-4.7.2.1-05, Z-4.7.2.1-06).
   *
   * @param byPeer whether it was the peer's
   */
  void cleared(boolean byPeer) {
    if (established != null) {
      established.cleared();
    }
    clears++;
    lastClearByPeer = byPeer;
    changed();
  }

  /** How often a GoClear took effect in this call. */
  int clears() {
    return clears;
  }

  /** Whether the last of them was the peer's. */
  boolean lastClearByPeer() {
    return lastClearByPeer;
  }

  /**
   * Ends the session that no stream uses any more (Z-4.7.1-04): the next exchange is a first one.
   */
  public void forget() {
    if (established != null) {
      established.close();
      established = null;
      changed();
    }
  }

  /** Something happened that other streams may wait for. */
  void changed() {
    changes++;
  }

  /** Grows with everything that other streams may wait for. */
  long changes() {
    return changes;
  }

  /** Wipes ZRTPSess and all that goes with it (Z-4.7.3-01, Z-4.7.3-02). */
  @Override
  public void close() {
    forget();
  }
}
