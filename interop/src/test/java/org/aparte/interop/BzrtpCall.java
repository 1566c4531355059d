package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.aparte.srtp.PacketKind;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.Arrival;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.ZrtpEvent;

/** A live call between this library and libbzrtp over UDP on one machine, written down. */
final class BzrtpCall implements AutoCloseable {

  private static final int OUR_SSRC = 0x0a000001;
  private static final long PATIENCE_NANOS = 20_000_000_000L;
  private static final long WAIT_MILLIS = 5;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Setup setup;
  private final Setup.Opened opened;
  private final Network network;
  private final BzrtpPeer peer;
  private final Selector selector = Selector.open();
  private final List<Line> lines = new ArrayList<>();
  private final List<Transcript.Packet> packets = new ArrayList<>();
  private final long began = System.nanoTime();
  private long skippedNanos;
  private long lastNow;

  /** One channel at our end. */
  private static final class Line {
    final DatagramChannel socket;
    final SecureMedia media;
    final List<ZrtpEvent> events = new ArrayList<>();
    final List<byte[]> heard = new ArrayList<>();
    InetSocketAddress peer;
    boolean started;
    int sent;
    int sentByPeer;

    Line(DatagramChannel socket, SecureMedia media) {
      this.socket = socket;
      this.media = media;
    }
  }

