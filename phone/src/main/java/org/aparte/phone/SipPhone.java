package org.aparte.phone;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.aparte.phone.sip.Names;
import org.aparte.phone.sip.SipUri;
import org.aparte.phone.sip.SipUser;
import org.aparte.zrtp.ZrtpSession;
import org.jspecify.annotations.Nullable;

/** What a {@link SipCall} runs on: one thread, one selector, the socket of SIP, the clock, keys. */
final class SipPhone implements AutoCloseable {

  private static final int MAX_DATAGRAM = 65_536;

  /**
   * What is wanted of a call.
   *
   * @param target who is called; {@code null} to wait for a call
   * @param where the first address to send to
   * @param register whether the registrar is told where we are
   * @param timeoutNanos how long we wait for an answer, or for a call
   * @param ringNanos how long a call rings before it is answered; 0 not at all
   * @param durationNanos how long the call lasts once it is answered; 0 until somebody hangs up
   */
  record Settings(
      SipUser.Account account,
      @Nullable SipUri target,
      @Nullable InetSocketAddress where,
      boolean register,
      boolean verifySas,
      long timeoutNanos,
      long ringNanos,
      long durationNanos) {}

  private final DatagramChannel socket;
  private final Selector selector = Selector.open();
  private final Names names = new Names(selector::wakeup);
  private final Queue<Character> keys = new ConcurrentLinkedQueue<>();
  private final SipCall call;

  /**
   * A phone that has not begun.
   *
   * @param socket of SIP, bound
   */
  SipPhone(
      Settings settings,
      SipMedia.Settings wishes,
      DatagramChannel socket,
      ZrtpSession session,
      SecureRandom random,
      Reporter reporter)
      throws IOException {
    SipMedia media = new SipMedia(wishes, session, random, reporter, names, selector);
    this.call = new SipCall(settings, media, names, this::transmit, random, reporter);
    this.socket = socket;
    socket.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 18);
    socket.configureBlocking(false);
    socket.register(selector, SelectionKey.OP_READ);
  }

  private void transmit(byte[] datagram, InetSocketAddress to) {
    try {
      socket.send(ByteBuffer.wrap(datagram), to);
    } catch (IOException unreachable) {
      // As with a lost datagram: it is sent again
    }
  }

  /** Takes what the user types, until there is no more. */
  void listenTo(InputStream typed) {
    Thread listener =
        new Thread(
            () -> {
              try {
                for (int key = typed.read(); key >= 0; key = typed.read()) {
                  keys.add((char) key);
                  selector.wakeup();
                }
              } catch (IOException noKeys) {
                // the call goes on without
              }
            },
            "keys");
    listener.setDaemon(true);
    listener.start();
  }

  /** Calls or waits for a call, until it is over. */
  Exit run() throws IOException {
    long now = System.nanoTime();
    call.begin(now);
    ByteBuffer in = ByteBuffer.allocate(MAX_DATAGRAM);
    while (!call.hasEnded()) {
      selector.select(call.waitMillis(now));
      selector.selectedKeys().clear();
      now = System.nanoTime();
      for (in.clear();
          socket.receive(in) instanceof InetSocketAddress from && !call.hasEnded();
          in.clear()) {
        call.receive(in.array(), in.position(), from, now);
      }
      call.work(now);
      for (Character key = keys.poll(); key != null; key = keys.poll()) {
        call.press(key, now);
      }
    }
    return call.end(now);
  }

  @Override
  public void close() throws IOException {
    call.close();
    socket.close();
    names.close();
    selector.close();
  }
}
