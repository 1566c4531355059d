package org.aparte.interop;

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
import java.util.List;
import java.util.Random;
import org.aparte.phone.sip.Names;
import org.aparte.phone.sip.Sdp;
import org.aparte.phone.sip.SipUri;
import org.aparte.phone.sip.SipUser;
import org.aparte.srtp.PacketKind;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;

/**
 * Calls Linphone twice with an engine whose chance is known, and writes down the ZRTP packets of
 * both calls, so that they can be run again. A program, for it runs in the network of the lab.
 */
final class LinphoneRecorder implements SipUser.Listener {

  private static final int SIP_PORT = 15_070;
  private static final int MEDIA_PORT = 17_500;
  private static final long PATIENCE_NANOS = 20_000_000_000L;
  private static final long AFTERWARDS_NANOS = 500_000_000L;

  private final Setup setup;
  private final Setup.Opened opened;
  private final SecureMedia media;
  private final Selector selector = Selector.open();
  private final DatagramChannel signaling = open(SIP_PORT);
  private final DatagramChannel rtp = open(MEDIA_PORT);
  private final SipUser user;
  private final List<Transcript.Packet> packets = new ArrayList<>();
  private final List<ZrtpEvent> events = new ArrayList<>();
  private final long began = System.nanoTime();
  private InetSocketAddress peer = local(MEDIA_PORT);
  private long lastNow;
  private boolean started;
  private boolean ended;

  private LinphoneRecorder(Setup setup, Names names) throws IOException {
    this.setup = setup;
    this.opened = setup.open();
    this.media = opened.session().newMedia(0x0a000001, MediaPolicy.REQUIRED);
    SipUri us = new SipUri("carol", "127.0.0.1", SIP_PORT, "");
    this.user =
        new SipUser(
            new SipUser.Account(us, local(SIP_PORT), null, ""),
            new Random(),
            names,
            this::transmit,
            this);
  }

  /** Arguments: the version of Linphone, and the folder that the transcripts are written into. */
  public static void main(String... arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    List<Setup.Known> known = List.of();
    try (Names names = new Names(() -> {})) {
      for (int call = 1; call <= 2; call++) {
        Zid zid = new Zid(Octets.ofHex("1111111111111111111111a0"));
        Setup setup = new Setup(System.nanoTime(), zid, ZrtpConfig.builder().build(), "", known);
        LinphoneRecorder recorder = new LinphoneRecorder(setup, names);
        recorder.call();
        String title = call == 1 ? "a call by SIP" : "the second call by SIP";
        recorder
            .transcript(arguments[0], title)
            .write(folder.resolve("linphone_call_" + call + ".json"));
        known = recorder.opened.store().known();
        recorder.close();
        System.out.println("recorded " + call);
      }
    }
  }

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private DatagramChannel open(int port) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.configureBlocking(false);
    channel.bind(local(port));
    channel.register(selector, SelectionKey.OP_READ);
    return channel;
  }

  private void transmit(byte[] datagram, InetSocketAddress to) {
    try {
      signaling.send(ByteBuffer.wrap(datagram), to);
    } catch (IOException lost) {
      // it is sent again
    }
  }

  private void call() throws IOException {
    List<String> attributes =
        List.of("a=rtpmap:0 PCMU/8000", media.helloHash().attribute(), "a=sendrecv");
    Sdp.Media audio = new Sdp.Media("audio", MEDIA_PORT, "RTP/AVP", List.of("0"), "", attributes);
    SipUri target = SipUri.parse(Linphone.ADDRESS).orElseThrow();
    Sdp offer = new Sdp("127.0.0.1", List.of(), List.of(audio));
    user.call(target, local(Linphone.PORT), offer, System.nanoTime());
    long end = System.nanoTime() + PATIENCE_NANOS;
    long hangUp = Long.MAX_VALUE;
    while (!ended && System.nanoTime() < end) {
      step();
      if (hangUp == Long.MAX_VALUE
          && events.stream().anyMatch(ZrtpEvent.Secure.class::isInstance)) {
        hangUp = System.nanoTime() + AFTERWARDS_NANOS; // for what comes again
      }
      if (System.nanoTime() >= hangUp) {
        user.hangUp(System.nanoTime());
      }
    }
  }

  private void step() throws IOException {
    selector.select(5);
    selector.selectedKeys().clear();
    ByteBuffer in = ByteBuffer.allocate(65_536);
    while (signaling.receive(in.clear()) instanceof InetSocketAddress from) {
      user.receive(in.array(), in.position(), from, System.nanoTime());
    }
    user.timeout(System.nanoTime());
    while (rtp.receive(in.clear()) != null) {
      byte[] datagram = Arrays.copyOf(in.array(), in.position());
      // Media would say as much as Conf2ACK does, and are not kept
      if (started && PacketKind.of(datagram, 0, datagram.length) == PacketKind.ZRTP) {
        long now = now();
        keep(now, false, datagram);
        deliver(media.receive(datagram, 0, datagram.length, now).output(), now);
      }
    }
    long now = now();
    if (started && media.nextTimeout().orElse(Long.MAX_VALUE) <= now) {
      deliver(media.timeout(now), now);
    }
  }

  private void keep(long now, boolean ours, byte[] datagram) {
    packets.add(new Transcript.Packet(now, 0, ours, Transcript.Kind.ZRTP, Octets.of(datagram)));
  }

  private void deliver(ZrtpOutput output, long now) throws IOException {
    events.addAll(output.events());
    for (ByteBuffer buffer : output.datagrams()) {
      byte[] datagram = new byte[buffer.remaining()];
      buffer.get(datagram);
      keep(now, true, datagram);
      rtp.send(ByteBuffer.wrap(datagram), peer);
    }
  }

  /** Microseconds in nanoseconds, none of them twice. */
  private long now() {
    long now = System.nanoTime() - began;
    lastNow = Math.max(lastNow + 1000, now - now % 1000);
    return lastNow;
  }

  private Transcript transcript(String version, String title) {
    Transcript.Outcome outcome =
        events.stream()
            .filter(ZrtpEvent.Secure.class::isInstance)
            .map(event -> Transcript.Outcome.of((ZrtpEvent.Secure) event))
            .findFirst()
            .orElseThrow();
    String date = LocalDate.now(ZoneOffset.UTC).toString();
    return new Transcript(
        "Linphone", version, date, title, setup, List.of(media.ssrc()), packets, List.of(outcome));
  }

  private void close() throws IOException {
    opened.session().close();
    signaling.close();
    rtp.close();
    selector.close();
  }

  @Override
  public void answered(Sdp answer, long at) {
    peer = local(answer.media().get(0).port());
    media.expectPeerHelloHashes(answer.media().get(0).attributes(), false);
    started = true;
    long now = now();
    try {
      deliver(media.start(now), now);
    } catch (IOException lost) {
      // it is sent again
    }
  }

  @Override
  public void ended(int status, String reason) {
    ended = true;
  }

  @Override
  public SipUser.Answer called(String caller, InetAddress from, Sdp offer, long at) {
    return SipUser.Answer.refuse(486, "Busy Here");
  }

  @Override
  public SipUser.Answer reoffered(Sdp offer) {
    return SipUser.Answer.refuse(488, "Not Acceptable Here");
  }

  @Override
  public void progress(int status, String reason) {}

  @Override
  public void acknowledged(long at) {}

  @Override
  public void reanswered(int status, Sdp answer) {}

  @Override
  public void registered(int status, String reason) {}
}
