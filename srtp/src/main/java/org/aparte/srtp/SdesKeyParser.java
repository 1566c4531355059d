package org.aparte.srtp;

import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import org.aparte.srtp.SdesRefusal.Reason;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.Wipe;

/**
 * Reads {@code key-params}: one or more {@code inline:KEY|lifetime|MKI:length} with semicolons
 * between them (RFC 4568 sections 6.1, 9.1 and 9.2).
 */
final class SdesKeyParser {

  /** Digits of 256^128, the first number that no MKI can hold: a bound on the work below. */
  private static final int MAX_MKI_DIGITS = 309;

  private static final String INLINE = "inline";

  private final SdesText text;
  private final SrtpProfile profile;

  SdesKeyParser(SdesText text, SrtpProfile profile) {
    this.text = text;
    this.profile = profile;
  }

  /**
   * Reads the range. Keys are added as they are read, also when a later one is refused: they are
   * the caller's to close.
   *
   * @return false when the range was refused
   */
  boolean read(int from, int to, List<SrtpMasterKey> keys) {
    int start = from;
    while (true) {
      int end = text.indexOf(';', start, to);
      if (keys.size() == SdesCrypto.MAX_KEYS) {
        return text.refuse(Reason.TOO_MANY_KEYS, start, "more than " + SdesCrypto.MAX_KEYS);
      }
      if (!readKey(start, end, keys)) {
        return false;
      }
      if (end == to) {
        return true;
      }
      start = end + 1;
    }
  }

  private boolean readKey(int from, int to, List<SrtpMasterKey> keys) {
    int colon = text.indexOf(':', from, to);
    if (colon == to) {
      return text.refuse(Reason.BAD_KEY_PARAMETER, from, "no key method and colon");
    }
    if (!text.is(INLINE, from, colon)) {
      return text.refuse(Reason.UNSUPPORTED_KEY_METHOD, from, "the only key method is inline");
    }
    int keyEnd = text.indexOf('|', colon + 1, to);
    if (!checkKeyText(colon + 1, keyEnd)) {
      return false;
    }
    if (keyEnd == to) {
      return add(
          colon + 1, keyEnd, SdesKeyRules.defaultLifetimePackets(profile), Octets.EMPTY, keys);
    }
    return readPolicy(colon + 1, keyEnd, to, keys);
  }

  /** What stands behind the key: {@code |lifetime}, {@code |MKI:length}, or both in this order. */
  private boolean readPolicy(int keyFrom, int keyTo, int to, List<SrtpMasterKey> keys) {
    int first = keyTo + 1;
    int firstEnd = text.indexOf('|', first, to);
    boolean both = firstEnd < to;
    // only the MKI has a colon (section 6.1), so a single field tells which of the two it is
    boolean firstIsMki = text.indexOf(':', first, firstEnd) < firstEnd;
    if (both && (firstIsMki || text.indexOf('|', firstEnd + 1, to) < to)) {
      return text.refuse(Reason.BAD_KEY_PARAMETER, first, "not lifetime, then MKI");
    }
    // S4568-6.1-14: no lifetime means the suite's default
    long lifetimePackets = SdesKeyRules.defaultLifetimePackets(profile);
    if (!firstIsMki) {
      lifetimePackets = lifetime(first, firstEnd);
      if (lifetimePackets < 0) {
        return false;
      }
    }
    int mkiFrom = firstIsMki ? first : firstEnd + 1;
    Octets mki = Octets.EMPTY;
    if (firstIsMki || both) {
      mki = mki(mkiFrom, to);
      if (mki.length() == 0) {
        return false;
      }
    }
    return add(keyFrom, keyTo, lifetimePackets, mki, keys);
  }

