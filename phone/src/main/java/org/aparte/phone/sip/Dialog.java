package org.aparte.phone.sip;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What two phones agree to call one call (RFC 3261 section 12). */
final class Dialog {

  private final String callId;
  private final String localParty;
  private final String localTag;
  private final InetSocketAddress firstHop;
  private String remoteParty;
  private String remoteTag = "";
  private String remoteTarget;
  private List<String> routes = List.of();
  private long localSequence;
  private long remoteSequence = -1;

  private Dialog(
      String callId,
      String localParty,
      String localTag,
      String remoteParty,
      String remoteTarget,
      InetSocketAddress firstHop) {
    this.callId = callId;
    this.localParty = localParty;
    this.localTag = localTag;
    this.remoteParty = remoteParty;
    this.remoteTarget = remoteTarget;
    this.firstHop = firstHop;
  }

  /** A dialog that a request of ours is to begin. */
  static Dialog calling(
      String callId, String localUri, String localTag, String remoteUri, InetSocketAddress where) {
    return new Dialog(
        callId, "<" + localUri + ">", localTag, "<" + remoteUri + ">", remoteUri, where);
  }

  /** The dialog that an INVITE of the peer begins (section 12.1.1). */
  static Dialog called(SipMessage invite, String localTag, InetSocketAddress from) {
    Dialog dialog =
        new Dialog(
            invite.callId(),
            invite.to(),
            localTag,
            invite.from(),
            contact(invite, NameAddress.uri(invite.from())),
            from);
    dialog.routes = invite.list("Record-Route");
    dialog.remoteTag = NameAddress.parameter(invite.from(), "tag").orElse("");
    dialog.remoteSequence = invite.sequence();
    return dialog;
  }

  private static String contact(SipMessage message, @Nullable String otherwise) {
    List<String> contacts = message.list("Contact");
    String uri = contacts.isEmpty() ? "" : NameAddress.uri(contacts.get(0));
    return SipUri.parse(uri).isPresent() || otherwise == null ? uri : otherwise;
  }

  /** A response of class 2 to our INVITE makes the dialog (section 12.1.2). */
  void confirm(SipMessage response) {
    remoteTag = NameAddress.parameter(response.to(), "tag").orElse("");
    remoteParty = response.to();
    remoteTarget = contact(response, remoteTarget);
    List<String> recorded = new ArrayList<>(response.list("Record-Route"));
    Collections.reverse(recorded);
    routes = recorded;
  }

  /** Whether the peer has answered, so that its Contact and Record-Route are known. */
  boolean isConfirmed() {
    return !remoteTag.isEmpty();
  }

  /** A re-INVITE or its answer may move the peer (section 12.2). */
  void refreshTarget(SipMessage message) {
    remoteTarget = contact(message, remoteTarget);
  }

  /** Whether a message, of ours or of the peer, is of this call, its dialog made or not. */
  boolean isOfCall(SipMessage message) {
    return callId.equals(message.callId());
  }

  /** Whether a message is of this dialog. */
  boolean holds(SipMessage message) {
    String local = message.isRequest() ? message.to() : message.from();
    String remote = message.isRequest() ? message.from() : message.to();
    return isOfCall(message)
        && localTag.equals(NameAddress.parameter(local, "tag").orElse(""))
        && remoteTag.equals(NameAddress.parameter(remote, "tag").orElse(""));
  }

  /** Section 12.2.2: requests come in order. */
  boolean isInOrder(SipMessage request) {
    if (request.sequence() <= remoteSequence) {
      return false;
    }
    remoteSequence = request.sequence();
    return true;
  }

  /** A request in the dialog, with the next number. */
  SipMessage request(String method, String via) {
    localSequence++;
    return numbered(method, localSequence, via);
  }

  /** An ACK has the number of its INVITE (section 13.2.2.4), as CANCEL has (section 9.1). */
  SipMessage numbered(String method, long sequence, String via) {
    String remote = remoteParty;
    if (!remoteTag.isEmpty() && NameAddress.parameter(remote, "tag").isEmpty()) {
      remote += ";tag=" + remoteTag;
    }
    String local = localParty;
    if (NameAddress.parameter(local, "tag").isEmpty()) {
      local += ";tag=" + localTag;
    }
    SipMessage request =
        SipMessage.request(method, remoteTarget)
            .with("Via", via)
            .with("Max-Forwards", "70")
            .with("From", local)
            .with("To", remote)
            .with("Call-ID", callId)
            .with("CSeq", sequence + " " + method);
    for (String route : routes) {
      request = request.with("Route", route);
    }
    return request;
  }

  /** Where the INVITE went to or came from: the peer, or a server. */
  InetSocketAddress firstHop() {
    return firstHop;
  }

  /** The URI that requests are sent to: the first proxy, else the peer. */
  String nextHop() {
    return routes.isEmpty() ? remoteTarget : NameAddress.uri(routes.get(0));
  }

  String localTag() {
    return localTag;
  }
}
