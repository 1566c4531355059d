package org.aparte.zrtp.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.aparte.zrtp.ZrtpEndpoint;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.ZrtpStream;
import org.aparte.zrtp.cache.InMemoryZidStore;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.ZidStore;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;

/**
 * One end of a call in virtual time: its endpoint, its session, and per stream what it was told.
 */
public final class Peer {

  private static final CryptoProviders PROVIDERS = CryptoProviders.standard();

  /** One stream with all events that came from it. */
  public static final class Line {
    private final ZrtpStream stream;
    private final List<ZrtpEvent> events = new ArrayList<>();

    Line(ZrtpStream stream) {
      this.stream = stream;
    }

    public ZrtpStream stream() {
      return stream;
    }

    public List<ZrtpEvent> events() {
      return events;
    }

    /** The events of a kind, in order. */
    public <T extends ZrtpEvent> List<T> told(Class<T> kind) {
      return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public boolean was(Predicate<ZrtpEvent> test) {
      return events.stream().anyMatch(test);
    }

    public ZrtpEvent.Secure secure() {
      return told(ZrtpEvent.Secure.class).get(0);
    }

    public boolean isSecure() {
      return !told(ZrtpEvent.Secure.class).isEmpty();
    }
  }

  private final String name;
  private final ZrtpEndpoint endpoint;
  private ZrtpSession session;
  private final List<Line> lines = new ArrayList<>();
  private int nextSsrc;

  private Peer(String name, ZrtpEndpoint endpoint, ZrtpConfig config, int firstSsrc) {
    this(name, endpoint, endpoint.openSession(config), firstSsrc);
  }

  private Peer(String name, ZrtpEndpoint endpoint, ZrtpSession session, int firstSsrc) {
    this.name = name;
    this.endpoint = endpoint;
    this.session = session;
    this.nextSsrc = firstSsrc;
  }

  /** A second call of the same endpoint, beside this one: the other leg of a PBX. */
  public Peer besides(String other, ZrtpConfig config) {
    return new Peer(other, endpoint, config, other.hashCode());
  }

  /** A peer whose session was made elsewhere; it has no second call. */
  public static Peer withSession(String name, ZrtpSession session) {
    ZrtpEndpoint none = ZrtpEndpoint.cacheless(PROVIDERS, new SeededRandom(0));
    return new Peer(name, none, session, name.hashCode());
  }

  /** A peer with a cache of its own. */
  public static Peer of(String name, long seed, ZrtpConfig config) {
    return withStore(name, seed, config, new InMemoryZidStore(new SeededRandom(~seed)));
  }

  public static Peer withStore(String name, long seed, ZrtpConfig config, ZidStore store) {
    return new Peer(
        name,
        ZrtpEndpoint.of(store, PROVIDERS, new SeededRandom(seed), () -> 1_000_000),
        config,
        (int) (seed * 1000 + name.hashCode()));
  }

  /** A peer whose public-key operations somebody else computes, or counts. */
  public static Peer withProviders(
      String name, long seed, ZrtpConfig config, CryptoProviders providers) {
    return new Peer(
        name,
        ZrtpEndpoint.of(
            new InMemoryZidStore(new SeededRandom(~seed)),
            providers,
            new SeededRandom(seed),
            () -> 1_000_000),
        config,
        (int) (seed * 1000 + name.hashCode()));
  }

  public static Peer cacheless(String name, long seed, ZrtpConfig config) {
    return new Peer(
        name,
        ZrtpEndpoint.cacheless(PROVIDERS, new SeededRandom(seed)),
        config,
        (int) (seed * 1000 + name.hashCode()));
  }

  /** Ends the call and begins another. */
  public void callAgain(ZrtpConfig config) {
    session.close();
    lines.clear();
    session = endpoint.openSession(config);
  }

  public Line open() {
    Line line = new Line(session.newStream(nextSsrc++));
    lines.add(line);
    return line;
  }

  public ZrtpEndpoint endpoint() {
    return endpoint;
  }

  public String name() {
    return name;
  }

  public ZrtpSession session() {
    return session;
  }

  public List<Line> lines() {
    return lines;
  }

  public Line line() {
    return lines.get(0);
  }
}
