package org.aparte.zrtp.hostile;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.ZrtpStream;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.ZrtpMessage;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.scenario.Classical;
import org.aparte.zrtp.scenario.Peer;

/** An engine of ours that is fed message by message, without a wire. Its time stands still. */
final class Victim {

  private final Peer peer;
  private final Peer.Line line;
  private final List<Octets> sent = new ArrayList<>();
  private long now;

  private Victim(Peer peer) {
    this.peer = peer;
    this.line = peer.open();
    take(line.stream().start(now));
  }

  /** One that waits for a Commit. */
  static Victim responder() {
    return of(Classical.builder().initiation(Initiation.ON_REQUEST).build());
  }

  /** One that commits as soon as it can. */
  static Victim initiator() {
    return of(Classical.config());
  }

  static Victim of(ZrtpConfig config) {
    return new Victim(Peer.of("victim", 4711, config));
  }

  /** One with a peer of its own. */
  static Victim of(Peer peer) {
    return new Victim(peer);
  }

  /** Gives it the Hello of a peer and the answer to its own. */
  Victim met(HandMade peer) {
    receive(peer.hello());
    receive(new HelloAck());
    return this;
  }

  /** The events of the last message. */
  List<ZrtpEvent> receive(ZrtpMessage message) {
    return receive(message.write());
  }

  List<ZrtpEvent> receive(Octets message) {
    return take(line.stream().receive(Forgery.packet(message), now));
  }

  /** Why the message had no effect. */
  IgnoredReason refusal(Octets message) {
    return receive(message).stream()
        .filter(ZrtpEvent.Ignored.class::isInstance)
        .map(event -> ((ZrtpEvent.Ignored) event).reason())
        .findFirst()
        .orElseThrow(() -> new AssertionError("was accepted"));
  }

  List<ZrtpEvent> receiveDatagram(byte[] datagram) {
    return take(line.stream().receive(datagram, now));
  }

  /** Lets time pass, timer by timer. */
  Victim pass(long millis) {
    long end = now + millis * 1_000_000;
    while (stream().nextTimeout().isPresent() && stream().nextTimeout().getAsLong() <= end) {
      now = Math.max(now, stream().nextTimeout().getAsLong());
      take(stream().timeout(now));
    }
    now = end;
    return this;
  }

  List<ZrtpEvent> take(ZrtpOutput output) {
    for (ByteBuffer datagram : output.datagrams()) {
      sent.add(Forgery.message(Forgery.datagram(datagram)));
    }
    line.events().addAll(output.events());
    return output.events();
  }

  /** The last message of a type that it sent. */
  Octets last(String type) {
    for (int i = sent.size() - 1; i >= 0; i--) {
      if (type(sent.get(i)).equals(type)) {
        return sent.get(i);
      }
    }
    throw new AssertionError(
        "sent no " + type + " but " + sent.stream().map(Victim::type).toList());
  }

  /** The code of the last Error that it sent. */
  int errorCode() {
    return ByteBuffer.wrap(last("Error   ").toArray()).getInt(12);
  }

  static String type(Octets message) {
    return new String(message.slice(4, 12).toArray(), java.nio.charset.StandardCharsets.US_ASCII);
  }

  /** All messages that it sent. */
  List<Octets> sent() {
    return sent;
  }

  Octets hello() {
    return last("Hello   ");
  }

  Zid zid() {
    return peer.session().ownZid();
  }

  Peer peer() {
    return peer;
  }

  Peer.Line line() {
    return line;
  }

  ZrtpStream stream() {
    return line.stream();
  }

  long now() {
    return now;
  }
}
