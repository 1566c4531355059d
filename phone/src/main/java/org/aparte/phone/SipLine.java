package org.aparte.phone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.util.Random;
import org.aparte.phone.sip.Sdp;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.model.ZrtpEvent;

/**
 * One RTP stream of a SIP call: where it goes, its {@link Protection}, and what is said on it.
 * Signaling changes where it sends and whether, and never its keys but those that are in signaling.
 */
final class SipLine implements AutoCloseable {

  private static final long FRAME_NANOS = 20_000_000;
  private static final long REPORT_NANOS = 5_000_000_000L;
  private static final int HEADER = 12;
  private static final int MAX_DATAGRAM = 65_536;

  private final int index;
  private final String kind;
  private final Protection protection;
  private final Reporter reporter;
  private final PortPair ports;
  private final RtpTalk talk;
  private final Rtcp reports;
  private final ByteBuffer in = ByteBuffer.allocate(MAX_DATAGRAM);
  private final byte[] out = new byte[2048];
  private final PeerAddress peer = new PeerAddress();
  private Sdp.Direction direction = Sdp.Direction.SENDRECV;
  private boolean started;
  private boolean secured;
  private boolean clearAllowed;
  private boolean clearedByPeer;
  private long nextFrame;
  private long nextReport;
  private long sent;
  private long sentOctets;
  private long decrypted;
  private long forgedAtFirst;

  /**
   * A line that is not started, bound to two free ports.
   *
   * @param kind audio or video
   */
  SipLine(
      int index,
      String kind,
      InetAddress own,
      Protection protection,
      Reporter reporter,
      Random random)
      throws IOException {
    this.index = index;
    this.kind = kind;
    this.protection = protection;
    this.reporter = reporter;
    this.reports = new Rtcp(protection.ssrc(), "aparte");
    this.talk = new RtpTalk(protection.ssrc(), random);
    this.ports = new PortPair(own, random);
  }

  void register(Selector selector) throws IOException {
    ports.register(selector);
  }

  int port() throws IOException {
    return ports.port();
  }

  String kind() {
    return kind;
  }

  Protection protection() {
    return protection;
  }

  RtpTalk talk() {
    return talk;
  }

  /** Where it sends. */
  PeerAddress peer() {
    return peer;
  }

  /** Which way media go, seen from here. Keys and counters of packets stay as they are. */
  void direct(Sdp.Direction towards) {
    direction = towards;
  }

  Sdp.Direction direction() {
    return direction;
  }

  void start(long now) {
    started = true;
    nextReport = now + REPORT_NANOS;
    deliver(protection.start(now), now);
    keysFromSignaling(now);
  }

  /** Signaling may have brought keys. */
  private void keysFromSignaling(long now) {
    if (!secured && protection instanceof SdesProtection sdes && sdes.isSecure()) {
      secured = true;
      nextFrame = now;
      reporter.sdes(index, sdes.profile().map(Object::toString).orElse(""));
    }
  }

  boolean isStarted() {
    return started;
  }

  /** Reads all that has come. */
  void read(long now) throws IOException {
    read(ports.rtp(), now);
    read(ports.rtcp(), now);
  }

  private void read(DatagramChannel socket, long now) throws IOException {
    while (true) {
      in.clear();
      if (!(socket.receive(in) instanceof InetSocketAddress from)) {
        return;
      }
      if (!started) {
        continue;
      }
      in.flip();
      boolean searching = protection.isSearching();
      Protection.Taken taken = protection.receive(in.array(), in.remaining(), now);
      if (taken.kind() == Protection.Kind.ZRTP) {
        reporter.datagram(index, false, Line.type(in), in.remaining());
      }
      peer.follow(taken, searching, from);
      if (taken.kind() == Protection.Kind.RTP) {
        forgedAtFirst = decrypted == 0 ? protection.forged() : forgedAtFirst;
        decrypted++;
        reports.received(in.array());
        talk.hear(in.array(), taken.length());
      }
      deliver(taken.output(), now);
    }
  }

