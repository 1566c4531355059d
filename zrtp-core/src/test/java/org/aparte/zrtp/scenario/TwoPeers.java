package org.aparte.zrtp.scenario;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.model.ZrtpEvent;

/**
 * Two engines back to back in virtual time: no clock, no sleeping, the same run for the same seed.
 *
 * <p>Once an end has its {@code SendKey} it sends media, which the other end authenticates when it
 * has its {@code ReceiveKey}: as packets on the same wire, without their content.
 */
public final class TwoPeers {

  /** Sees each datagram before the wire does; may drop it or put others beside it. */
  public interface Tap {
    /** What goes on the wire in place of a datagram. */
    List<byte[]> pass(Peer from, int line, byte[] datagram);
  }

  private record InFlight(long at, long order, boolean toB, int line, byte[] datagram) {}

  private static final byte[] MEDIA = new byte[0];
  private static final long MILLI = 1_000_000;
  private static final int MEDIA_PACKETS = 100;

  private final Peer a;
  private final Peer b;
  private final Wire wire;
  private final Random random;
  private final PriorityQueue<InFlight> inFlight =
      new PriorityQueue<>(
          (x, y) -> x.at != y.at ? Long.compare(x.at, y.at) : Long.compare(x.order, y.order));
  private final List<Runnable> watchers = new ArrayList<>();
  private Tap tap = (from, line, datagram) -> List.of(datagram);
  private BiConsumer<Peer, Integer> signaling = (peer, line) -> {};
  private boolean media = true;
  private long now;
  private long order;
  private long datagrams;

  public TwoPeers(Peer a, Peer b, Wire wire, long seed) {
    this.a = a;
    this.b = b;
    this.wire = wire;
    this.random = new Random(seed);
  }

  public TwoPeers tap(Tap tap) {
    this.tap = tap;
    return this;
  }

  /** What the signaling does with each end's stream before it is started, by its line. */
  public TwoPeers onOpen(BiConsumer<Peer, Integer> signaling) {
    this.signaling = signaling;
    return this;
  }

  /** No media: only Conf2ACK ends the exchange of an initiator. */
  public TwoPeers withoutMedia() {
    media = false;
    return this;
  }

  /** Opens one more stream at both ends and starts both; B some time after A. */
  public TwoPeers start(long delayOfBMillis) {
    int line = a.lines().size();
    Peer.Line lineA = a.open();
    Peer.Line lineB = b.open();
    signaling.accept(a, line);
    signaling.accept(b, line);
    take(a, line, lineA.stream().start(now));
    run(delayOfBMillis, () -> false);
    take(b, line, lineB.stream().start(now));
    return this;
  }

  public TwoPeers start() {
    return start(0);
  }

  /** Lets time pass until a condition holds, or so many milliseconds are over. */
  public TwoPeers run(long millis, BooleanSupplier until) {
    long end = now + millis * MILLI;
    while (!until.getAsBoolean()) {
      long next =
          Math.min(earliestTimeout(), inFlight.isEmpty() ? Long.MAX_VALUE : inFlight.peek().at);
      if (next > end) {
        now = end;
        break;
      }
      now = Math.max(now, next);
      InFlight arrival = inFlight.peek();
      if (arrival != null && arrival.at <= now) {
        inFlight.remove();
        arrive(arrival);
      } else {
        timeouts(a);
        timeouts(b);
      }
      watchers.forEach(Runnable::run);
    }
    return this;
  }

  /** Lets time pass until all streams are secure at both ends. */
  public TwoPeers runUntilSecure(long millis) {
    return run(millis, this::allSecure);
  }

  public boolean allSecure() {
    return allSecure(a) && allSecure(b);
  }

  private static boolean allSecure(Peer peer) {
    return peer.lines().stream().allMatch(Peer.Line::isSecure);
  }

  /** Something that is looked at after each step. */
  public TwoPeers watch(Runnable watcher) {
    watchers.add(watcher);
    return this;
  }

  /** Puts a datagram on the wire to one end, past the tap, without loss. */
  public TwoPeers inject(Peer to, int line, byte[] datagram) {
    inFlight.add(
        new InFlight(now + wire.latencyMillis() * MILLI, order++, to == b, line, datagram));
    return this;
  }

  /** Applies what an app did with a stream of a peer. */
  public void take(Peer from, int line, ZrtpOutput output) {
    Peer.Line fromLine = from.lines().get(line);
    for (ByteBuffer datagram : output.datagrams()) {
      byte[] octets = new byte[datagram.remaining()];
      datagram.get(octets);
      datagrams++;
      tap.pass(from, line, octets).forEach(passed -> send(from, line, passed, 0));
    }
    for (ZrtpEvent event : output.events()) {
      fromLine.events().add(event);
      if (event instanceof ZrtpEvent.SendKey && media) {
        for (int i = 0; i < MEDIA_PACKETS; i++) {
          send(from, line, MEDIA, 20L * i);
        }
      }
    }
  }

  private void send(Peer from, int line, byte[] datagram, long afterMillis) {
    if (random.nextDouble() < wire.loss()) {
      return;
    }
    byte[] sent = datagram;
    if (datagram.length > 0 && random.nextDouble() < wire.corruption()) {
      sent = datagram.clone();
      sent[random.nextInt(sent.length)] ^= (byte) (1 + random.nextInt(255));
    }
    fly(from, line, sent, afterMillis);
    if (random.nextDouble() < wire.duplication()) {
      fly(from, line, sent, afterMillis);
    }
  }

  private void fly(Peer from, int line, byte[] datagram, long afterMillis) {
    long jitter = wire.jitterMillis() == 0 ? 0 : random.nextInt(wire.jitterMillis());
    long at = now + (wire.latencyMillis() + jitter + afterMillis) * MILLI;
    inFlight.add(new InFlight(at, order++, from == a, line, datagram));
  }

  private void arrive(InFlight arrival) {
    Peer to = arrival.toB ? b : a;
    if (to.lines().size() <= arrival.line) {
      return; // nobody listens yet
    }
    Peer.Line line = to.lines().get(arrival.line);
    if (arrival.datagram.length > 0) {
      take(to, arrival.line, line.stream().receive(arrival.datagram, now));
    } else if (line.was(ZrtpEvent.ReceiveKey.class::isInstance)) {
      take(to, arrival.line, line.stream().mediaAuthenticated(now));
    }
  }

  private long earliestTimeout() {
    long earliest = Long.MAX_VALUE;
    for (Peer peer : List.of(a, b)) {
      for (Peer.Line line : peer.lines()) {
        OptionalLong due = line.stream().nextTimeout();
        if (due.isPresent()) {
          earliest = Math.min(earliest, due.getAsLong());
        }
      }
    }
    return earliest;
  }

  private void timeouts(Peer peer) {
    for (int line = 0; line < peer.lines().size(); line++) {
      OptionalLong due = peer.lines().get(line).stream().nextTimeout();
      if (due.isPresent() && due.getAsLong() <= now) {
        take(peer, line, peer.lines().get(line).stream().timeout(now));
      }
    }
  }

  public Peer a() {
    return a;
  }

  public Peer b() {
    return b;
  }

  /** Virtual time in nanoseconds. */
  public long now() {
    return now;
  }

  /** How many datagrams both ends have sent. */
  public long datagrams() {
    return datagrams;
  }
}
