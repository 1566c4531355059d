package org.aparte.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server between two SIP phones, as an operator or an intruder may run one: all signaling goes
 * through it, and by changing the addresses in it, all media. It changes descriptions as it is told
 * on standard input, and keeps every datagram of media: {@link MediaLog}.
 *
 * <p>Lines that it takes: {@code WHICH HOW}, where WHICH is invite, answer, reinvite or reanswer
 * and HOW is strip, wrong, sdes or plain; {@code deaf} to lose all ZRTP.
 */
final class CrookedServer {

  static final int PORT = 15_080;
  static final String ADDRESS = "127.0.0.1:" + PORT;

  private static final String KEY =
      "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
  private static final Pattern MEDIA = Pattern.compile("m=(\\S+) (\\d+) (\\S+) (.*)");
  private static final Pattern LATER = Pattern.compile("(?im)^(To|t):.*;tag=");

  /** One of the four sockets that a stream goes through: there are two phones, and RTCP. */
  private static final class Relay {
    final DatagramChannel socket = DatagramChannel.open();
    final boolean facesTarget;
    private InetSocketAddress phone = new InetSocketAddress(0);
    private Relay other = this;

    Relay(int port, boolean facesTarget) throws IOException {
      this.facesTarget = facesTarget;
      socket.bind(local(port));
      socket.configureBlocking(false);
    }
  }

  private final DatagramChannel signaling = DatagramChannel.open();
  private final Selector selector = Selector.open();
  private final InetSocketAddress target;
  private final PrintStream record;
  private final List<Relay> relays = new ArrayList<>();
  private final Map<String, String> changes = new HashMap<>();
  private final Queue<String> orders = new ConcurrentLinkedQueue<>();
  private InetSocketAddress caller = local(PORT);
  private boolean reinvited;
  private boolean deaf;

  private CrookedServer(int targetPort, PrintStream record) throws IOException {
    this.target = local(targetPort);
    this.record = record;
    signaling.bind(local(PORT));
    signaling.configureBlocking(false);
    signaling.register(selector, SelectionKey.OP_READ);
  }