  /** Does what is due: timers of ZRTP, the next packet, a report. */
  void tick(long now) {
    if (!started) {
      return;
    }
    if (protection.nextTimeout().isPresent() && now - protection.nextTimeout().getAsLong() >= 0) {
      deliver(protection.timeout(now), now);
    }
    while (protection.maySend() && now - nextFrame >= 0) {
      frame();
      nextFrame = nextFrame == 0 || now - nextFrame > 50 * FRAME_NANOS ? now : nextFrame;
      nextFrame += FRAME_NANOS;
    }
    if (now - nextReport >= 0) {
      nextReport = now + REPORT_NANOS;
      report();
    }
  }

  private void frame() {
    int octets = talk.next(out, direction.sends());
    if (!direction.sends()) {
      return;
    }
    int length = protection.prepareRtp(out, octets);
    if (length > 0 && PortPair.transmit(ports.rtp(), ByteBuffer.wrap(out, 0, length), peer.rtp())) {
      sent++;
      sentOctets += octets - HEADER;
    }
  }

  private void report() {
    if (!protection.maySend()) {
      return;
    }
    ByteBuffer packet = ByteBuffer.wrap(out);
    reports.report(packet, System.currentTimeMillis(), talk.timestamp(), sent, sentOctets);
    int length = protection.prepareRtcp(out, packet.limit());
    if (length > 0) {
      PortPair.transmit(
          peer.isMuxed() ? ports.rtp() : ports.rtcp(),
          ByteBuffer.wrap(out, 0, length),
          peer.rtcp());
    }
  }

  /** Ends the encryption, or agrees that the peer ended it; whether there was something to end. */
  boolean goClear(long now) {
    if (!(protection instanceof ZrtpProtection zrtp)) {
      return false;
    }
    if (clearedByPeer) {
      clearedByPeer = false;
      deliver(zrtp.media().confirmClear(now), now);
      return true;
    }
    if (zrtp.isSecure() && clearAllowed) {
      deliver(zrtp.media().goClear(now), now);
      return true;
    }
    return false;
  }

  private void deliver(ZrtpOutput output, long now) {
    for (ByteBuffer datagram : output.datagrams()) {
      reporter.datagram(index, true, Line.type(datagram), datagram.remaining());
      PortPair.transmit(ports.rtp(), datagram, peer.rtp());
    }
    for (ZrtpEvent event : output.events()) {
      if (event instanceof ZrtpEvent.NoPeer && protection instanceof ZrtpProtection zrtp) {
        reporter.warning(index, withoutPeer(zrtp));
      } else {
        reporter.event(index, event);
      }
      if (event instanceof ZrtpEvent.Secure secure) {
        secured = true;
        clearAllowed = secure.peerAllowsClear();
        clearedByPeer = false;
        nextFrame = now;
      } else if (event instanceof ZrtpEvent.ProtectionEnded ended) {
        clearedByPeer = ended.byPeer();
      }
    }
  }

  private static String withoutPeer(ZrtpProtection zrtp) {
    if (zrtp.isAnnounced()) {
      return "announced-but-silent";
    }
    return zrtp.maySend() ? "in-the-clear" : "no-peer";
  }

  /** How long this line can wait, at most. */
  long waitMillis(long now) {
    if (!started) {
      return 100;
    }
    long wait = protection.maySend() ? nextFrame - now : 100_000_000;
    if (protection.nextTimeout().isPresent()) {
      wait = Math.min(wait, protection.nextTimeout().getAsLong() - now);
    }
    return Math.max(1, wait / 1_000_000);
  }

  /** Whether there is protection, now. */
  boolean isSecure() {
    return protection.isSecure();
  }

  /** Whether there was protection at any time. */
  boolean wasSecure() {
    return secured;
  }

  /**
   * Whether media came through: from the first authentic packet on, all were. Before that comes
   * what a peer says that does not demand encryption, until it has its keys.
   */
  boolean isHeard() {
    return decrypted > 0 && protection.forged() == forgedAtFirst;
  }

  /** Tells what became of the media. */
  void report(Reporter to) {
    protection.report(to, index, sent, decrypted);
  }

  @Override
  public void close() throws IOException {
    protection.close();
    ports.close();
    talk.close();
  }
}
