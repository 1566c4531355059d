package org.aparte.zrtp;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.crypto.RandomSource;
import org.aparte.zrtp.message.MessageParser;
import org.aparte.zrtp.message.Ping;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.message.ZrtpPacket;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidStore;
import org.aparte.zrtp.model.ZidStoreException;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.state.ExchangeTurns;
import org.aparte.zrtp.state.KeyPairsAhead;
import org.aparte.zrtp.state.PingAnswers;
import org.aparte.zrtp.state.SessionContext;
import org.jspecify.annotations.Nullable;

/**
 * One installation: who we are, what we remember of others, and the calls in progress. Two calls
 * with one peer take turns with their Diffie-Hellman exchanges (RFC 6189 section 4.4.1).
 *
 * <p>May be used by several threads; each session by one at a time.
 */
public final class ZrtpEndpoint implements AutoCloseable {

  private final @Nullable ZidStore store;
  private final CryptoProviders providers;
  private final SecureRandom random;
  private final KeyPairsAhead source;
  private final LongSupplier epochSeconds;
  private final ExchangeTurns turns = new ExchangeTurns();

  /** In the place of the ZID that a cacheless endpoint does not keep. */
  private final @Nullable Zid pingZid;

  private @Nullable PingAnswers pings;
  private int pingAckSequenceNumber;

  private ZrtpEndpoint(
      @Nullable ZidStore store,
      CryptoProviders providers,
      SecureRandom random,
      RandomSource source,
      LongSupplier epochSeconds,
      @Nullable Zid pingZid) {
    this.store = store;
    this.providers = providers;
    this.random = random;
    this.source = new KeyPairsAhead(source);
    this.epochSeconds = epochSeconds;
    this.pingZid = pingZid;
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
        store, providers, random, RandomSource.of(providers, random), epochSeconds, null);
  }

  /** An endpoint without a cache: a new ZID in each call, no key continuity (section 4.9.1). */
  public static ZrtpEndpoint cacheless(CryptoProviders providers, SecureRandom random) {
    return new ZrtpEndpoint(
        null,
        providers,
        random,
        RandomSource.of(providers, random),
        () -> 0,
        Zid.random(random)); // Z-5.16-06
  }

  /** For tests that run recorded exchanges again. */
  static ZrtpEndpoint replaying(
      @Nullable ZidStore store,
      CryptoProviders providers,
      SecureRandom random,
      RandomSource source,
      LongSupplier epochSeconds) {
    return new ZrtpEndpoint(store, providers, random, source, epochSeconds, null);
  }

  /**
   * Makes key pairs for calls to come, so that a call that begins finds its pair ready: to be
   * called when there is nothing else to do, as between calls, by any thread. Without it, or when
   * the pairs are used up, each is made when it is needed.
   *
   * <p>The pairs are for the key agreement that two endpoints of this configuration come to; of
   * other configurations there may be others beside them. They serve all sessions of this endpoint.
   * Each serves one exchange and is forgotten, as RFC 6189 asks of a fresh one (sections 4.4.1.1,
   * 4.4.1.2, 4.8). Until then their secrets lie in memory, so make few, and {@link #close} the
   * endpoint before its process is copied with all its memory: the copies would use the same pairs.
   *
   * @param count how many there shall be of this kind, those left from before included: 0 to 256; a
   *     phone needs one or two
   * @return how many were made
   * @throws IllegalArgumentException when that many cannot be
   * @throws IllegalStateException after {@link #close}
   */
  public int prepareKeyPairs(ZrtpConfig config, int count) {
    return source.make(config, count);
  }

  /** Whom we trust as a PBX, or who trusts us, under the ZID of this installation. */
  public Enrollments enrollments() {
    return enrollments("");
  }

  /**
   * Whom we trust as a PBX, or who trusts us, under one of several ZIDs of ours.
   *
   * @param label as in {@link #openSession(ZrtpConfig, String)}
   * @throws IllegalStateException when this endpoint has no cache
   * @throws org.aparte.zrtp.model.ZidStoreException when the store does not give a ZID
   */
  public Enrollments enrollments(String label) {
    if (store == null) {
      throw new IllegalStateException("an endpoint without a cache cannot enroll; give it a store");
    }
    return new Enrollments(store, store.ownZid(label));
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
    Zid endpointZid = pingZid == null ? ownZid : pingZid;
    SessionContext context =
        new SessionContext(
            config, ownZid, endpointZid, store, providers, source, epochSeconds, turns);
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

  /**
   * Answers a Ping that came where no stream is: a proxy asks which endpoint it has found (section
   * 5.16). In a stream, the stream answers.
   *
   * @param now monotonic nanoseconds, as the streams have them
   * @return the datagram to be sent back to where it came from; nothing when this is no Ping, when
   *     more than ten came within a second, or when the store does not give our ZID
   * @throws IndexOutOfBoundsException when the range is not inside the array
   */
  public synchronized Optional<ByteBuffer> answerPing(
      byte[] datagram, int offset, int length, long now) {
    if (!(ZrtpPacket.parse(datagram, offset, length) instanceof ZrtpPacket packet)
        || !(MessageParser.parse(packet.message()) instanceof Received<?> received)
        || !(received.message() instanceof Ping ping)) {
      return Optional.empty();
    }
    PingAnswers answers = pings();
    // Z-5.15-01, Z-5.16-01
    Octets answer = answers == null ? null : answers.answer(ping, packet.ssrc(), now);
    if (answer == null) {
      return Optional.empty();
    }
    // There is no stream of ours to name in the header: so it names the one that was asked for
    ZrtpPacket reply = new ZrtpPacket(pingAckSequenceNumber, packet.ssrc(), answer);
    pingAckSequenceNumber = (pingAckSequenceNumber + 1) & 0xffff;
    return Optional.of(ByteBuffer.wrap(reply.write().toArray()));
  }

  private @Nullable PingAnswers pings() {
    if (pings == null) {
      Zid zid = store == null ? pingZid : ownZid(store, "");
      if (zid != null) {
        pings = new PingAnswers(zid);
        pingAckSequenceNumber = source.firstSequenceNumber(); // Z-5-05
      }
    }
    return pings;
  }

  /**
   * Wipes the key pairs that were made ahead and not used. Sessions go on, each with pairs made
   * when they are needed; without pairs made ahead there is nothing to close.
   */
  @Override
  public void close() {
    source.close();
  }
}
