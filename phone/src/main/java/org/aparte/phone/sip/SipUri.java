package org.aparte.phone.sip;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SIP URI, as far as UDP needs it (RFC 3261 section 19.1).
 *
 * @param user empty for none
 * @param host a name or an address, IPv6 without brackets
 * @param port 0 for none
 * @param parameters with their semicolons
 */
public record SipUri(String user, String host, int port, String parameters) {

  private static final int DEFAULT_PORT = 5060;
  private static final Pattern FORM =
      Pattern.compile(
          "sip:(?:([^@<>\\s]{1,256})@)?(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._-]{1,253})"
              + "(?::([0-9]{1,5}))?((?:;[^?<>\\s]{0,512})?)(?:\\?\\S*)?",
          Pattern.CASE_INSENSITIVE);

  /** Reads a URI; nothing when it is no SIP URI. */
  public static Optional<SipUri> parse(String text) {
    Matcher form = FORM.matcher(text.trim());
    if (!form.matches()) {
      return Optional.empty();
    }
    int port = form.group(3) == null ? 0 : Integer.parseInt(form.group(3));
    if (port > 65_535) {
      return Optional.empty();
    }
    String user = form.group(1) == null ? "" : form.group(1);
    return Optional.of(
        new SipUri(user, form.group(2).replaceAll("^\\[|]$", ""), port, form.group(4)));
  }

  /** The port to send to. */
  public int portOrDefault() {
    return port == 0 ? DEFAULT_PORT : port;
  }

  boolean isLooseRouter() {
    return (parameters + ";").contains(";lr;") || parameters.contains(";lr=");
  }

  /** The URI as it is written, without parameters. */
  public String plain() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return "sip:" + (user.isEmpty() ? "" : user + "@") + name + (port == 0 ? "" : ":" + port);
  }

  @Override
  public String toString() {
    return plain() + parameters;
  }
}
