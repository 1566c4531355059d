package org.aparte.phone.sip;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Tells a registrar where we are, and again before it forgets (RFC 3261 section 10). */
final class Registration {

  private static final long NANOS = 1_000_000_000L;
  private static final long RETRY_NANOS = 30 * NANOS;

  private final Identity self;
  private final Transactions transactions;
  private final SipUser.Listener listener;
  private final String callId;
  private final String tag;
  private long sequence;
  private int seconds;
  private int tries;
  private long renewal;
  private boolean renews;
  private List<String> challenge = List.of();
  private String field = "Authorization";
  private int nonceCount;

  Registration(Identity self, Transactions transactions, SipUser.Listener listener) {
    this.self = self;
    this.transactions = transactions;
    this.listener = listener;
    this.callId = self.token();
    this.tag = self.token();
  }

  /** Says where we are, for so long; 0 to be forgotten. */
  void register(int wanted, long now) {
    seconds = wanted;
    tries = 0;
    renews = false;
    String uri = "sip:" + self.account().address().host();
    nonceCount++; // the nonce of last time may be good for another
    send(self.credentials(challenge, "REGISTER", uri, nonceCount).orElse(null), now);
  }

  private void send(@Nullable String credentials, long now) {
    sequence++;
    tries++;
    SipUri address = self.account().address();
    SipMessage request =
        SipMessage.request("REGISTER", "sip:" + address.host())
            .with("Via", self.via())
            .with("Max-Forwards", "70")
            .with("From", "<" + address.plain() + ">;tag=" + tag)
            .with("To", "<" + address.plain() + ">")
            .with("Call-ID", callId)
            .with("CSeq", sequence + " REGISTER")
            .with("Contact", self.contact())
            .with("Expires", Integer.toString(seconds));
    InetSocketAddress proxy = self.account().proxy();
    transactions.request(
        credentials == null ? request : request.with(field, credentials),
        proxy != null ? proxy : self.account().own(),
        now);
  }

  /** Takes a response of the registrar. */
  void response(SipMessage request, SipMessage response, long now) {
    int status = response.status();
    if (status < 200) {
      return;
    }
    if ((status == 401 || status == 407) && tries < Identity.MAX_TRIES) {
      Optional<String> credentials = self.answerTo(request, response, tries == 1);
      if (credentials.isPresent()) {
        challenge = Identity.challenges(response);
        field = Identity.credentialsField(response);
        nonceCount = 1;
        send(credentials.get(), now);
        return;
      }
    }
    listener.registered(status, response.reason());
    renews = status < 300 && seconds > 0;
    // Well before the end: a lost request or an old nonce costs time
    renewal = now + granted(response) * NANOS * 4 / 5;
  }

  /** There was no response: the registrar may come back. */
  void unanswered(long now) {
    listener.registered(408, "no answer");
    renews = seconds > 0;
    renewal = now + RETRY_NANOS;
  }

  /** How long we are remembered. */
  private long granted(SipMessage response) {
    String own = NameAddress.uri(self.contact());
    for (String contact : response.list("Contact")) {
      Optional<String> expires = NameAddress.parameter(contact, "expires");
      if (NameAddress.uri(contact).equals(own) && expires.isPresent()) {
        return seconds(expires.get());
      }
    }
    return seconds(response.field("Expires").orElse(""));
  }

  private int seconds(String text) {
    return text.matches("[1-9][0-9]{0,6}") ? Integer.parseInt(text) : seconds;
  }

  /** Does what is due. */
  void timeout(long now) {
    if (renews && now - renewal >= 0) {
      register(seconds, now);
    }
  }

  /** When {@link #timeout} is due. */
  OptionalLong due() {
    return renews ? OptionalLong.of(renewal) : OptionalLong.empty();
  }
}
