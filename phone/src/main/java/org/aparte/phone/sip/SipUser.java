package org.aparte.phone.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A phone that has one call at a time (RFC 3261 sections 8 to 15): tells its {@link Listener} what
 * the peer wants, and sends what that answers. The media, and whether they are good enough, are not
 * its business.
 */
public final class SipUser {

  /** What is answered to an offer: a description, or why there is none. */
  public record Answer(int status, String reason, @Nullable Sdp description) {
    /** The offer is taken. */
    public static Answer accept(Sdp description) {
      return new Answer(200, "OK", description);
    }

    /** Nobody decided yet; {@link SipUser#decide} follows. */
    public static Answer ring() {
      return new Answer(180, "Ringing", null);
    }

    /** The offer is refused; an ongoing call goes on as it was. */
    public static Answer refuse(int status, String reason) {
      return new Answer(status, reason, null);
    }
  }

  /** Who is told how the call goes. */
  public interface Listener {

    /** The peer's phone was found; 180 means that it rings. */
    void progress(int status, String reason);

    /**
     * Somebody calls.
     *
     * @param from where the call came from, which may be a server
     */
    Answer called(String peer, InetAddress from, Sdp offer, long now);

    /** The peer answered our call. */
    void answered(Sdp answer, long now);

    /** The peer knows that we answered. */
    void acknowledged(long now);

    /** The peer wants to change the ongoing call; {@code null} when it asks what we want. */
    Answer reoffered(@Nullable Sdp offer);

    /** The peer answered our change; {@code null} when it refused. */
    void reanswered(int status, @Nullable Sdp answer);

    /** There is no call any more, or none came about: status 0 when the peer hung up. */
    void ended(int status, String reason);

    /** What the registrar said. */
    void registered(int status, String reason);
  }

  /**
   * Who we are.
   *
   * @param address of record, such as sip:me@example.org
   * @param own where our socket is reached
   * @param proxy where all requests of ours go first; {@code null} for straight to the peer
   * @param password for proxies and registrars that ask for one
   */
  public record Account(
      SipUri address, InetSocketAddress own, @Nullable InetSocketAddress proxy, String password) {}

  private final Listener listener;
  private final Transactions transactions;
  private final Registration registration;
  private final UserAgent agent;
  private @Nullable Call call;

  public SipUser(
      Account account, Random random, Names names, Transactions.Wire wire, Listener listener) {
    Identity self = new Identity(account, random);
    this.listener = listener;
    this.transactions = new Transactions(wire);
    this.registration = new Registration(self, transactions, listener);
    this.agent = new UserAgent(self, names, transactions, random.nextInt(Integer.MAX_VALUE));
  }

  /** Calls. */
  public void call(SipUri target, InetSocketAddress where, Sdp offer, long now) {
    call = Call.to(target, where, offer, agent, listener, now);
  }

  /** Changes the ongoing call; answered by {@link Listener#reanswered}. */
  public boolean reinvite(Sdp offer, long now) {
    return call != null && call.reinvite(offer, now);
  }

  /** Ends the call, or the attempt. */
  public void hangUp(long now) {
    if (call != null) {
      call.hangUp(now);
    }
  }

  /** Answers the call that came, at once or after it rang. */
  public void decide(Answer answer, long now) {
    if (call != null) {
      call.decide(answer, now);
    }
  }

  /** Tells the registrar where we are, and again in time; 0 seconds to be forgotten. */
  public void register(int seconds, long now) {
    registration.register(seconds, now);
  }

  /** Takes a datagram of the socket of SIP. */
  public void receive(byte[] datagram, int length, InetSocketAddress from, long now) {
    Optional<SipMessage> message = SipMessage.parse(datagram, length);
    if (message.isEmpty()) {
      return;
    }
    if (message.get().isRequest()) {
      if (transactions.isNew(message.get(), from, now)) {
        request(message.get(), from, now);
      }
    } else {
      transactions
          .response(message.get(), now)
          .ifPresent(request -> response(request, message.get(), now));
    }
  }

  private void request(SipMessage request, InetSocketAddress from, long now) {
    if (call != null && call.isMeantBy(request)) {
      call.request(request, now);
      return;
    }
    switch (request.method()) {
      case "INVITE" -> invited(request, from, now);
      case "ACK" -> {
        // of no call, as when one was refused
      }
      case "BYE", "CANCEL" -> agent.respond(request, 481, "No Such Call", now);
      case "OPTIONS" -> agent.respond(request, 200, "OK", now);
      default -> agent.respond(request, 405, "Method Not Allowed", now);
    }
  }

  private void invited(SipMessage request, InetSocketAddress from, long now) {
    Optional<Sdp> offer = request.hasSdp() ? Sdp.parse(request.body()) : Optional.empty();
    if (call != null && !call.isRefused()) {
      agent.respond(request, 486, "Busy Here", now);
    } else if (NameAddress.parameter(request.to(), "tag").isPresent()) {
      agent.respond(request, 481, "No Such Call", now);
    } else if (offer.isEmpty()) {
      agent.respond(request, 488, "An offer is needed", now);
    } else {
      Call coming = Call.from(request, from, agent, listener);
      call = coming;
      String peer = NameAddress.uri(request.from());
      coming.decide(listener.called(peer, from.getAddress(), offer.get(), now), now);
    }
  }

  private void response(SipMessage request, SipMessage response, long now) {
    if (request.is("REGISTER")) {
      registration.response(request, response, now);
    } else if (call != null) {
      call.response(request, response, now);
    }
  }

  /** Does what is due. */
  public void timeout(long now) {
    registration.timeout(now);
    for (SipMessage unanswered : transactions.timeout(now)) {
      if (unanswered.is("REGISTER")) {
        registration.unanswered(now);
      } else if (call != null) {
        call.unanswered(unanswered);
      }
    }
  }

  /** When {@link #timeout} is due. */
  public OptionalLong due() {
    OptionalLong renewal = registration.due();
    OptionalLong due = transactions.due();
    boolean first =
        renewal.isPresent() && (due.isEmpty() || renewal.getAsLong() - due.getAsLong() < 0);
    return first ? renewal : due;
  }
}
