package org.aparte.phone.sip;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call, from the INVITE to the BYE (RFC 3261 sections 9 and 13 to 15). */
final class Call {

  private enum State {
    CALLING,
    RINGING,
    REFUSED,
    ANSWERED,
    TALKING,
    ENDED
  }

  private final Dialog dialog;
  private final UserAgent agent;
  private final SipUser.Listener listener;
  private State state;
  private @Nullable SipMessage invite;
  private @Nullable SipMessage served;
  private @Nullable SipMessage ack;
  private boolean hangingUp;
  private boolean found;

  private Call(Dialog dialog, State state, UserAgent agent, SipUser.Listener listener) {
    this.dialog = dialog;
    this.state = state;
    this.agent = agent;
    this.listener = listener;
  }

  /** Calls somebody. */
  static Call to(
      SipUri target,
      InetSocketAddress where,
      Sdp offer,
      UserAgent agent,
      SipUser.Listener listener,
      long now) {
    Call call = new Call(agent.calling(target, where), State.CALLING, agent, listener);
    call.invite = agent.invite(call.dialog, offer, now);
    return call;
  }

  /** Somebody calls; {@link #decide} follows. */
  static Call from(
      SipMessage invite, InetSocketAddress from, UserAgent agent, SipUser.Listener listener) {
    Call call = new Call(agent.called(invite, from), State.RINGING, agent, listener);
    call.served = invite;
    return call;
  }

  /** Whether we did not take it, and are free for another. */
  boolean isRefused() {
    return state == State.REFUSED;
  }

  // --- what the user wants -------------------------------------------------------------------

  /** Answers the INVITE, at once or after it rang. */
  void decide(SipUser.Answer answer, long now) {
    SipMessage request = served;
    if (request == null || state != State.RINGING) {
      return; // the caller gave up meanwhile
    }
    agent.respond(dialog, request, answer, now);
    if (answer.description() != null) {
      state = State.ANSWERED;
    } else if (answer.status() >= 200) {
      state = State.REFUSED;
    }
  }

  /** Changes the call; whether that is possible now. */
  boolean reinvite(Sdp offer, long now) {
    if (state != State.TALKING || invite != null) {
      return false;
    }
    invite = agent.invite(dialog, offer, now);
    return true;
  }

  /** Ends it, or the attempt. */
  void hangUp(long now) {
    if (hangingUp || state == State.ENDED || state == State.REFUSED) {
      return;
    }
    hangingUp = true;
    SipMessage pending = invite;
    if (state == State.CALLING && !found) {
      end(408, "nobody answered"); // section 9.1: no CANCEL before any response
    } else if (state == State.CALLING && pending != null) {
      agent.cancel(dialog, pending, now); // section 9.1
    } else if (state == State.RINGING && served != null) {
      agent.respond(dialog, served, 603, "Decline", now);
      end(603, "declined");
    } else {
      agent.bye(dialog, now);
    }
  }

  private void end(int status, String reason) {
    if (state != State.ENDED) {
      state = State.ENDED;
      listener.ended(status, reason);
    }
  }

  // --- what the peer asks --------------------------------------------------------------------

  /** Whether a request is of this call. */
  boolean isMeantBy(SipMessage request) {
    SipMessage asked = served;
    return request.is("CANCEL")
        ? asked != null && Transactions.cancels(request, asked)
        : state != State.REFUSED && dialog.holds(request);
  }

  /** Takes a request of this call. */
  void request(SipMessage request, long now) {
    switch (request.method()) {
      case "INVITE" -> reinvited(request, now);
      case "ACK" -> {
        if (state == State.ANSWERED) {
          state = State.TALKING;
          listener.acknowledged(now);
        }
      }
      case "BYE" -> {
        agent.respond(dialog, request, 200, "OK", now);
        end(0, "the peer hung up");
      }
      case "CANCEL" -> cancelled(request, now);
      case "OPTIONS" -> agent.respond(dialog, request, 200, "OK", now);
      default -> agent.respond(dialog, request, 405, "Method Not Allowed", now);
    }
  }

  private void reinvited(SipMessage request, long now) {
    Optional<Sdp> offer = request.hasSdp() ? Sdp.parse(request.body()) : Optional.empty();
    // Section 14.2, and what rings has no streams yet that could be changed
    if (state == State.RINGING || state == State.ENDED || !dialog.isInOrder(request)) {
      agent.respond(dialog, request, 500, "Out of Order", now);
    } else if (invite != null) {
      agent.respond(dialog, request, 491, "Request Pending", now); // section 14.2
    } else if (request.hasSdp() && offer.isEmpty()) {
      agent.respond(dialog, request, 488, "Not Acceptable Here", now);
    } else {
      SipUser.Answer answer = listener.reoffered(offer.orElse(null));
      if (answer.description() != null) {
        dialog.refreshTarget(request);
        served = request;
      }
      agent.respond(dialog, request, answer, now);
    }
  }

  private void cancelled(SipMessage cancel, long now) {
    agent.respond(dialog, cancel, 200, "OK", now);
    // Section 9.2: what is answered already stays so
    if (state == State.RINGING && served != null) {
      agent.respond(dialog, served, 487, "Request Terminated", now);
      end(487, "the caller gave up");
    }
  }

  // --- what the peer answers -----------------------------------------------------------------

  /** Takes a response to a request of ours. */
  void response(SipMessage request, SipMessage response, long now) {
    int status = response.status();
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
    Optional<SipMessage> again = agent.authenticate(dialog, request, response, now);
    if (again.isPresent() && request.is("INVITE")) {
      invite = again.get();
    }
    return again.isPresent();
  }

  private void inviteAnswered(SipMessage request, SipMessage response, long now) {
    int status = response.status();
    found = true;
    if (status < 200) {
      listener.progress(status, response.reason());
      return;
    }
    boolean first = state == State.CALLING;
    if (status < 300) {
      if (ack != null && ack.sequence() == request.sequence()) {
        agent.acknowledgeAgain(dialog, ack); // ours was lost
        return;
      }
      if (first) {
        dialog.confirm(response);
      } else {
        dialog.refreshTarget(response);
      }
      ack = agent.acknowledge(dialog, request);
    }
    invite = null;
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
        listener.answered(answer.get(), now);
      }
    }
  }

  /**
   * A request, ours or an INVITE that we answered, went without an answer. Who is not of this call,
   * as a caller who found us busy, ends nothing by that.
   */
  void unanswered(SipMessage request) {
    // A Call-ID is known to others: an INVITE has to be ours, or the one that was answered.
    boolean strange = request.is("INVITE") && request != invite && request != served;
    if (state == State.REFUSED || strange || !dialog.isOfCall(request)) {
      return;
    }
    if (state == State.TALKING && request == served && !hangingUp) {
      return; // a change of the peer's that it leaves unacknowledged changes nothing of ours
    }
    if (state == State.TALKING && request.is("INVITE") && !hangingUp) {
      invite = null;
      listener.reanswered(408, null);
    } else if (!request.is("CANCEL")) {
      end(408, "no answer");
    }
  }
}
