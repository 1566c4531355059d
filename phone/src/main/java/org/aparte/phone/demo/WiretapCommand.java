package org.aparte.phone.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.aparte.phone.Audio;
import org.aparte.phone.JsonLine;
import org.aparte.srtp.PacketKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The third process: passes datagrams between two phones and keeps a copy of each. It tells of each
 * in a JSON line, and ends with its standard input, so that it never outlives who started it.
 */
@Command(name = "wiretap", hidden = true, description = "passes datagrams on and records them")
public final class WiretapCommand implements Callable<Integer> {

  private static final int RTP_HEADER = 12;
  private static final int TYPE_OFFSET = 16;
  private static final int TYPE_OCTETS = 8;
  private static final byte FRAGMENT_MARK = 0x11;
  private static final int FRAGMENT_OFFSET = 16;
  private static final int FRAGMENT_TYPE_OFFSET = TYPE_OFFSET + 8;
  private static final int VICTIM = 20;

  @Option(names = "--recording", required = true, paramLabel = "PCAP")
  private @Nullable Path recording;

  @Option(names = "--wiretap", defaultValue = "listen")
  private Interference interference = Interference.LISTEN;

  @Option(names = "--speech", paramLabel = "WAV", description = "what Alice says")
  private @Nullable Path speech;

  private final PrintStream out;
  private final Map<Side, DatagramChannel> sockets = new EnumMap<>(Side.class);
  private final Map<Side, SocketAddress> phones = new EnumMap<>(Side.class);
  private byte[] plain = new byte[0];
  private int mediaOfAlice;
  private volatile boolean over;

  /** A wiretap that tells its lines to a stream. */
  public WiretapCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    if (recording == null) {
      throw new IllegalStateException("picocli lets no call pass without --recording");
    }
    if (speech != null) {
      plain = Audio.read(speech);
    }
    try (Selector selector = Selector.open();
        Capture capture = new Capture(recording)) {
      JsonLine listening = new JsonLine("listening");
      for (Side side : Side.values()) {
        DatagramChannel socket = DatagramChannel.open();
        sockets.put(side, socket);
        socket.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
        socket.configureBlocking(false);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.register(selector, SelectionKey.OP_READ);
        listening.add(side.fileName(), socket.socket().getLocalPort());
      }
      listening.print(out);
      endWithInput(selector);
      while (!over) {
        selector.select();
        selector.selectedKeys().clear();
        for (Side side : Side.values()) {
          pass(side, capture);
        }
      }
    } finally {
      for (DatagramChannel socket : sockets.values()) {
        socket.close();
      }
    }
    return 0;
  }

  /**
   * Waits for the end of standard input, which comes with the end of who holds it, however that
   * ends.
   */
  private void endWithInput(Selector selector) {
    Thread thread =
        new Thread(() -> {
          try {
            while (System.in.read() >= 0) {
              // Nothing is said to a wiretap
            }
          } catch (IOException e) {
            // As good as the end
          }
          over = true;
          selector.wakeup();
        });
    thread.setDaemon(true);
    thread.start();
  }

  private void pass(Side from, Capture capture) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(1 << 16);
    DatagramChannel socket = sockets.get(from);
    DatagramChannel onward = sockets.get(from.other());
    SocketAddress sender;
    while (socket != null && onward != null && (sender = socket.receive(in.clear())) != null) {
      phones.put(from, sender);
      byte[] datagram = new byte[in.flip().remaining()];
      in.get(datagram);
      PacketKind kind = PacketKind.of(datagram, 0, datagram.length);
      if (kind == PacketKind.RTP && from == Side.ALICE) {
        interfere(datagram);
      }
      SocketAddress receiver = phones.get(from.other());
      if (receiver == null) {
        continue; // who has never spoken has no address yet; a Hello is said again
      }
      capture.add(from, datagram, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
      tell(from, kind, datagram);
      onward.send(ByteBuffer.wrap(datagram), receiver);
    }
  }

  private void interfere(byte[] rtp) {
    if (++mediaOfAlice != VICTIM) {
      return;
    }
    if (interference == Interference.CHANGE) {
      rtp[RTP_HEADER] ^= 1;
    } else if (interference == Interference.PLAIN) {
      System.arraycopy(plain, (VICTIM - 1) * Audio.FRAME, rtp, RTP_HEADER, Audio.FRAME);
    }
  }

  private void tell(Side from, PacketKind kind, byte[] datagram) {
    JsonLine line =
        new JsonLine("datagram")
            .add("from", from.fileName())
            .add("kind", kind.name().toLowerCase(Locale.ROOT))
            .add("octets", datagram.length);
    if (kind == PacketKind.ZRTP && datagram.length >= TYPE_OFFSET + TYPE_OCTETS) {
      line.add("type", type(datagram));
    }
    line.print(out);
  }

  /** Of a message in several packets the first alone has the type. */
  private static String type(byte[] datagram) {
    int at = datagram[0] == FRAGMENT_MARK ? FRAGMENT_TYPE_OFFSET : TYPE_OFFSET;
    boolean first =
        at == TYPE_OFFSET || (datagram[FRAGMENT_OFFSET] | datagram[FRAGMENT_OFFSET + 1]) == 0;
    return first && datagram.length >= at + TYPE_OCTETS
        ? new String(datagram, at, TYPE_OCTETS, StandardCharsets.ISO_8859_1).trim()
        : Screen.MORE;
  }
}
