package org.aparte.phone.sip;

import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Who we are in messages: what tells us apart, where we are, and how we prove it. */
final class Identity {

  /** A server that finds every nonce too old is not asked for ever. */
  static final int MAX_TRIES = 4;

  private final SipUser.Account account;
  private final Random random;

  Identity(SipUser.Account account, Random random) {
    this.account = account;
    this.random = random;
  }

  SipUser.Account account() {
    return account;
  }

  /** A word that nobody else has. */
  String token() {
    byte[] octets = new byte[12];
    random.nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }

  private String hostPort() {
    InetSocketAddress own = account.own();
    String host = own.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + own.getPort();
  }

  /** The Via of a new request. */
  String via() {
    return "SIP/2.0/UDP " + hostPort() + ";branch=z9hG4bK" + token() + ";rport";
  }

  /** Where requests of the peer are to go. */
  String contact() {
    String user = account.address().user();
    return "<sip:" + (user.isEmpty() ? "" : user + "@") + hostPort() + ">";
  }

  /** The field that credentials stand in for a server of this response. */
  static String credentialsField(SipMessage challenge) {
    return challenge.status() == 407 ? "Proxy-Authorization" : "Authorization";
  }

  /** The challenges of a response. */
  static List<String> challenges(SipMessage response) {
    return response.fields(response.status() == 407 ? "Proxy-Authenticate" : "WWW-Authenticate");
  }

  /**
   * What answers a challenge; nothing when it cannot be answered, or was: then the password is
   * wrong, unless only the nonce was too old.
   *
   * @param older whether the request was sent under a nonce of an earlier one; not every server
   *     calls that stale
   */
  Optional<String> answerTo(SipMessage request, SipMessage response, boolean older) {
    List<String> challenges = challenges(response);
    boolean tried = request.field(credentialsField(response)).isPresent();
    return tried && !older && !Digest.isStale(challenges)
        ? Optional.empty()
        : credentials(challenges, request.method(), request.uri(), 1);
  }

  /**
   * Credentials for a challenge, old or new.
   *
   * @param count how often its nonce was used, this time included
   */
  Optional<String> credentials(List<String> challenges, String method, String uri, int count) {
    if (account.password().isEmpty()) {
      return Optional.empty();
    }
    return Digest.answer(
        challenges, method, uri, account.address().user(), account.password(), token(), count);
  }
}
