package org.aparte.zrtp.media;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.aparte.srtp.PacketKind;
import org.aparte.zrtp.Arrival;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.Outgoing;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.scenario.Wire;

/**
 * Two {@link MediaEnd}s on a wire in virtual time, with real SRTP on it. Every packet that an end
 * prepares names its sender and a running number, so that any octet of it in the clear is seen.
 */
final class MediaCall {

  /** Sees each datagram before the wire does. */
  interface Tap {
    /** Whether it goes on. */
    boolean passes(MediaEnd from, byte[] datagram);
  }

  private record InFlight(long at, long order, MediaEnd to, byte[] datagram) {}

  static final long MILLI = 1_000_000;
  private static final long PACKET_MILLIS = 20;

  final MediaEnd a;
  final MediaEnd b;
  private final Wire wire;
  private final Random random;
  private final PriorityQueue<InFlight> inFlight =
      new PriorityQueue<>(
          Comparator.comparingLong(InFlight::at).thenComparingLong(InFlight::order));
  private final List<byte[]> onTheWire = new ArrayList<>();
  private Tap tap = (from, datagram) -> true;
  private boolean talking;
  private long nextTalk;
  private long now;
  private long order;
  private int spoken;

  MediaCall(MediaEnd a, MediaEnd b, Wire wire, long seed) {
    this.a = a;
    this.b = b;
    this.wire = wire;
    this.random = new Random(seed);
  }

  /** An end of a call goes on with another peer, after a transfer. */
  MediaCall transferred(MediaEnd to) {
    MediaCall next = new MediaCall(a, to, wire, 7);
    next.now = now;
    next.spoken = spoken;
    return next;
  }

  static MediaCall of(ZrtpConfig config, MediaPolicy policy) {
    return new MediaCall(
        new MediaEnd("a", 1, config, policy),
        new MediaEnd("b", 2, config, policy),
        Wire.PERFECT,
        1);
  }

  MediaCall tap(Tap tap) {
    this.tap = tap;
    return this;
  }

  /** From now on both ends try to send RTP and RTCP every 20 milliseconds. */
  MediaCall talking() {
    talking = true;
    nextTalk = now;
    return this;
  }

  MediaCall start() {
    deliver(a, a.media.start(now));
    deliver(b, b.media.start(now));
    return this;
  }

  MediaCall run(long millis, BooleanSupplier until) {
    long end = now + millis * MILLI;
    while (!until.getAsBoolean()) {
      long next = Math.min(due(a), due(b));
      next = inFlight.isEmpty() ? next : Math.min(next, inFlight.peek().at);
      next = talking ? Math.min(next, nextTalk) : next;
      if (next > end) {
        now = end;
        break;
      }
      now = Math.max(now, next);
      step();
    }
    return this;
  }

  MediaCall run(long millis) {
    return run(millis, () -> false);
  }

  MediaCall runUntilSecure() {
    return run(30_000, this::isSecure);
  }

  boolean isSecure() {
    return a.media.state() == StreamPhase.SECURE && b.media.state() == StreamPhase.SECURE;
  }

  private void step() {
    if (!inFlight.isEmpty() && inFlight.peek().at <= now) {
      InFlight arrival = inFlight.remove();
      deliver(arrival.to, arrival.to.take(arrival.datagram, now).output());
    } else if (talking && nextTalk <= now) {
      nextTalk += PACKET_MILLIS * MILLI;
      say(a);
      say(b);
      report(a);
      report(b);
    } else {
      deliver(a, a.media.timeout(now));
      deliver(b, b.media.timeout(now));
    }
  }

  private static long due(MediaEnd end) {
    OptionalLong due = end.media.nextTimeout();
    return due.isPresent() ? due.getAsLong() : Long.MAX_VALUE;
  }

  /** An end wants to send RTP. */
  Outgoing say(MediaEnd from) {
    ByteBuffer packet = from.rtp("voice of " + from.name + " " + spoken++);
    Outgoing outgoing = from.media.prepareRtp(packet);
    if (outgoing.maySend()) {
      send(from, octets(packet));
    }
    return outgoing;
  }

  /** An end wants to send RTCP, by the other way of handing it over. */
  Outgoing report(MediaEnd from) {
    ByteBuffer packet = from.rtcp("report of " + from.name + " " + spoken++);
    byte[] buffer = packet.array();
    Outgoing outgoing = from.media.outgoing();
    int length = from.media.prepareRtcp(buffer, 0, packet.limit());
    if (length >= 0) {
      send(from, octets(ByteBuffer.wrap(buffer, 0, length)));
      return outgoing;
    }
    return Outgoing.refusal(length);
  }

  void deliver(MediaEnd from, ZrtpOutput output) {
    output.datagrams().forEach(datagram -> send(from, octets(datagram)));
    from.events.addAll(output.events());
  }

  /** Puts a datagram before an end at once, as somebody else on the network would. */
  Arrival inject(MediaEnd to, byte[] datagram) {
    Arrival arrival = to.take(datagram, now);
    deliver(to, arrival.output());
    return arrival;
  }

  private void send(MediaEnd from, byte[] datagram) {
    if (!tap.passes(from, datagram)) {
      return;
    }
    onTheWire.add(datagram);
    if (random.nextDouble() < wire.loss()) {
      return;
    }
    int copies = random.nextDouble() < wire.duplication() ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      long jitter = wire.jitterMillis() == 0 ? 0 : random.nextInt(wire.jitterMillis());
      long at = now + (wire.latencyMillis() + jitter) * MILLI;
      inFlight.add(new InFlight(at, order++, from == a ? b : a, datagram));
    }
  }

  /** The media that went on the wire so far, by kind. */
  List<byte[]> onTheWire(PacketKind kind) {
    return onTheWire.stream()
        .filter(datagram -> PacketKind.of(datagram, 0, datagram.length) == kind)
        .toList();
  }

  void forgetTheWire() {
    onTheWire.clear();
  }

  static boolean isInTheClear(byte[] datagram) {
    String text = new String(datagram, java.nio.charset.StandardCharsets.ISO_8859_1);
    return text.contains("voice of ") || text.contains("report of ");
  }

  static byte[] octets(ByteBuffer buffer) {
    byte[] octets = new byte[buffer.remaining()];
    buffer.get(octets);
    return octets;
  }

  long now() {
    return now;
  }

  MediaEnd other(MediaEnd end) {
    return end == a ? b : a;
  }
}
