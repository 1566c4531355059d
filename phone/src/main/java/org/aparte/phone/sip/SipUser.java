package org.aparte.phone.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
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
    RINGING,
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

  /** A server that finds every nonce too old is not asked for ever. */
  private static final int MAX_TRIES = 4;

  private final Account account;
  private final Identity self;
  private final Listener listener;
  private final Transactions transactions;
  private final Registration registration;
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
  private int tries;

  public SipUser(
      Account account, Random random, Names names, Transactions.Wire wire, Listener listener) {
    this.account = account;
    this.self = new Identity(account, random);
    this.names = names;
    this.listener = listener;
    this.transactions = new Transactions(wire);
    this.registration = new Registration(self, transactions, listener);
    this.session = random.nextInt(Integer.MAX_VALUE);
  }

  private String text(Sdp description) {
    version++;
    return description.format(session, version);
  }

  /** Calls. */
  public void call(SipUri target, InetSocketAddress where, Sdp offer, long now) {
    peer = where;
    String us = account.address().plain();
    Dialog call = Dialog.calling(self.token(), us, self.token(), target.toString(), List.of());
    dialog = call;
    state = State.CALLING;
    sendInvite(call, text(offer), now);
  }

  private void sendInvite(Dialog call, String sdp, long now) {
    SipMessage request =
        call.request("INVITE", self.via())
            .with("Contact", self.contact())
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
    } else if (state == State.RINGING && served != null) {
      respond(served, 603, "Decline", now);
      end(603, "declined");
    } else {
      send(call, call.request("BYE", self.via()), now);
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
      String tag = dialog == null ? self.token() : dialog.localTag();
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
      dialog = Dialog.called(request, self.token());
      Answer answer =
          listener.called(NameAddress.uri(request.from()), from.getAddress(), offer.get());
      served = request;
      decide(answer, now);
    }
  }

  /** Answers the call that came, at once or after it rang. */
  public void decide(Answer answer, long now) {
    SipMessage request = served;
    if (request == null || state != State.IDLE && state != State.RINGING) {
      return; // the caller gave up meanwhile
    }
    answer(request, answer, now);
    if (answer.description() != null) {
      state = State.ANSWERED;
    } else if (answer.status() < 200) {
      state = State.RINGING;
    } else {
      state = State.IDLE;
      dialog = null;
    }
  }

  private void answer(SipMessage request, Answer answer, long now) {
    SipMessage response = response(request, answer.status(), answer.reason());
    if (answer.description() != null) {
      response = response.with("Contact", self.contact()).withSdp(text(answer.description()));
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
    SipMessage asked = served;
    boolean known = asked != null && Transactions.cancels(cancel, asked);
    respond(cancel, known ? 200 : 481, known ? "OK" : "No Such Call", now);
    // Section 9.2: what is answered already stays so
    if (known && asked != null && state == State.RINGING) {
      respond(asked, 487, "Request Terminated", now);
      end(487, "the caller gave up");
    }
  }

  // --- what the peer answers -----------------------------------------------------------------

  private void response(SipMessage request, SipMessage response, long now) {
    int status = response.status();
    if (request.is("REGISTER")) {
      registration.response(request, response, now);
      return;
    }
    if ((status == 401 || status == 407) && authenticate(request, response, now)) {
      return;
    }
    switch (request.method()) {
      case "INVITE" -> inviteAnswered(request, response, now);
      case "BYE" -> end(status, "hung up");
      default -> {
        // CANCEL: the INVITE is what counts
      }
    }
  }

  private boolean authenticate(SipMessage request, SipMessage response, long now) {
    Optional<String> credentials = self.answerTo(request, response, false);
    Dialog call = dialog;
    if (credentials.isEmpty() || call == null || tries >= MAX_TRIES) {
      return false;
    }
    tries++;
    SipMessage again =
        call.request(request.method(), self.via())
            .with(Identity.credentialsField(response), credentials.get());
    if (request.is("INVITE")) {
      again = again.with("Contact", self.contact()).with("Allow", ALLOW).withSdp(request.body());
      invite = again;
    }
    send(call, again, now);
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
      SipMessage acknowledgement = call.numbered("ACK", request.sequence(), self.via());
      ack = acknowledgement;
      transactions.sendOnly(acknowledgement, hop(call));
    }
    invite = null;
    tries = 0;
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
    registration.timeout(now);
    for (SipMessage unanswered : transactions.timeout(now)) {
      if (unanswered.is("REGISTER")) {
        registration.unanswered(now);
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
    OptionalLong renewal = registration.due();
    OptionalLong due = transactions.due();
    boolean first =
        renewal.isPresent() && (due.isEmpty() || renewal.getAsLong() - due.getAsLong() < 0);
    return first ? renewal : due;
  }
}
