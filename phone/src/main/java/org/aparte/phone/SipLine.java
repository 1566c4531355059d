package org.aparte.phone;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Random;
import org.aparte.phone.sip.Sdp;
import org.aparte.zrtp.Arrival;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.model.MediaDrop;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.jspecify.annotations.Nullable;

/**
 * One RTP stream of a SIP call: sockets of RTP and RTCP, {@link SecureMedia}, and the sound, or a
 * still pattern in place of video. Signaling changes where it sends and whether, and never its
 * keys.
 */
final class SipLine implements AutoCloseable {

  private static final long FRAME_NANOS = 20_000_000;
  private static final long REPORT_NANOS = 5_000_000_000L;
  private static final int HEADER = 12;
  private static final int PATTERN_OCTETS = 400;
  private static final int PATTERN_TICKS = 90_000 / 50;
  private static final int MAX_DATAGRAM = 65_536;

  private final int index;
  private final String kind;
  private final SecureMedia media;
  private final Reporter reporter;
  private final DatagramChannel rtp = DatagramChannel.open();
  private final DatagramChannel rtcp = DatagramChannel.open();
  private final Rtcp reports;
  private final ByteBuffer in = ByteBuffer.allocate(MAX_DATAGRAM);
  private final byte[] out = new byte[2048];
  private final short[] samples = new short[Codec.MAX_SAMPLES];
  private @Nullable Codec codec;
  private @Nullable Sound sound;
  private int payloadType;
  private @Nullable InetSocketAddress peer;
  private @Nullable InetSocketAddress peerRtcp;
  private Sdp.Direction direction = Sdp.Direction.SENDRECV;
  private int sequence;
  private int timestamp;
  private boolean started;
  private boolean secured;
  private boolean failed;
  private boolean noPeer;
  private long nextFrame;
  private long nextReport;
  private long sent;
  private long sentOctets;
  private long decrypted;

  /**
   * A line that is not started, bound to two free ports.
   *
   * @param kind audio or video
   */
  SipLine(
      int index, String kind, InetAddress own, SecureMedia media, Reporter reporter, Random random)
      throws IOException {
    this.index = index;
    this.kind = kind;
    this.media = media;
    this.reporter = reporter;
    this.reports = new Rtcp(media.ssrc(), "aparte");
    this.sequence = random.nextInt(1 << 15); // RFC 3711 3.3.1: far from the first wrap
    this.timestamp = random.nextInt();
    for (int tries = 0; rtcp.getLocalAddress() == null; tries++) {
      int port = 20_000 + 2 * random.nextInt(10_000);
      bind(own, port, tries == 1000);
    }
    rtp.configureBlocking(false);
    rtcp.configureBlocking(false);
  }

  private void bind(InetAddress own, int port, boolean last) throws IOException {
    // An own socket tells whether the second port is free before the first one is taken for good
    try (DatagramChannel probe = DatagramChannel.open()) {
      probe.bind(new InetSocketAddress(own, port));
    } catch (BindException taken) {
      if (last) {
        throw taken;
      }
      return;
    }
    try {
      rtcp.bind(new InetSocketAddress(own, port + 1));
      rtp.bind(new InetSocketAddress(own, port));
    } catch (BindException taken) {
      if (last || rtcp.getLocalAddress() != null) {
        throw taken;
      }
    }
  }

  void register(Selector selector) throws ClosedChannelException {
    rtp.register(selector, SelectionKey.OP_READ);
    rtcp.register(selector, SelectionKey.OP_READ);
  }

  int port() throws IOException {
    return rtp.getLocalAddress() instanceof InetSocketAddress own ? own.getPort() : 0;
  }

  String kind() {
    return kind;
  }

  SecureMedia media() {
    return media;
  }

  /** What the two ends agreed to send; the sound of a call is opened by the first agreement. */
  void agree(int payloadType, @Nullable Codec codec, Sound.Wishes wishes) throws IOException {
    this.payloadType = payloadType;
    this.codec = codec;
    if (codec != null && sound == null) {
      sound = new Sound(wishes, codec.rate());
    }
  }

  @Nullable Codec codec() {
    return codec;
  }

  int payloadType() {
    return payloadType;
  }

  /** Where the peer is, by its signaling. */
  void send(InetSocketAddress peer, int rtcpPort) {
    this.peer = peer;
    this.peerRtcp = new InetSocketAddress(peer.getAddress(), rtcpPort);
  }

  /** Which way media go, seen from here. Keys and counters of packets stay as they are. */
  void direct(Sdp.Direction direction) {
    this.direction = direction;
  }

  Sdp.Direction direction() {
    return direction;
  }

  void start(long now) throws IOException {
    started = true;
    nextReport = now + REPORT_NANOS;
    deliver(media.start(now), now);
  }

  boolean isStarted() {
    return started;
  }

