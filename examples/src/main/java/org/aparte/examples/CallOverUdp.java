package org.aparte.examples;

import java.io.IOException;
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

  private final DatagramChannel socket = DatagramChannel.open();
  private final ZrtpSession call;
  private final SecureMedia audio;
  private final ByteBuffer datagram = ByteBuffer.allocate(1500);
  private String words = "";
  private int heard;
  private int sequence;

  private CallOverUdp(int ssrc) throws IOException {
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    socket.configureBlocking(false);
    call =
        ZrtpEndpoint.cacheless(CryptoProviders.standard(), new SecureRandom())
            .openSession(ZrtpConfig.recommended());
    audio = call.newMedia(ssrc, MediaPolicy.REQUIRED);
  }

  // region readme
  /** Reads what has come, does what is due, and sends a packet of sound when it may. */
  private void step(SocketAddress peer) throws IOException {
    long now = System.nanoTime();
    while (socket.receive(datagram.clear()) != null) {
      Arrival arrival = audio.receive(datagram.flip(), now);
      deliver(arrival.output(), peer);
      heard += arrival.kind() == Arrival.Kind.RTP ? 1 : 0;
    }
    if (audio.nextTimeout().isPresent() && audio.nextTimeout().getAsLong() - now <= 0) {
      deliver(audio.timeout(now), peer);
    }
    datagram.clear().putShort((short) 0x8000).putShort((short) sequence++); // RTP of PCMU
    datagram.putInt(160 * sequence).putInt(audio.ssrc()).put(new byte[160]).flip();
    if (audio.prepareRtp(datagram).maySend()) {
      socket.send(datagram, peer);
    }
  }

  private void deliver(ZrtpOutput output, SocketAddress peer) throws IOException {
    for (ByteBuffer message : output.datagrams()) {
      socket.send(message, peer);
    }
    for (ZrtpEvent event : output.events()) {
      if (event instanceof ZrtpEvent.Secure secure) {
        words = secure.sas().text();
      }
    }
  }
  // endregion

  /** Calls from one socket of this machine to another. */
  public static void main(String... arguments) throws Exception {
    try (CallOverUdp alice = new CallOverUdp(1);
        CallOverUdp bob = new CallOverUdp(2)) {
      alice.deliver(alice.audio.start(System.nanoTime()), bob.socket.getLocalAddress());
      bob.deliver(bob.audio.start(System.nanoTime()), alice.socket.getLocalAddress());
      long end = System.nanoTime() + 10_000_000_000L;
      while (System.nanoTime() - end < 0 && (alice.heard == 0 || bob.heard == 0)) {
        alice.step(bob.socket.getLocalAddress());
        bob.step(alice.socket.getLocalAddress());
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
