package org.aparte.phone.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What our end says, and where it goes (RFC 3261 sections 8 and 12.2): requests and responses that
 * tell who we are and where, each request to the next hop of its dialog, and again with the
 * credentials that a server asks for. What a message means for a call is not its business.
 */
final class UserAgent {

  private static final String ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS";

  private final Identity self;
  private final Names names;
  private final Transactions transactions;
  private final long session;
  private long version;
  private int tries;

  /**
   * Our end, before it said anything.
   *
   * @param session tells our descriptions from those of others
   */
  UserAgent(Identity self, Names names, Transactions transactions, long session) {
    this.self = self;
    this.names = names;
    this.transactions = transactions;
    this.session = session;
  }

  /** A dialog that an INVITE of ours is to begin. */
  Dialog calling(SipUri target, InetSocketAddress where) {
    String us = self.account().address().plain();
    return Dialog.calling(self.token(), us, self.token(), target.toString(), where);
  }

  /** The dialog that an INVITE of the peer begins. */
  Dialog called(SipMessage invite, InetSocketAddress from) {
    return Dialog.called(invite, self.token(), from);
  }

  // --- requests ------------------------------------------------------------------------------

  /** Sends an INVITE, or a re-INVITE; as it was sent. */
  SipMessage invite(Dialog dialog, Sdp offer, long now) {
    tries = 0;
    SipMessage invite = offering(dialog.request("INVITE", self.via()), text(offer));
    send(dialog, invite, now);
    return invite;
  }

  private SipMessage offering(SipMessage invite, String sdp) {
    return invite
        .with("Contact", self.contact())
        .with("Allow", ALLOW)
        .with("User-Agent", "Aparte")
        .withSdp(sdp);
  }

  private String text(Sdp description) {
    version++;
    return description.format(session, version);
  }

  void cancel(Dialog dialog, SipMessage invite, long now) {
    send(dialog, dialog.numbered("CANCEL", invite.sequence(), invite.topVia()), now);
  }

  void bye(Dialog dialog, long now) {
    tries = 0;
    send(dialog, dialog.request("BYE", self.via()), now);
  }

  private void send(Dialog dialog, SipMessage request, long now) {
    transactions.request(request, hop(dialog), now);
  }

  /** Acknowledges the answer to an INVITE; the ACK, for the case that it is lost. */
  SipMessage acknowledge(Dialog dialog, SipMessage invite) {
    SipMessage ack = dialog.numbered("ACK", invite.sequence(), self.via());
    acknowledgeAgain(dialog, ack);
    return ack;
  }

  void acknowledgeAgain(Dialog dialog, SipMessage ack) {
    transactions.sendOnly(ack, hop(dialog));
  }

  /** Where a request goes; until the peer's name is looked up, where it was first. */
  private InetSocketAddress hop(Dialog dialog) {
    Optional<SipUri> uri = SipUri.parse(dialog.nextHop());
    // Before there is a dialog, the call goes where the user said, which may be a server
    if (dialog.isConfirmed() && uri.isPresent()) {
      Optional<InetAddress> address = names.address(uri.get().host());
      if (address.isPresent()) {
        return new InetSocketAddress(address.get(), uri.get().portOrDefault());
      }
    }
    InetSocketAddress proxy = self.account().proxy();
    return proxy != null ? proxy : dialog.firstHop();
  }

  /** Sends a request again that a server wants credentials for; as it was sent now, if it was. */
  Optional<SipMessage> authenticate(
      Dialog dialog, SipMessage request, SipMessage challenge, long now) {
    Optional<String> credentials = self.answerTo(request, challenge, false);
    if (credentials.isEmpty() || tries >= Identity.MAX_TRIES) {
      return Optional.empty();
    }
    tries++;
    SipMessage again =
        dialog
            .request(request.method(), self.via())
            .with(Identity.credentialsField(challenge), credentials.get());
    if (request.is("INVITE")) {
      again = offering(again, request.body());
    }
    send(dialog, again, now);
    return Optional.of(again);
  }

  // --- responses -----------------------------------------------------------------------------

  /** Answers a request that is of no dialog. */
  void respond(SipMessage request, int status, String reason, long now) {
    transactions.respond(request, response(request, status, reason, self.token()), now);
  }

  /** Answers a request of a dialog. */
  void respond(Dialog dialog, SipMessage request, int status, String reason, long now) {
    transactions.respond(request, response(request, status, reason, dialog.localTag()), now);
  }

  /** Answers an INVITE or a re-INVITE. */
  void respond(Dialog dialog, SipMessage invite, SipUser.Answer answer, long now) {
    SipMessage response = response(invite, answer.status(), answer.reason(), dialog.localTag());
    if (answer.description() != null) {
      response = response.with("Contact", self.contact()).withSdp(text(answer.description()));
    }
    transactions.respond(invite, response, now);
  }

  private static SipMessage response(SipMessage request, int status, String reason, String tag) {
    SipMessage response = SipMessage.response(request, status, reason).with("Allow", ALLOW);
    return NameAddress.parameter(request.to(), "tag").isPresent()
        ? response
        : response.replacing("To", request.to() + ";tag=" + tag);
  }
}
