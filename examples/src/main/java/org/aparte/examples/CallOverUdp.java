package org.aparte.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import org.aparte.zrtp.Arrival;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.ZrtpEndpoint;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;

/** A call over one UDP socket on each side: ZRTP agrees on keys, then RTP goes as SRTP. */
public final class CallOverUdp implements AutoCloseable {

  private static final long LONGEST_NANOS = 10_000_000_000L;

  private final DatagramChannel socket;
  private SocketAddress peer;
  private String words = "";
  private int heard;

  // region readme
  private final SecureRandom random = new SecureRandom();
  private final ZrtpSession call =
      ZrtpEndpoint.cacheless(CryptoProviders.standard(), random)
          .openSession(ZrtpConfig.recommended());
  private final SecureMedia audio = call.newMedia(random.nextInt(), MediaPolicy.REQUIRED);

  void onDatagram(ByteBuffer datagram, long now) { // from the media socket; System.nanoTime()
    Arrival arrival = audio.receive(datagram, now);
    deliver(arrival.output());
    if (arrival.kind() == Arrival.Kind.RTP) {
      play(datagram); // decrypted in place
    }
  }

  void onMicrophone(ByteBuffer rtp) { // SecureMedia.MAX_EXPANSION octets of room behind it
    if (audio.prepareRtp(rtp).maySend()) {
      send(rtp); // encrypted in place
    }
  }

  void deliver(ZrtpOutput output) { // of audio.start(now), too, and of audio.timeout(now) when due
    output.datagrams().forEach(this::send);
    for (ZrtpEvent event : output.events()) {
      if (event instanceof ZrtpEvent.Secure secure) {
        show(secure.sas().text()); // the two read it to each other
      }
    }
  }

  // endregion

  private CallOverUdp() throws IOException {
    socket = DatagramChannel.open();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    socket.configureBlocking(false);
  }

  private void send(ByteBuffer datagram) {
    try {
      socket.send(datagram, peer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void play(ByteBuffer rtp) {
    heard++;
  }

  private void show(String sas) {
    words = sas;
  }

  /** Reads what has come, does what is due, and says something. */
  private void step(int sequence) throws IOException {
    long now = System.nanoTime();
    ByteBuffer datagram = ByteBuffer.allocate(1500);
    while (socket.receive(datagram.clear()) != null) {
      onDatagram(datagram.flip(), now);
    }
    if (audio.nextTimeout().isPresent() && audio.nextTimeout().getAsLong() - now <= 0) {
      deliver(audio.timeout(now));
    }
    datagram.clear().putShort((short) 0x8000).putShort((short) sequence); // RTP of PCMU
    datagram.putInt(160 * sequence).putInt(audio.ssrc()).put(new byte[160]).flip();
    onMicrophone(datagram);
  }

  /** Calls from one socket of this machine to another. */
  public static void main(String... arguments) throws Exception {
    try (CallOverUdp alice = new CallOverUdp();
        CallOverUdp bob = new CallOverUdp()) {
      alice.peer = bob.socket.getLocalAddress();
      bob.peer = alice.socket.getLocalAddress();
      alice.deliver(alice.audio.start(System.nanoTime()));
      bob.deliver(bob.audio.start(System.nanoTime()));
      long end = System.nanoTime() + LONGEST_NANOS;
      for (int i = 0; System.nanoTime() - end < 0 && (alice.heard == 0 || bob.heard == 0); i++) {
        alice.step(i);
        bob.step(i);
        Thread.sleep(5);
      }
      if (alice.heard == 0 || bob.heard == 0 || !alice.words.equals(bob.words)) {
        throw new IllegalStateException("no secure call");
      }
      System.out.println("secure call over UDP; both read " + alice.words);
    }
  }

  @Override
  public void close() throws IOException {
    audio.close();
    call.close();
    socket.close();
  }
}