  /**
   * A call of one channel or two, of which none is started.
   *
   * @param options of the peer
   */
  BzrtpCall(Path program, Setup setup, Network network, int channels, String... options)
      throws IOException {
    this.setup = setup;
    this.network = network;
    this.opened = setup.open();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < channels; i++) {
      DatagramChannel socket = DatagramChannel.open();
      socket.configureBlocking(false);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      socket.register(selector, SelectionKey.OP_READ);
      ports.add(((InetSocketAddress) socket.getLocalAddress()).getPort());
      lines.add(new Line(socket, opened.session().newMedia(OUR_SSRC + i, MediaPolicy.REQUIRED)));
    }
    setup.auxSecret().ifPresent(lines.get(0).media::auxSecret);
    this.peer = new BzrtpPeer(program, ports, List.of(options));
    for (int i = 0; i < channels; i++) {
      lines.get(i).peer =
          new InetSocketAddress(
              InetAddress.getLoopbackAddress(),
              peer.of("channel", i).get(0).get("port").getAsInt());
    }
  }

  ZrtpSession session() {
    return opened.session();
  }

  SecureMedia media(int channel) {
    return lines.get(channel).media;
  }

  BzrtpPeer peer() {
    return peer;
  }

  /** What our cache holds, in the form of the next call's setup. */
  List<Setup.Known> known() {
    return opened.store().known();
  }

  List<ZrtpEvent> events(int channel) {
    return lines.get(channel).events;
  }

  /** One channel, secure, with media each way. */
  Transcript.Outcome converse() throws IOException {
    start(0);
    Transcript.Outcome outcome = secure(0);
    talk(0, 3);
    return outcome;
  }

  /** Starts a channel at both ends. */
  void start(int channel) throws IOException {
    peer.command("start " + channel);
    until("start", () -> !peer.of("started", channel).isEmpty());
    Line line = lines.get(channel);
    line.started = true;
    long now = now();
    deliver(channel, line.media.start(now), now);
  }

  /** Goes on until both ends say that a channel is secure, and compares what they say of it. */
  Transcript.Outcome secure(int channel) throws IOException {
    until("secure", () -> isSecure(channel));
    Transcript.Outcome outcome = outcome(channel);
    JsonObject theirs = peer.of("secure", channel).get(0);
    assertThat(
            List.of(
                text(theirs, "hash"),
                text(theirs, "cipher"),
                text(theirs, "auth"),
                text(theirs, "ka"),
                text(theirs, "sasType")))
        .as("algorithms; %s", this)
        .isEqualTo(outcome.algorithms());
    if (channel == 0) { // later ones have no SAS of their own
      assertThat(outcome.sas()).as("SAS; %s", this).isEqualTo(text(theirs, "sas"));
      // it does not say so after a cache mismatch
      assertThat(peer.of("role", 0))
          .allMatch(line ->
              text(line, "role")
                  .equals(outcome.role() == Role.INITIATOR ? "responder" : "initiator"));
    }
    return outcome;
  }

  private static String text(JsonObject line, String member) {
    return line.get(member).getAsString();
  }

  boolean isSecure(int channel) {
    return !peer.of("secure", channel).isEmpty()
        && lines.get(channel).events.stream().anyMatch(ZrtpEvent.Secure.class::isInstance);
  }

  Transcript.Outcome outcome(int channel) {
    return events(channel).stream()
        .filter(ZrtpEvent.Secure.class::isInstance)
        .map(event -> Transcript.Outcome.of((ZrtpEvent.Secure) event))
        .findFirst()
        .orElseThrow();
  }

  /** RTP and one RTCP packet each way on a secure channel; all must come out as they went in. */
  void talk(int channel, int count) throws IOException {
    Line line = lines.get(channel);
    int peerSsrc = (int) peer.of("channel", channel).get(0).get("ssrc").getAsLong();
    int heardBefore = peer.of("heard", channel).size();
    int hereBefore = line.heard.size();
    List<String> expectedThere = new ArrayList<>();
    List<byte[]> expectedHere = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] rtp = Media.rtp(line.media.ssrc(), line.sent++);
      expectedThere.add(HexFormat.of().formatHex(rtp));
      send(channel, Transcript.Kind.SRTP, rtp);
      expectedHere.add(Media.rtpOfPeer(peerSsrc, Media.PEER_FIRST_SEQUENCE + line.sentByPeer++));
    }
    byte[] rtcp = Media.rtcp(line.media.ssrc());
    expectedThere.add(HexFormat.of().formatHex(rtcp));
    send(channel, Transcript.Kind.SRTCP, rtcp);
    expectedHere.add(Media.rtcp(peerSsrc));
    peer.command("rtp " + channel + " " + count);
    peer.command("rtcp " + channel + " 1");
    until(
        "media",
        () ->
            line.heard.size() >= hereBefore + expectedHere.size()
                && peer.of("heard", channel).size() >= heardBefore + expectedThere.size());
    assertThat(line.heard.subList(hereBefore, line.heard.size()))
        .usingElementComparator(Arrays::compare)
        .isEqualTo(expectedHere);
    assertThat(
            peer.of("heard", channel).stream()
                .skip(heardBefore)
                .map(heard -> text(heard, "packet"))
                .toList())
        .isEqualTo(expectedThere);
    assertThat(peer.of("refused-media")).isEmpty();
  }

  private void send(int channel, Transcript.Kind kind, byte[] packet) throws IOException {
    Line line = lines.get(channel);
    byte[] room = Arrays.copyOf(packet, packet.length + SecureMedia.MAX_EXPANSION);
    int length =
        kind == Transcript.Kind.SRTP
            ? line.media.prepareRtp(room, 0, packet.length)
            : line.media.prepareRtcp(room, 0, packet.length);
    assertThat(length).as("the length, or why it must not be sent").isPositive();
    packets.add(new Transcript.Packet(now(), channel, true, kind, Octets.of(room, 0, length)));
    line.socket.send(ByteBuffer.wrap(room, 0, length), line.peer);
  }

  /** The peer does as told before the program goes on. */
  void tellPeer(String command) throws IOException {
    int before = peer.of("done").size();
    peer.command(command);
    until(command, () -> peer.of("done").size() > before);
  }

  /** Goes on until something has come true, or fails after a time in which it must have. */
  void until(String what, BooleanSupplier done) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s never came; %s", what, this).isLessThan(end);
      step();
    }
  }

  /**
   * Lets our clock run through while nothing comes from the peer, until something has come true.
   */
  void alone(String what, BooleanSupplier done) throws IOException {
    for (int second = 0; !done.getAsBoolean(); second++) {
      assertThat(second).as("%s never came; %s", what, this).isLessThan(300);
      skippedNanos += 1_000_000_000;
      timeouts();
    }
  }

  private void step() throws IOException {
    selector.select(WAIT_MILLIS);
    selector.selectedKeys().clear();
    for (int i = 0; i < lines.size(); i++) {
      read(i);
    }
    timeouts();
  }

  private void timeouts() throws IOException {
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      long now = now();
      if (line.started && line.media.nextTimeout().orElse(Long.MAX_VALUE) <= now) {
        deliver(i, line.media.timeout(now), now);
      }
    }
  }

  private void read(int channel) throws IOException {
    Line line = lines.get(channel);
    ByteBuffer in = ByteBuffer.allocate(4096);
    while (line.socket.receive(in.clear()) != null) {
      byte[] datagram = Arrays.copyOf(in.array(), in.flip().remaining());
      if (PacketKind.of(datagram, 0, datagram.length) == PacketKind.ZRTP) {
        for (byte[] passed : network.pass(false, datagram)) {
          take(channel, passed);
        }
      } else {
        take(channel, datagram);
      }
    }
  }

  private void take(int channel, byte[] datagram) throws IOException {
    Line line = lines.get(channel);
    if (!line.started) {
      return;
    }
    long now = now();
    Transcript.Kind kind =
        switch (PacketKind.of(datagram, 0, datagram.length)) {
          case ZRTP -> Transcript.Kind.ZRTP;
          case RTCP -> Transcript.Kind.SRTCP;
          default -> Transcript.Kind.SRTP;
        };
    packets.add(new Transcript.Packet(now, channel, false, kind, Octets.of(datagram)));
    Arrival arrival = line.media.receive(datagram, 0, datagram.length, now);
    if (arrival.kind() == Arrival.Kind.RTP || arrival.kind() == Arrival.Kind.RTCP) {
      line.heard.add(Arrays.copyOf(datagram, arrival.length()));
    }
    deliver(channel, arrival.output(), now);
  }

  private void deliver(int channel, ZrtpOutput output, long now) throws IOException {
    Line line = lines.get(channel);
    line.events.addAll(output.events());
    for (ByteBuffer buffer : output.datagrams()) {
      byte[] datagram = new byte[buffer.remaining()];
      buffer.get(datagram);
      packets.add(
          new Transcript.Packet(now, channel, true, Transcript.Kind.ZRTP, Octets.of(datagram)));
      for (byte[] passed : network.pass(true, datagram)) {
        line.socket.send(ByteBuffer.wrap(passed), line.peer);
      }
    }
  }

  /** Microseconds in nanoseconds, none of them twice. */
  private long now() {
    long now = System.nanoTime() - began + skippedNanos;
    lastNow = Math.max(lastNow + 1000, now - now % 1000);
    return lastNow;
  }

  /** The ZRTP packets of a type from one end, as our engine saw them. */
  List<Transcript.Packet> packets(boolean ours, String type) {
    return packets.stream()
        .filter(packet -> packet.kind() == Transcript.Kind.ZRTP && packet.ours() == ours)
        .filter(packet -> packet.type().equals(type))
        .toList();
  }

  /** Sends what is none of our engine's. */
  void inject(byte[] datagram) throws IOException {
    Line line = lines.get(0);
    line.socket.send(ByteBuffer.wrap(datagram), line.peer);
  }

  /** The call as it can be run again. */
  Transcript transcript(String title) throws IOException {
    List<Integer> ssrcs = new ArrayList<>();
    List<Transcript.Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      ssrcs.add(media(i).ssrc());
      outcomes.add(outcome(i));
    }
    return new Transcript(
        "libbzrtp",
        BzrtpPeer.version(),
        LocalDate.now(ZoneOffset.UTC).toString(),
        title,
        setup,
        ssrcs,
        packets,
        outcomes);
  }

  /** What is needed to look into a failure. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(setup.json().toString());
    for (Transcript.Packet packet : packets) {
      text.append("\n  ")
          .append(packet.at() / NANOS_PER_MILLI)
          .append(" ms, channel ")
          .append(packet.channel())
          .append(packet.ours() ? ", A " : ", B ")
          .append(packet.kind() == Transcript.Kind.ZRTP ? packet.type() : packet.kind().member());
    }
    lines.forEach(line -> text.append("\n  heard ").append(line.heard.size()).append(line.events));
    return text.append("\n  ").append(peer.said()).toString();
  }

  @Override
  public void close() throws IOException {
    peer.close();
    opened.session().close();
    for (Line line : lines) {
      line.socket.close();
    }
    selector.close();
  }
}
