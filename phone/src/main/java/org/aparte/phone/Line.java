package org.aparte.phone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.aparte.zrtp.Arrival;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.model.MediaDrop;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.jspecify.annotations.Nullable;

/** One RTP stream of a call: a socket, {@link SecureMedia}, and what is sent and heard on it. */
final class Line implements AutoCloseable {

  private static final int MAX_DATAGRAM = 65_536;
  private static final long FRAME_NANOS = 20_000_000;
  private static final int TYPE_OFFSET = 16;
  private static final int TYPE_OCTETS = 8;

  private final int index;
  private final DatagramChannel socket;
  private final InetSocketAddress peer;
  private final SecureMedia media;
  private final Reporter reporter;
  private final Impairment impairment;
  private final RtpOut rtp;
  private final int packets;
  private final ByteBuffer in = ByteBuffer.allocate(MAX_DATAGRAM);
  private final ByteBuffer out = ByteBuffer.allocate(2048);
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private boolean started;
  private boolean noPeer;
  private boolean secure;
  private boolean failed;
  private long nextFrame;
  private long lastActivity;
  private long sent;
  private long decrypted;

  /**
   * A line that is not started.
   *
   * @param packets how many SRTP packets are sent once it is secure
   */
  Line(
      int index,
      InetSocketAddress own,
      InetSocketAddress peer,
      SecureMedia media,
      Reporter reporter,
      Impairment impairment,
      RtpOut rtp,
      int packets)
      throws IOException {
    this.index = index;
    this.peer = peer;
    this.media = media;
    this.reporter = reporter;
    this.impairment = impairment;
    this.rtp = rtp;
    this.packets = packets;
    this.socket = DatagramChannel.open();
    socket.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
    socket.configureBlocking(false);
    socket.bind(own);
  }

  DatagramChannel socket() {
    return socket;
  }

  SecureMedia media() {
    return media;
  }

  void start(long now) throws IOException {
    started = true;
    deliver(media.start(now), now);
  }

  boolean isStarted() {
    return started;
  }

  /** Reads all that has come. */
  void read(long now) throws IOException {
    while (true) {
      in.clear();
      if (socket.receive(in) == null) {
        return;
      }
      if (!started) {
        continue;
      }
      in.flip();
      byte[] datagram = in.array();
      int length = in.remaining();
      Arrival arrival = media.receive(datagram, 0, length, now);
      if (arrival.kind() == Arrival.Kind.ZRTP) {
        reporter.datagram(index, false, type(ByteBuffer.wrap(datagram, 0, length)), length);
      } else if (arrival.kind() == Arrival.Kind.RTP) {
        decrypted++;
        lastActivity = now;
        hear(datagram, arrival.length());
      }
      deliver(arrival.output(), now);
    }
  }

  private void hear(byte[] packet, int length) {
    int payload = 12 + 4 * (packet[0] & 0x0f);
    if (length > payload && (packet[1] & 0x7f) == 0) {
      heard.write(packet, payload, length - payload);
    }
  }

  /** Does what is due: timers of ZRTP, and the next packet of sound. */
  void tick(long now) throws IOException {
    if (!started) {
      return;
    }
    OptionalLong due = media.nextTimeout();
    if (due.isPresent() && now - due.getAsLong() >= 0) {
      deliver(media.timeout(now), now);
    }
    while (secure && sent < packets && now - nextFrame >= 0) {
      rtp.next(out);
      if (media.prepareRtp(out).maySend()) {
        send(out);
        sent++;
      }
      nextFrame += FRAME_NANOS;
      lastActivity = now;
    }
  }

  /** When {@link #tick} is due. */
  OptionalLong due() {
    if (!started) {
      return OptionalLong.empty();
    }
    OptionalLong timeout = media.nextTimeout();
    if (!secure || sent >= packets) {
      return timeout;
    }
    return timeout.isPresent() && timeout.getAsLong() - nextFrame < 0
        ? timeout
        : OptionalLong.of(nextFrame);
  }

  void deliver(ZrtpOutput output, long now) throws IOException {
    for (ByteBuffer datagram : output.datagrams()) {
      reporter.datagram(index, true, type(datagram), datagram.remaining());
      send(datagram);
    }
    for (ZrtpEvent event : output.events()) {
      tell(event, now);
    }
  }

  /** The type block of a message of ZRTP. */
  static String type(ByteBuffer datagram) {
    if (datagram.remaining() < TYPE_OFFSET + TYPE_OCTETS) {
      return "";
    }
    byte[] type = new byte[TYPE_OCTETS];
    datagram.duplicate().position(datagram.position() + TYPE_OFFSET).get(type);
    return new String(type, StandardCharsets.US_ASCII).trim();
  }

  private void send(ByteBuffer datagram) throws IOException {
    byte[] octets = new byte[datagram.remaining()];
    datagram.get(octets);
    List<byte[]> passed = impairment.pass(octets);
    for (byte[] each : passed) {
      try {
        socket.send(ByteBuffer.wrap(each), peer);
      } catch (IOException unreachable) {
        // As with a lost datagram: who is not there yet may come
      }
    }
  }

  private void tell(ZrtpEvent event, long now) {
    noPeer |= event instanceof ZrtpEvent.NoPeer;
    failed |= event instanceof ZrtpEvent.Failed;
    if (event instanceof ZrtpEvent.Secure) {
      secure = true;
      nextFrame = now;
      lastActivity = now;
    }
    reporter.event(index, event);
  }

  /** Whether everything is said and heard, or as much as will come. */
  boolean isDone(long now, long lingerNanos) {
    return failed || secure && sent >= packets && now - lastActivity > lingerNanos;
  }

  boolean isSecure() {
    return secure && media.state() == StreamPhase.SECURE;
  }

  boolean hasFailed() {
    return failed;
  }

  /** Whether nobody ever answered. */
  boolean isWithoutPeer() {
    return noPeer && media.state() == StreamPhase.DISCOVERING;
  }

  /** Whether media came through: all that came was authentic, and some came where some was due. */
  boolean isHeard() {
    return media.dropped(MediaDrop.NOT_AUTHENTIC) == 0 && (packets == 0 || decrypted > 0);
  }

  byte @Nullable [] heard() {
    return heard.size() == 0 ? null : heard.toByteArray();
  }

  /** Tells what became of the media. */
  void report() {
    reporter.media(index, media, sent, decrypted);
  }

  @Override
  public void close() throws IOException {
    media.close();
    socket.close();
  }
}
