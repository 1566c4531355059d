package org.aparte.phone.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Answers to a digest challenge (RFC 3261 section 22.4, RFC 8760). */
final class Digest {

  private static final Map<String, String> ALGORITHMS = Map.of("MD5", "MD5", "SHA-256", "SHA-256");

  private Digest() {}

  /**
   * The field that answers a challenge.
   *
   * @param challenges the values of WWW-Authenticate or Proxy-Authenticate
   * @param uses how often the nonce of the challenge was used, this time included
   * @return nothing when there is no challenge that can be answered
   */
  static Optional<String> answer(
      List<String> challenges,
      String method,
      String uri,
      String user,
      String password,
      String clientNonce,
      int uses) {
    for (String challenge : challenges) {
      Map<String, String> parts = parts(challenge);
      String algorithm = parts.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
      if (!ALGORITHMS.containsKey(algorithm) || !parts.containsKey("nonce")) {
        continue;
      }
      String realm = parts.getOrDefault("realm", "");
      String nonce = parts.getOrDefault("nonce", "");
      String a1 = hash(algorithm, user + ":" + realm + ":" + password);
      String a2 = hash(algorithm, method + ":" + uri);
      boolean quality = List.of(parts.getOrDefault("qop", "").split("[, ]+")).contains("auth");
      String count = String.format(Locale.ROOT, "%08x", uses);
      String response =
          hash(
              algorithm,
              quality
                  ? String.join(":", a1, nonce, count, clientNonce, "auth", a2)
                  : String.join(":", a1, nonce, a2));
      String answer =
          "Digest username=\""
              + user
              + "\", realm=\""
              + realm
              + "\", nonce=\""
              + nonce
              + "\", uri=\""
              + uri
              + "\", response=\""
              + response
              + "\", algorithm="
              + algorithm;
      if (quality) {
        answer += ", qop=auth, nc=" + count + ", cnonce=\"" + clientNonce + "\"";
      }
      if (parts.containsKey("opaque")) {
        answer += ", opaque=\"" + parts.get("opaque") + "\"";
      }
      return Optional.of(answer);
    }
    return Optional.empty();
  }

  /** Whether the server only wants its new nonce (RFC 7616 section 3.3). */
  static boolean isStale(List<String> challenges) {
    return challenges.stream()
        .anyMatch(challenge -> parts(challenge).getOrDefault("stale", "").equalsIgnoreCase("true"));
  }

  private static Map<String, String> parts(String challenge) {
    Map<String, String> parts = new TreeMap<>();
    if (challenge.regionMatches(true, 0, "Digest ", 0, 7)) {
      for (String part : NameAddress.split(challenge.substring(7), ',')) {
        int equals = part.indexOf('=');
        if (equals > 0) {
          parts.put(
              part.substring(0, equals).trim().toLowerCase(Locale.ROOT),
              NameAddress.unquote(part.substring(equals + 1).trim()));
        }
      }
    }
    return parts;
  }

  private static String hash(String algorithm, String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance(ALGORITHMS.getOrDefault(algorithm, "MD5"));
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has MD5 and SHA-256", impossible);
    }
  }
}
