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
import org.jspecify.annotations.Nullable;

/** Two sockets: an even port for RTP, and the next for RTCP (RFC 3550 section 11). */
final class PortPair implements AutoCloseable {

  private final DatagramChannel rtp = DatagramChannel.open();
  private final DatagramChannel rtcp = DatagramChannel.open();

  /** Binds to two free ports. */
  PortPair(InetAddress own, Random random) throws IOException {
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

  /** The port of RTP. */
  int port() throws IOException {
    return rtp.getLocalAddress() instanceof InetSocketAddress own ? own.getPort() : 0;
  }

  /** The socket of RTP. */
  DatagramChannel rtp() {
    return rtp;
  }

  /** The socket of RTCP. */
  DatagramChannel rtcp() {
    return rtcp;
  }

  /** Sends, if there is somebody to send to; whether it went out. */
  static boolean transmit(
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

  @Override
  public void close() throws IOException {
    rtp.close();
    rtcp.close();
  }
}
