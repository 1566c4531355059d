package org.aparte.phone.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
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

  private static final String ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS";

  /** What is answered to an offer: a description, or why there is none. */
  public record Answer(int status, String reason, @Nullable Sdp description) {
    /** The offer is taken. */
    public static Answer accept(Sdp description) {
      return new Answer(200, "OK", description);
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
    Answer called(String peer, InetAddress from, Sdp offer);

    /** The peer answered our call. */
    void answered(Sdp answer);

    /** The peer knows that we answered. */
    void acknowledged();

    /** The peer wants to change the ongoing call; {@code null} when it asks what we want. */
    Answer reoffered(@Nullable Sdp offer);

    /** The peer answered our change; {@code null} when it refused. */
    void reanswered(int status, @Nullable Sdp answer);

    /** There is no call any more, or none came about: status 0 when the peer hung up. */
    void ended(int status, String reason);

    /** What the registrar said. */
    void registered(int status, String reason);
  }

  private enum State {
    IDLE,
    CALLING,
    ANSWERED,
    TALKING,
    ENDED
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

  private final Account account;
  private final Random random;
  private final Listener listener;
  private final Transactions transactions;
  private final Names names;
  private final long session;
  private long version;
  private State state = State.IDLE;
  private @Nullable Dialog dialog;
  private @Nullable SipMessage invite;
  private @Nullable SipMessage served;
  private @Nullable SipMessage ack;
  private @Nullable InetSocketAddress peer;
  private boolean hangingUp;
  private boolean found;
  private boolean authenticated;
  private long registerSequence;
  private final String registerCallId;

  public SipUser(
      Account account, Random random, Names names, Transactions.Wire wire, Listener listener) {
    this.account = account;
    this.names = names;
    this.random = random;
    this.listener = listener;
    this.transactions = new Transactions(wire);
    this.session = random.nextInt(Integer.MAX_VALUE);
    this.registerCallId = token();
  }

  private String token() {
    byte[] octets = new byte[12];
    random.nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }

  private static String hostPort(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private String via() {
    return "SIP/2.0/UDP " + hostPort(account.own()) + ";branch=z9hG4bK" + token() + ";rport";
  }

  private String contact() {
    String user = account.address().user();
    return "<sip:" + (user.isEmpty() ? "" : user + "@") + hostPort(account.own()) + ">";
  }

  private String text(Sdp description) {
    version++;
    return description.format(session, version);
  }

  /** Calls. */
  public void call(SipUri target, InetSocketAddress where, Sdp offer, long now) {
    peer = where;
    Dialog call =
        Dialog.calling(token(), account.address().plain(), token(), target.toString(), List.of());
    dialog = call;
    state = State.CALLING;
    sendInvite(call, text(offer), now);
  }

  private void sendInvite(Dialog call, String sdp, long now) {
    SipMessage request =
        call.request("INVITE", via())
            .with("Contact", contact())
            .with("Allow", ALLOW)
            .with("User-Agent", "Aparte")
            .withSdp(sdp);
    invite = request;
    send(call, request, now);
  }

  private void send(Dialog call, SipMessage request, long now) {
    transactions.request(request, hop(call), now);
  }

  /** Where a request goes; until the peer's name is looked up, where it came from. */
  private InetSocketAddress hop(Dialog call) {
    InetSocketAddress known = account.proxy() != null ? account.proxy() : peer;
    Optional<SipUri> uri = SipUri.parse(call.nextHop());
    // Before there is a dialog, the call goes where the user said, which may be a server
    if (call.isConfirmed() && uri.isPresent()) {
      Optional<InetAddress> address = names.address(uri.get().host());
      if (address.isPresent()) {
        return new InetSocketAddress(address.get(), uri.get().portOrDefault());
      }
    }
    return known == null ? account.own() : known;
  }

  /** Changes the ongoing call; answered by {@link Listener#reanswered}. */
  public boolean reinvite(Sdp offer, long now) {
    if (state != State.TALKING || invite != null || dialog == null) {
      return false;
    }
    sendInvite(dialog, text(offer), now);
    return true;
  }

  /** Ends the call, or the attempt. */
  public void hangUp(long now) {
    Dialog call = dialog;
    if (call == null || hangingUp || state == State.ENDED) {
      return;
    }
    hangingUp = true;
    SipMessage pending = invite;
    if (state == State.CALLING && !found) {
      end(408, "nobody answered"); // section 9.1: no CANCEL before any response
    } else if (state == State.CALLING && pending != null) {
      SipMessage cancel = call.numbered("CANCEL", pending.sequence(), pending.topVia());
      send(call, cancel, now); // section 9.1
    } else {
      send(call, call.request("BYE", via()), now);
    }
  }

  /** Tells the registrar where we are; 0 seconds to be forgotten. */
  public void register(int seconds, long now) {
    registerSequence++;
    String domain = "sip:" + account.address().host();
    InetSocketAddress registrar = account.proxy() != null ? account.proxy() : account.own();
    transactions.request(registration(domain, seconds), registrar, now);
  }

  private SipMessage registration(String domain, int seconds) {
    return SipMessage.request("REGISTER", domain)
        .with("Via", via())
        .with("Max-Forwards", "70")
        .with("From", "<" + account.address().plain() + ">;tag=" + token())
        .with("To", "<" + account.address().plain() + ">")
        .with("Call-ID", registerCallId)
        .with("CSeq", registerSequence + " REGISTER")
        .with("Contact", contact())
        .with("Expires", Integer.toString(seconds));
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

  // --- what the peer asks --------------------------------------------------------------------

  private void request(SipMessage request, InetSocketAddress from, long now) {
    boolean inDialog = dialog != null && dialog.holds(request);
    switch (request.method()) {
      case "INVITE" -> {
        if (inDialog) {
          reinvited(request, now);
        } else {
          invited(request, from, now);
        }
      }
      case "ACK" -> {
        if (inDialog && state == State.ANSWERED) {
          state = State.TALKING;
          listener.acknowledged();
        }
      }
      case "BYE" -> {
        respond(request, inDialog ? 200 : 481, inDialog ? "OK" : "No Such Call", now);
        if (inDialog) {
          end(0, "the peer hung up");
        }
      }
      case "CANCEL" -> cancelled(request, now);
      case "OPTIONS" -> respond(request, 200, "OK", now);
      default -> respond(request, 405, "Method Not Allowed", now);
    }
  }

  private void respond(SipMessage request, int status, String reason, long now) {
    transactions.respond(request, response(request, status, reason), now);
  }

  private SipMessage response(SipMessage request, int status, String reason) {
    SipMessage response = SipMessage.response(request, status, reason).with("Allow", ALLOW);
    if (NameAddress.parameter(request.to(), "tag").isEmpty()) {
      String tag = dialog == null ? token() : dialog.localTag();
      response = response.replacing("To", request.to() + ";tag=" + tag);
    }
    return response;
  }

  private void invited(SipMessage request, InetSocketAddress from, long now) {
    Optional<Sdp> offer = request.hasSdp() ? Sdp.parse(request.body()) : Optional.empty();
    if (state != State.IDLE) {
      respond(request, 486, "Busy Here", now);
    } else if (NameAddress.parameter(request.to(), "tag").isPresent()) {
      respond(request, 481, "No Such Call", now);
    } else if (offer.isEmpty()) {
      respond(request, 488, "An offer is needed", now);
    } else {
      peer = from;
      dialog = Dialog.called(request, token());
      Answer answer =
          listener.called(NameAddress.uri(request.from()), from.getAddress(), offer.get());
      answer(request, answer, now);
      state = answer.description() == null ? State.IDLE : State.ANSWERED;
      if (answer.description() == null) {
        dialog = null;
      }
    }
  }

  private void answer(SipMessage request, Answer answer, long now) {
    SipMessage response = response(request, answer.status(), answer.reason());
    if (answer.description() != null) {
      response = response.with("Contact", contact()).withSdp(text(answer.description()));
      served = request;
    }
    transactions.respond(request, response, now);
  }

  private void reinvited(SipMessage request, long now) {
    Dialog call = dialog;
    if (call == null || !call.isInOrder(request)) {
      respond(request, 500, "Out of Order", now);
    } else if (invite != null) {
      respond(request, 491, "Request Pending", now); // section 14.2
    } else {
      Optional<Sdp> offer = request.hasSdp() ? Sdp.parse(request.body()) : Optional.empty();
      if (request.hasSdp() && offer.isEmpty()) {
        respond(request, 488, "Not Acceptable Here", now);
      } else {
        Answer answer = listener.reoffered(offer.orElse(null));
        if (answer.description() != null) {
          call.refreshTarget(request);
        }
        answer(request, answer, now);
      }
    }
  }

  private void cancelled(SipMessage cancel, long now) {
    // We answer INVITE at once, so that a CANCEL comes too late (section 9.2)
    boolean known = served != null && Transactions.cancels(cancel, served);
    respond(cancel, known ? 200 : 481, known ? "OK" : "No Such Call", now);
  }

  // --- what the peer answers -----------------------------------------------------------------

  private void response(SipMessage request, SipMessage response, long now) {
    int status = response.status();
    if ((status == 401 || status == 407) && authenticate(request, response, now)) {
      return;
    }
    switch (request.method()) {
      case "INVITE" -> inviteAnswered(request, response, now);
      case "BYE" -> end(status, "hung up");
      case "REGISTER" -> {
        if (status >= 200) {
          authenticated = false;
          listener.registered(status, response.reason());
        }
      }
      default -> {
        // CANCEL: the INVITE is what counts
      }
    }
  }

  private boolean authenticate(SipMessage request, SipMessage response, long now) {
    boolean proxy = response.status() == 407;
    if (authenticated || account.password().isEmpty()) {
      return false;
    }
    Optional<String> credentials =
        Digest.answer(
            response.fields(proxy ? "Proxy-Authenticate" : "WWW-Authenticate"),
            request.method(),
            request.uri(),
            account.address().user(),
            account.password(),
            token());
    if (credentials.isEmpty()) {
      return false;
    }
    authenticated = true; // once: a second refusal means a wrong password
    String field = proxy ? "Proxy-Authorization" : "Authorization";
    Dialog call = dialog;
    if (request.is("REGISTER")) {
      registerSequence++;
      int seconds = Integer.parseInt(request.field("Expires").orElse("0"));
      InetSocketAddress registrar = account.proxy() != null ? account.proxy() : account.own();
      transactions.request(
          registration(request.uri(), seconds).with(field, credentials.get()), registrar, now);
    } else if (call != null) {
      SipMessage again = call.request(request.method(), via());
      if (request.is("INVITE")) {
        again = again.with("Contact", contact()).with("Allow", ALLOW).withSdp(request.body());
        invite = again.with(field, credentials.get());
      }
      send(call, again.with(field, credentials.get()), now);
    }
    return true;
  }

  private void inviteAnswered(SipMessage request, SipMessage response, long now) {
    Dialog call = dialog;
    int status = response.status();
    found = true;
    if (call == null || status < 200) {
      listener.progress(status, response.reason());
      return;
    }
    boolean first = state == State.CALLING;
    if (status < 300) {
      if (ack != null && ack.sequence() == request.sequence()) {
        transactions.sendOnly(ack, hop(call)); // our ACK was lost
        return;
      }
      if (first) {
        call.confirm(response);
      } else {
        call.refreshTarget(response);
      }
      SipMessage acknowledgement = call.numbered("ACK", request.sequence(), via());
      ack = acknowledgement;
      transactions.sendOnly(acknowledgement, hop(call));
    }
    invite = null;
    authenticated = false;
    Optional<Sdp> answer = response.hasSdp() ? Sdp.parse(response.body()) : Optional.empty();
    if (!first) {
      listener.reanswered(status, status < 300 ? answer.orElse(null) : null);
    } else if (status >= 300) {
      end(status, response.reason());
    } else {
      state = State.TALKING;
      if (hangingUp || answer.isEmpty()) {
        hangingUp = false; // CANCEL came too late, or there is nothing to talk about
        hangUp(now);
      } else {
        listener.answered(answer.get());
      }
    }
  }

  private void end(int status, String reason) {
    if (state != State.ENDED) {
      state = State.ENDED;
      listener.ended(status, reason);
    }
  }

  /** Does what is due. */
  public void timeout(long now) {
    for (SipMessage unanswered : transactions.timeout(now)) {
      if (unanswered.is("REGISTER")) {
        listener.registered(408, "no answer");
      } else if (state == State.TALKING && unanswered.is("INVITE") && !hangingUp) {
        invite = null;
        listener.reanswered(408, null);
      } else if (!unanswered.is("CANCEL")) {
        end(408, "no answer");
      }
    }
  }

  /** When {@link #timeout} is due. */
  public OptionalLong due() {
    return transactions.due();
  }
}