  private boolean checkKeyText(int from, int to) {
    int digits = 0;
    while (from + digits < to && isBase64(text.at(from + digits))) {
      digits++;
    }
    int padding = to - from - digits;
    for (int i = from + digits; i < to; i++) {
      if (text.at(i) != '=') {
        return text.refuse(Reason.BAD_BASE64, i, "not a character of base64");
      }
    }
    if (padding > 2 || (to - from) % 4 != 0 || to == from) {
      return text.refuse(Reason.BAD_BASE64, from, "not groups of four, padded with = or ==");
    }
    // S4568-6.1-04, S4568-6.2.1-02, S4568-6.2.2-02, S4568-6.2.3-01: the suite gives the length
    int octets = (to - from) / 4 * 3 - padding;
    int needed = profile.keyOctets() + profile.saltOctets();
    if (octets != needed) {
      return text.refuse(
          Reason.WRONG_KEY_LENGTH,
          from,
          "key and salt of " + octets + " octets, the suite needs " + needed);
    }
    return true;
  }

  private static boolean isBase64(char c) {
    return SdesText.isLetterOrDigit(c) || c == '+' || c == '/';
  }

  /** The lifetime in packets, or a negative number when it was refused. */
  private long lifetime(int from, int to) {
    boolean power = text.startsWith("2^", from, to);
    // S4568-6.1-11: no leading zeros
    long number = text.number(power ? from + 2 : from, to);
    if (number == SdesText.MALFORMED || (number == 0 && !power)) {
      // S4568-6.1-13: an invalid lifetime makes the whole attribute invalid
      text.refuse(Reason.BAD_LIFETIME, from, "the lifetime is not a positive number or 2^n");
      return -1;
    }
    // S4568-6.1-12: not more than the suite's maximum
    if (number > (power ? SdesKeyRules.MAX_LIFETIME_EXPONENT : SrtpMasterKey.MAX_RTP_PACKETS)) {
      text.refuse(Reason.LIFETIME_TOO_LONG, from, "a lifetime of more than 2^48 packets");
      return -1;
    }
    return power ? 1L << number : number;
  }

  /** The MKI as packets carry it, big-endian; empty when it was refused. */
  private Octets mki(int from, int to) {
    int colon = text.indexOf(':', from, to);
    if (colon == to) {
      // S4568-6.1-17: the length is given too
      text.refuse(Reason.MKI_WITHOUT_LENGTH, from, "the MKI has no length");
      return Octets.EMPTY;
    }
    // S4568-6.1-18, S4568-6.1-19: no leading zeros; 1 to 128
    long octets = text.number(colon + 1, to);
    if (octets < 1 || octets > SrtpMasterKey.MAX_MKI_OCTETS) {
      text.refuse(Reason.BAD_MKI_LENGTH, colon + 1, "the length of the MKI is not 1 to 128");
      return Octets.EMPTY;
    }
    // S4568-6.1-16: a positive number without leading zeros
    long small = text.number(from, colon);
    if (small < 1) {
      text.refuse(Reason.BAD_MKI, from, "the MKI is not a positive number");
      return Octets.EMPTY;
    }
    if (colon - from <= MAX_MKI_DIGITS) {
      byte[] magnitude = new BigInteger(text.substring(from, colon)).toByteArray();
      int sign = magnitude[0] == 0 ? 1 : 0;
      int room = (int) octets - (magnitude.length - sign);
      if (room >= 0) {
        byte[] padded = new byte[(int) octets];
        System.arraycopy(magnitude, sign, padded, room, magnitude.length - sign);
        return Octets.of(padded);
      }
    }
    text.refuse(Reason.MKI_TOO_LARGE, from, "the MKI needs more than " + octets + " octets");
    return Octets.EMPTY;
  }

  private boolean add(
      int from, int to, long lifetimePackets, Octets mki, List<SrtpMasterKey> keys) {
    byte[] ascii = new byte[to - from];
    for (int i = 0; i < ascii.length; i++) {
      ascii[i] = (byte) text.at(from + i);
    }
    byte[] keyAndSalt = Base64.getDecoder().decode(ascii);
    try (SrtpMasterKey plain = SrtpMasterKey.ofConcatenated(profile, keyAndSalt);
        SrtpMasterKey limited = plain.withLifetime(lifetimePackets)) {
      keys.add(mki.length() == 0 ? limited.withLifetime(lifetimePackets) : limited.withMki(mki));
    } finally {
      Wipe.octets(ascii);
      Wipe.octets(keyAndSalt);
    }
    return true;
  }
}
