package org.aparte.zrtp.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aparte.srtp.secret.Octets;

/**
 * The hash of a Hello message as signaling carries it: the SDP attribute {@code a=zrtp-hash} (RFC
 * 6189 section 8) or its counterpart in Jingle (XEP-0262).
 *
 * <p>An endpoint of several versions announces one such hash per version, so hashes of versions
 * that we do not speak are read and kept too.
 *
 * @param version the version of the Hello that was hashed
 * @param hash the implicit hash of that version over the whole Hello message, without packet header
 *     and CRC: for version 1.10 the 32 octets of SHA-256
 */
public record HelloHash(ZrtpVersion version, Octets hash) {

  private static final int SHA256_OCTETS = 32;

  /** No hash that a ZRTP version could name is longer; bounds what signaling makes us keep. */
  private static final int MAX_OCTETS = 64;

  /** Groups: a version before a space, or four characters of version, then the digits. */
  private static final Pattern LINE =
      Pattern.compile(
          "(?:(?:a=)?zrtp-hash:[ \\t]*)?"
              + "(?:([0-9]\\.[!-~]{1,2})[ \\t]+|([0-9]\\.[!-~]{2}))"
              + "(\\p{XDigit}{2,128})");

  /**
   * Checks the length of the hash.
   *
   * @throws IllegalArgumentException when the hash of version 1.10 has not 32 octets, or that of
   *     another version not 1 to 64
   */
  public HelloHash {
    // Z-8.1-01: the implicit hash is not truncated
    if (!fits(version, hash.length())) {
      throw new IllegalArgumentException(
          "a hash of " + hash.length() + " octets is no Hello hash of version " + version);
    }
  }

  /**
   * Reads what a peer put into its signaling.
   *
   * <p>The RFC's grammar has no space between version and digits, its example has one: both are
   * read. Without a space the version is the first four characters, for that is the width of the
   * field in Hello.
   *
   * @param text the value, {@code 1.10 fe30...46df}, alone or with {@code a=zrtp-hash:} or {@code
   *     zrtp-hash:} before it; hex digits of either case
   * @return nothing when the text is anything else, or when the number of digits is not that of the
   *     version's hash
   */
  public static Optional<HelloHash> parse(String text) {
    // Z-8-03
    Matcher line = LINE.matcher(text.trim());
    if (!line.matches()) {
      return Optional.empty();
    }
    String version = line.group(1) != null ? line.group(1) : line.group(2);
    ZrtpVersion parsedVersion = ZrtpVersion.of(version);
    String digits = line.group(3);
    if (digits.length() % 2 != 0 || !fits(parsedVersion, digits.length() / 2)) {
      return Optional.empty();
    }
    return Optional.of(new HelloHash(parsedVersion, Octets.ofHex(digits)));
  }

  /** The value as the RFC's example writes it: version, space, lower-case hex digits. */
  public String value() {
    return version.text().trim() + " " + hash;
  }

  /** The whole attribute line, without its line end. Belongs under one m= line. */
  public String attribute() {
    return "a=zrtp-hash:" + value();
  }

  private static boolean fits(ZrtpVersion version, int octets) {
    return version.matches(ZrtpVersion.V1_10)
        ? octets == SHA256_OCTETS
        : octets > 0 && octets <= MAX_OCTETS;
  }
}