  /** Reads all that has come. */
  void read(long now) throws IOException {
    read(rtp, now);
    read(rtcp, now);
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
      Arrival arrival = media.receive(in.array(), 0, in.remaining(), now);
      if (arrival.kind() == Arrival.Kind.ZRTP) {
        reporter.datagram(index, false, Line.type(in), in.remaining());
      }
      follow(arrival.kind(), from);
      if (arrival.kind() == Arrival.Kind.RTP) {
        decrypted++;
        hear(in.array(), arrival.length());
      }
      deliver(arrival.output(), now);
    }
  }

  /** Symmetric RTP (RFC 4961), for peers behind a NAT; once secure, authentic packets only lead. */
  private void follow(Arrival.Kind kind, InetSocketAddress from) {
    boolean leads =
        kind == Arrival.Kind.RTP
            || kind == Arrival.Kind.ZRTP && media.state() == StreamPhase.DISCOVERING;
    if (leads && !from.equals(peer)) {
      peer = from;
    }
  }

  private void hear(byte[] packet, int length) {
    reports.received(packet);
    int payload = HEADER + 4 * (packet[0] & 0x0f);
    if (length > payload + 4 && (packet[0] & 0x10) != 0) {
      payload += 4 + 4 * (ByteBuffer.wrap(packet).getShort(payload + 2) & 0xffff);
    }
    Codec used = codec;
    Sound heard = sound;
    if (used != null && heard != null && length > payload && (packet[1] & 0x7f) == payloadType) {
      heard.hear(samples, used.decode(packet, payload, length - payload, samples));
    }
  }

  /** Does what is due: timers of ZRTP, the next packet, a report. */
  void tick(long now) throws IOException {
    if (!started) {
      return;
    }
    if (media.nextTimeout().isPresent() && now - media.nextTimeout().getAsLong() >= 0) {
      deliver(media.timeout(now), now);
    }
    while (media.outgoing().maySend() && now - nextFrame >= 0) {
      frame();
      nextFrame = nextFrame == 0 || now - nextFrame > 50 * FRAME_NANOS ? now : nextFrame;
      nextFrame += FRAME_NANOS;
    }
    if (now - nextReport >= 0) {
      nextReport = now + REPORT_NANOS;
      report();
    }
  }

  private void frame() throws IOException {
    ByteBuffer packet = ByteBuffer.wrap(out);
    packet.put((byte) 0x80).put((byte) payloadType).putShort((short) sequence);
    packet.putInt(timestamp).putInt(media.ssrc());
    int payload = PATTERN_OCTETS;
    Codec used = codec;
    Sound source = sound;
    if (used != null && source != null) {
      short[] frame = new short[used.rate() / 50];
      source.next(frame);
      payload = used.encode(frame, out, HEADER);
      timestamp += used.ticks();
    } else {
      timestamp += PATTERN_TICKS;
    }
    if (!direction.sends()) {
      return;
    }
    sequence++;
    int length = media.prepareRtp(out, 0, HEADER + payload);
    if (length > 0 && transmit(rtp, ByteBuffer.wrap(out, 0, length), peer)) {
      sent++;
      sentOctets += payload;
    }
  }

  private void report() throws IOException {
    if (!media.outgoing().maySend()) {
      return;
    }
    ByteBuffer packet = ByteBuffer.wrap(out);
    reports.report(packet, System.currentTimeMillis(), timestamp, sent, sentOctets);
    int length = media.prepareRtcp(out, 0, packet.limit());
    if (length > 0) {
      boolean muxed = peer != null && peerRtcp != null && peer.getPort() == peerRtcp.getPort();
      transmit(muxed ? rtp : rtcp, ByteBuffer.wrap(out, 0, length), muxed ? peer : peerRtcp);
    }
  }

  private static boolean transmit(
      DatagramChannel socket, ByteBuffer datagram, @Nullable InetSocketAddress to) {
    if (to == null || to.isUnresolved()) {
      return false;
    }
    try {
      socket.send(datagram, to);
      return true;
    } catch (IOException unreachable) {
      return false; // as with a lost datagram: who is not there yet may come
    }
  }

  void deliver(ZrtpOutput output, long now) {
    for (ByteBuffer datagram : output.datagrams()) {
      reporter.datagram(index, true, Line.type(datagram), datagram.remaining());
      transmit(rtp, datagram, peer);
    }
    for (ZrtpEvent event : output.events()) {
      reporter.event(index, event);
      if (event instanceof ZrtpEvent.Secure) {
        secured = true;
        nextFrame = now;
      }
      failed |= event instanceof ZrtpEvent.Failed;
      noPeer |= event instanceof ZrtpEvent.NoPeer;
    }
  }

  /** How long this line can wait, at most. */
  long waitMillis(long now) {
    if (!started) {
      return 100;
    }
    long wait = media.outgoing().maySend() ? nextFrame - now : 100_000_000;
    if (media.nextTimeout().isPresent()) {
      wait = Math.min(wait, media.nextTimeout().getAsLong() - now);
    }
    return Math.max(1, wait / 1_000_000);
  }

  /** Whether there is protection, now. */
  boolean isSecure() {
    return media.state() == StreamPhase.SECURE;
  }

  /** Whether there was protection at any time. */
  boolean wasSecure() {
    return secured;
  }

  /** Whether nobody answered, or nothing came of it. */
  boolean cameToNothing() {
    return !secured && (failed || noPeer);
  }

  /** Whether media came through: all that came was authentic, and some came where some was due. */
  boolean isHeard() {
    return media.dropped(MediaDrop.NOT_AUTHENTIC) == 0 && decrypted > 0;
  }

  /** Tells what became of the media. */
  void report(Reporter to) {
    to.media(index, media, sent, decrypted);
  }

  @Override
  public void close() throws IOException {
    media.close();
    rtp.close();
    rtcp.close();
    if (sound != null) {
      sound.close();
    }
  }
}