  /** Runs until standard input ends. Arguments: the port of who is called, a file of media. */
  public static void main(String... arguments) throws IOException {
    try (PrintStream record = new PrintStream(Files.newOutputStream(Path.of(arguments[1])), true)) {
      CrookedServer server = new CrookedServer(Integer.parseInt(arguments[0]), record);
      Thread listener = new Thread(server::listen, "orders");
      listener.setDaemon(true);
      listener.start();
      System.out.println("ready");
      server.serve();
    }
  }

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private void listen() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        orders.add(line);
        selector.wakeup();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.exit(0);
  }

  private void serve() throws IOException {
    ByteBuffer in = ByteBuffer.allocate(65_536);
    while (true) {
      selector.select();
      selector.selectedKeys().clear();
      for (String order = orders.poll(); order != null; order = orders.poll()) {
        deaf |= order.equals("deaf");
        changes.put(order.replaceFirst(" .*", ""), order.replaceFirst(".* ", ""));
        System.out.println("will " + order);
      }
      while (signaling.receive(in.clear()) instanceof InetSocketAddress from) {
        signal(new String(in.array(), 0, in.position(), StandardCharsets.UTF_8), from);
      }
      for (Relay relay : List.copyOf(relays)) {
        while (relay.socket.receive(in.clear()) != null) {
          pass(relay, in.flip());
        }
      }
    }
  }

  // --- signaling -----------------------------------------------------------------------------

  private void signal(String message, InetSocketAddress from) throws IOException {
    boolean byTarget = from.equals(target);
    if (!byTarget) {
      caller = from;
    }
    InetSocketAddress to = byTarget ? caller : target;
    String firstLine = message.substring(0, Math.max(0, message.indexOf('\r')));
    System.out.println((byTarget ? "target: " : "caller: ") + firstLine);
    if (firstLine.startsWith("INVITE ")) {
      reinvited = LATER.matcher(message).find();
    }
    int blank = message.indexOf("\r\n\r\n");
    if (blank < 0) {
      return; // white space that keeps a NAT open
    }
    String head = message.substring(0, blank);
    String body = message.substring(blank + 4);
    if (body.startsWith("v=0")) {
      body = description(body, byTarget, change(firstLine.startsWith("INVITE ")));
      int octets = body.getBytes(StandardCharsets.UTF_8).length;
      head = head.replaceFirst("(?im)^(Content-Length|l)\\s*:.*", "Content-Length: " + octets);
    }
    // All that follows is to come here, too
    head = head.replaceFirst("(?m)^Contact:(.*)127\\.0\\.0\\.1:\\d+", "Contact:$1" + ADDRESS);
    if (!firstLine.startsWith("SIP/")) {
      String line = firstLine.replace(ADDRESS, "127.0.0.1:" + to.getPort());
      head = line + head.substring(firstLine.length());
    }
    signaling.send(
        ByteBuffer.wrap((head + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8)), to);
  }

  private String change(boolean offer) {
    String which = (reinvited ? "re" : "") + (offer ? "invite" : "answer");
    String how = changes.getOrDefault(which, "");
    System.out.println(how.isEmpty() ? "left " + which : "changed " + which + ": " + how);
    return how;
  }

  private String description(String body, boolean byTarget, String how) throws IOException {
    List<String> lines = new ArrayList<>();
    int stream = -1;
    for (String line : body.split("\r\n")) {
      Matcher media = MEDIA.matcher(line);
      if (media.matches()) {
        stream++;
        String protocol = media.group(3);
        if (how.equals("sdes")) {
          protocol = "RTP/SAVP";
        } else if (how.equals("plain")) {
          protocol = "RTP/AVP";
        }
        System.out.println((byTarget ? "answer " : "invite ") + media.group(1) + " " + protocol);
        int port = port(stream, Integer.parseInt(media.group(2)), byTarget);
        lines.add("m=" + media.group(1) + " " + port + " " + protocol + " " + media.group(4));
        if (how.equals("sdes")) {
          lines.add(KEY);
        }
      } else if (line.startsWith("a=zrtp-hash:") && !how.isEmpty()) {
        if (how.equals("wrong")) {
          lines.add("a=zrtp-hash:1.10 " + "0".repeat(64));
        }
      } else if (!line.startsWith("a=rtcp:")
          && !(line.startsWith("a=crypto:") && how.equals("plain"))) {
        lines.add(line);
      }
    }
    return String.join("\r\n", lines) + "\r\n";
  }

  /** The port that a phone is told in place of the other's. */
  private int port(int stream, int phonePort, boolean byTarget) throws IOException {
    while (relays.size() < 4 * (stream + 1)) {
      int base = 18_000 + relays.size();
      for (int rtcp = 0; rtcp < 2; rtcp++) {
        Relay forCaller = new Relay(base + rtcp, false);
        Relay forTarget = new Relay(base + 2 + rtcp, true);
        forCaller.other = forTarget;
        forTarget.other = forCaller;
        for (Relay relay : List.of(forCaller, forTarget)) {
          relay.socket.register(selector, SelectionKey.OP_READ);
          relays.add(relay);
        }
      }
    }
    // In the order of their making: RTP for caller and target, RTCP for caller and target
    int first = 4 * stream;
    for (int rtcp = 0; rtcp < 2; rtcp++) {
      relays.get(first + 2 * rtcp + (byTarget ? 1 : 0)).phone = local(phonePort + rtcp);
    }
    return phonePort == 0 ? 0 : 18_000 + first + (byTarget ? 0 : 2);
  }

  // --- media ---------------------------------------------------------------------------------

  private void pass(Relay relay, ByteBuffer datagram) throws IOException {
    byte[] octets = new byte[datagram.remaining()];
    datagram.get(octets);
    record.println((relay.facesTarget ? "target " : "caller ") + HexFormat.of().formatHex(octets));
    boolean zrtp = octets.length > 0 && (octets[0] & 0xf0) == 0x10;
    InetSocketAddress to = relay.other.phone;
    if (to.getPort() != 0 && !(zrtp && deaf)) {
      relay.other.socket.send(ByteBuffer.wrap(octets), to);
    }
  }
}
