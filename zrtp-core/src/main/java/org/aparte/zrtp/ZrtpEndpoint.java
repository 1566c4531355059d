package org.aparte.zrtp;

import java.security.SecureRandom;
import java.util.function.LongSupplier;
import org.aparte.zrtp.crypto.RandomSource;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidStore;
import org.aparte.zrtp.model.ZidStoreException;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.state.ExchangeTurns;
import org.aparte.zrtp.state.SessionContext;
import org.jspecify.annotations.Nullable;

/**
 * One installation: who we are, what we remember of others, and the calls in progress. Two calls
 * with one peer take turns with their Diffie-Hellman exchanges (RFC 6189 section 4.4.1).
 *
 * <p>May be used by several threads; each session by one at a time.
 */
public final class ZrtpEndpoint {

  private final @Nullable ZidStore store;
  private final CryptoProviders providers;
  private final SecureRandom random;
  private final RandomSource source;
  private final LongSupplier epochSeconds;
  private final ExchangeTurns turns = new ExchangeTurns();

  private ZrtpEndpoint(
      @Nullable ZidStore store,
      CryptoProviders providers,
      SecureRandom random,
      RandomSource source,
      LongSupplier epochSeconds) {
    this.store = store;
    this.providers = providers;
    this.random = random;
    this.source = source;
    this.epochSeconds = epochSeconds;
  }

  /**
   * An endpoint with a cache.
   *
   * @param random the app's generator: {@code new SecureRandom()}
   * @param epochSeconds the wall clock in seconds since 1970, for the expiry of cache entries only
   */
  public static ZrtpEndpoint of(
      ZidStore store, CryptoProviders providers, SecureRandom random, LongSupplier epochSeconds) {
    return new ZrtpEndpoint(
        store, providers, random, RandomSource.of(providers, random), epochSeconds);
  }

  /** An endpoint without a cache: a new ZID in each call, no key continuity (section 4.9.1). */
  public static ZrtpEndpoint cacheless(CryptoProviders providers, SecureRandom random) {
    return new ZrtpEndpoint(null, providers, random, RandomSource.of(providers, random), () -> 0);
  }

  /** For tests that run recorded exchanges again. */
  static ZrtpEndpoint replaying(
      @Nullable ZidStore store,
      CryptoProviders providers,
      SecureRandom random,
      RandomSource source,
      LongSupplier epochSeconds) {
    return new ZrtpEndpoint(store, providers, random, source, epochSeconds);
  }

  /** A call under the ZID of this installation. */
  public ZrtpSession openSession(ZrtpConfig config) {
    return openSession(config, "");
  }

  /**
   * A call under one of several ZIDs of ours. When the store does not give it, the call is that of
   * an endpoint without a cache, and its first stream says so by {@code CACHE_FAILED}.
   *
   * @param label names the ZID: an account, or a callee, who then cannot be told from others
   */
  public ZrtpSession openSession(ZrtpConfig config, String label) {
    Zid stored = store == null ? null : ownZid(store, label);
    Zid ownZid = stored == null ? Zid.random(random) : stored; // Z-4.9.1-01
    SessionContext context =
        new SessionContext(config, ownZid, store, providers, source, epochSeconds, turns);
    if (store != null && stored == null) {
      context.cacheFailed();
    }
    return new ZrtpSession(config, context);
  }

  private static @Nullable Zid ownZid(ZidStore store, String label) {
    try {
      return store.ownZid(label);
    } catch (ZidStoreException failed) {
      return null;
    }
  }
}
