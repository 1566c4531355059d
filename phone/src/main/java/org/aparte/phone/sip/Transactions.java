package org.aparte.phone.sip;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Transactions over UDP (RFC 3261 section 17): what is sent again and until when, and what came
 * before. The letters are those of the RFC's timers.
 */
public final class Transactions {

  private static final long T1 = 500_000_000L;
  private static final long T2 = 8 * T1;
  private static final long PATIENCE = 64 * T1;

  /** One peer is served; more at a time is a flood. */
  private static final int MAX_SERVED = 64;

  /** Where datagrams go. */
  public interface Wire {
    /** Sends, or not: UDP may lose it. */
    void send(byte[] datagram, InetSocketAddress to);
  }

  private static final class Client {
    final SipMessage request;
    final InetSocketAddress to;
    long end;
    long interval = T1;
    long next;
    boolean proceeding;
    boolean answered;
    byte @Nullable [] ack;

    Client(SipMessage request, InetSocketAddress to, long now) {
      this.request = request;
      this.to = to;
      this.end = now + PATIENCE;
      this.next = now + T1;
    }
  }

  private static final class Server {
    final SipMessage request;
    final InetSocketAddress to;
    long end;
    long interval = T1;
    long next;
    byte @Nullable [] response;
    boolean repeating;
    boolean answered;

    Server(SipMessage request, InetSocketAddress to, long now) {
      this.request = request;
      this.to = to;
      this.end = now + 6 * PATIENCE; // a user may take minutes to answer
    }
  }

  private final Wire wire;
  private final Map<String, Client> clients = new LinkedHashMap<>();
  private final Map<String, Server> servers = new LinkedHashMap<>();

  Transactions(Wire wire) {
    this.wire = wire;
  }

  /** Sends a request, and again until there is an answer (timers A, E). */
  void request(SipMessage request, InetSocketAddress to, long now) {
    clients.put(key(request), new Client(request, to, now));
    wire.send(request.toOctets(), to);
  }

  /** An ACK for a 2xx is no transaction. */
  void sendOnly(SipMessage ack, InetSocketAddress to) {
    wire.send(ack.toOctets(), to);
  }

  /** Takes a response; the request that it answers, if the user has to know. */
  Optional<SipMessage> response(SipMessage response, long now) {
    Client client = clients.get(key(response));
    if (client == null) {
      return Optional.empty();
    }
    boolean invite = client.request.is("INVITE");
    if (response.status() < 200) {
      client.proceeding = true;
      // Section 17.1.2.2: an INVITE is not repeated any more, others every T2
      client.next = invite ? Long.MAX_VALUE : now + T2;
      return Optional.of(client.request);
    }
    if (!invite) {
      clients.remove(key(response));
      return Optional.of(client.request);
    }
    if (client.ack != null) {
      wire.send(client.ack, client.to);
      return Optional.empty();
    }
    client.next = Long.MAX_VALUE;
    if (!client.answered) {
      client.answered = true;
      client.end = now + PATIENCE; // for responses that come again
    }
    if (response.status() >= 300) {
      client.ack = ackFor(client.request, response).toOctets();
      wire.send(client.ack, client.to);
    }
    return Optional.of(client.request);
  }

  /** Section 17.1.1.3. */
  private static SipMessage ackFor(SipMessage invite, SipMessage response) {
    SipMessage ack =
        SipMessage.request("ACK", invite.uri())
            .with("Via", invite.topVia())
            .with("Max-Forwards", "70")
            .with("From", invite.from())
            .with("To", response.to())
            .with("Call-ID", invite.callId())
            .with("CSeq", invite.sequence() + " ACK");
    for (String route : invite.list("Route")) {
      ack = ack.with("Route", route);
    }
    return ack;
  }

  /** Takes a request; whether the user has to know, for it did not come before. */
  boolean isNew(SipMessage request, InetSocketAddress from, long now) {
    if (request.is("ACK")) {
      return acknowledge(request);
    }
    Server before = servers.get(key(request));
    if (before != null) {
      if (before.response != null) {
        wire.send(before.response, before.to);
      }
      return false;
    }
    if (servers.size() >= MAX_SERVED) {
      return false;
    }
    servers.put(key(request), new Server(request, answerTo(request, from), now));
    return true;
  }

