package org.aparte.zrtp;

import java.security.SecureRandom;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.cache.InMemoryZidStore;
import org.aparte.zrtp.crypto.RandomSource;
import org.aparte.zrtp.message.SasRelayPlaintext;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.scenario.SeededRandom;
import org.aparte.zrtp.state.ExchangeTurns;
import org.aparte.zrtp.state.PeerConfirm;
import org.aparte.zrtp.state.SessionContext;

/** What somebody can do who has the keys of a leg and keeps to no rule. */
public final class Insider {

  private final ZrtpSession session;
  private final SessionContext context;

  private Insider(ZrtpSession session, SessionContext context) {
    this.session = session;
    this.context = context;
  }

  /** Sends a SASrelay to the peer of a stream, asked or not. */
  public static void relay(ZrtpStream stream, String type, Octets sasHash) {
    stream.relay(new SasRelayPlaintext(true, true, true, AlgorithmCode.of(type), sasHash, null));
  }

  /** A session that asks for trust, whatever its Hello says. */
  public static ZrtpSession asksForTrust(ZrtpConfig config, long seed) {
    Insider insider = open(config, seed);
    insider.context.offerEnrollment();
    return insider.session;
  }

  public ZrtpSession session() {
    return session;
  }

  /** Flag E of the peer's Confirm of the first stream. */
  public boolean peerSentE() {
    return PeerConfirm.of(context).enrollment();
  }

  /** Flag A of the peer's Confirm of the first stream, though E may override it. */
  public boolean peerSentA() {
    return PeerConfirm.of(context).allowClear();
  }

  /** A session of an endpoint of its own. */
  public static Insider open(ZrtpConfig config, long seed) {
    SecureRandom random = new SeededRandom(seed);
    CryptoProviders providers = CryptoProviders.standard();
    InMemoryZidStore store = new InMemoryZidStore(random);
    SessionContext context =
        new SessionContext(
            config,
            store.ownZid(""),
            store.ownZid(""),
            store,
            providers,
            RandomSource.of(providers, random),
            () -> 1_000_000,
            new ExchangeTurns());
    return new Insider(new ZrtpSession(config, context), context);
  }
}