  /** RFC 3581: through the NAT that the request came through, where the sender wants that. */
  private static InetSocketAddress answerTo(SipMessage request, InetSocketAddress from) {
    if (NameAddress.parameter(request.topVia(), "rport").isPresent()) {
      return from;
    }
    String sentBy = request.topVia().replaceFirst("^\\S+\\s+", "");
    int port =
        SipUri.parse("sip:" + NameAddress.uri(sentBy)).map(SipUri::portOrDefault).orElse(5060);
    return port == 0 ? from : new InetSocketAddress(from.getAddress(), port);
  }

  /** An ACK ends the repetition of the final response; whether it was awaited for a 2xx. */
  private boolean acknowledge(SipMessage ack) {
    for (Server server : servers.values()) {
      if (server.request.is("INVITE")
          && server.request.callId().equals(ack.callId())
          && server.request.sequence() == ack.sequence()
          && server.repeating) {
        server.repeating = false;
        return server.answered;
      }
    }
    return false;
  }

  /** Answers a request; final answers to INVITE are repeated until their ACK (timers G, H). */
  void respond(SipMessage request, SipMessage response, long now) {
    Server server = servers.get(key(request));
    if (server == null) {
      return;
    }
    server.response = response.toOctets();
    if (response.status() >= 200) {
      server.end = now + PATIENCE;
      server.repeating = request.is("INVITE");
      server.answered = response.status() < 300;
      server.next = now + T1;
    }
    wire.send(server.response, server.to);
  }

  /** Whether a CANCEL belongs to a request (section 9.2). */
  static boolean cancels(SipMessage cancel, SipMessage invite) {
    return cancel.branch().equals(invite.branch());
  }

  /** Sends what is due again; the requests, own or the peer's INVITE, that went without answer. */
  List<SipMessage> timeout(long now) {
    List<SipMessage> given = new ArrayList<>();
    for (Client client : List.copyOf(clients.values())) {
      if (isWaiting(client)) {
        continue;
      }
      if (now - client.end >= 0) {
        clients.remove(key(client.request));
        if (!client.answered) {
          given.add(client.request); // timers B, F
        }
      } else if (client.next != Long.MAX_VALUE && now - client.next >= 0) {
        wire.send(client.request.toOctets(), client.to);
        client.interval *= 2;
        if (!client.request.is("INVITE")) {
          client.interval = Math.min(client.interval, T2);
        }
        client.next = now + (client.proceeding ? T2 : client.interval);
      }
    }
    for (Server server : List.copyOf(servers.values())) {
      if (now - server.end >= 0) {
        servers.remove(key(server.request));
        if (server.repeating) {
          given.add(server.request);
        }
      } else if (server.repeating && server.response != null && now - server.next >= 0) {
        wire.send(server.response, server.to);
        server.interval = Math.min(2 * server.interval, T2);
        server.next = now + server.interval;
      }
    }
    return given;
  }

  /** A phone that rings may ring for long; its user decides when that is enough. */
  private static boolean isWaiting(Client client) {
    return client.proceeding && !client.answered && client.request.is("INVITE");
  }

  /** When {@link #timeout} is due. */
  OptionalLong due() {
    OptionalLong due = OptionalLong.empty();
    for (Client client : clients.values()) {
      if (isWaiting(client)) {
        continue;
      }
      due = earlier(due, client.next == Long.MAX_VALUE ? client.end : client.next);
    }
    for (Server server : servers.values()) {
      due = earlier(due, server.repeating ? server.next : server.end);
    }
    return due;
  }

  private static OptionalLong earlier(OptionalLong a, long b) {
    return a.isPresent() && a.getAsLong() - b < 0 ? a : OptionalLong.of(b);
  }

  private static String key(SipMessage message) {
    return message.branch() + " " + message.method();
  }
}
