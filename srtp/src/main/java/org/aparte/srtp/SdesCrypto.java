package org.aparte.srtp;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.aparte.srtp.SdesParameters.FecOrder;
import org.aparte.srtp.secret.Wipe;

/**
 * One {@code a=crypto} attribute of SDP with the master keys in it (RFC 4568): read by {@link
 * #parse}, written by {@link #format}. Offers and answers are made of them by {@link SdesOffer} and
 * {@link SdesAnswer}.
 *
 * <pre>{@code
 * SdesResult<SdesCrypto> read = SdesCrypto.parse("1 AES_CM_128_HMAC_SHA1_80 inline:...");
 * if (!read.isAccepted()) { log(read.refusal()); return; }
 * try (SdesCrypto crypto = read.value()) { receiver = SrtpReceiver.of(crypto.key()); }
 * }</pre>
 *
 * <p>An object of this class keeps all rules of section 6 that concern a single attribute, whether
 * it was read or made: keys of the suite's length, distinct, told apart by MKIs of one length when
 * there are several. It owns its keys, and {@link #close} wipes them. The texts that {@link #parse}
 * takes and {@link #format} gives hold the keys too, and a Java string cannot be wiped: SDES trusts
 * its keys to the signalling, which must protect them (section 8.3).
 */
public final class SdesCrypto implements AutoCloseable {

  /** The attribute's name, with which {@link #format} begins; {@link #parse} also does without. */
  public static final String PREFIX = "a=crypto:";

  /** The longest attribute that is read, in characters after {@link #PREFIX}; our own limit. */
  public static final int MAX_CHARS = 8192;

  /** The most keys in an attribute, and the most in its FEC_KEY; our own limit. */
  public static final int MAX_KEYS = 16;

  /** The largest tag: nine digits (section 9.1). */
  public static final int MAX_TAG = 999_999_999;

  private final int tag;
  private final List<SrtpMasterKey> keys;
  private final List<SrtpMasterKey> fecKeys;
  private final SdesParameters parameters;

  private SdesCrypto(
      int tag, List<SrtpMasterKey> keys, List<SrtpMasterKey> fecKeys, SdesParameters parameters) {
    this.tag = tag;
    this.keys = List.copyOf(keys);
    this.fecKeys = List.copyOf(fecKeys);
    this.parameters = parameters;
  }

  /**
   * Reads an attribute, with or without {@code a=crypto:} before it and without the line's end.
   *
   * <p>Strict in what section 9 and the rules of section 6 call invalid. Of values it takes any
   * case (section 4), and of base64 also those whose unused last bits are set. Well-formed
   * attributes with UNAUTHENTICATED_SRTP are refused too.
   *
   * @return the attribute, to be closed, or the reason for refusing it; never an exception
   */
  public static SdesResult<SdesCrypto> parse(String attribute) {
    return SdesParser.parse(attribute);
  }

  /** An attribute with a single key, no FEC_KEY and no session parameters; see the longer form. */
  public static SdesCrypto of(int tag, SrtpMasterKey key) {
    return of(tag, List.of(key), List.of(), SdesParameters.NONE);
  }

  /**
   * An attribute with these keys, which from now on belong to it; when an exception is thrown they
   * stay the caller's.
   *
   * @param tag 0 to {@value #MAX_TAG}, unique in the media line
   * @param keys 1 to {@value #MAX_KEYS} keys of one profile; with MKIs when there are several
   * @param fecKeys likewise, or none
   * @throws IllegalArgumentException when the rules of RFC 4568 section 6 make such an attribute
   *     invalid; the message names the {@link SdesRefusal.Reason}
   */
  public static SdesCrypto of(
      int tag, List<SrtpMasterKey> keys, List<SrtpMasterKey> fecKeys, SdesParameters parameters) {
    if (tag < 0 || tag > MAX_TAG) {
      throw new IllegalArgumentException("tag " + tag + ": 0 to " + MAX_TAG);
    }
    if (keys.isEmpty() || keys.size() > MAX_KEYS || fecKeys.size() > MAX_KEYS) {
      throw new IllegalArgumentException(
          keys.size()
              + " keys, "
              + fecKeys.size()
              + " for FEC: 1 to "
              + MAX_KEYS
              + " are possible");
    }
    SrtpProfile profile = keys.get(0).profile();
    for (SrtpMasterKey key : SdesKeyRules.concatenation(keys, fecKeys)) {
      if (!key.profile().equals(profile) || !profile.sdesName().isPresent()) {
        throw new IllegalArgumentException(
            "a key for "
                + key.profile()
                + ": all must be for one profile that SDES has a suite of");
      }
    }
    SdesRefusal breach = SdesKeyRules.breach(keys, fecKeys, parameters);
    if (breach != null) {
      throw new IllegalArgumentException("no valid attribute: " + breach);
    }
    return takeOver(tag, keys, fecKeys, parameters);
  }

  static SdesCrypto takeOver(
      int tag, List<SrtpMasterKey> keys, List<SrtpMasterKey> fecKeys, SdesParameters parameters) {
    return new SdesCrypto(tag, keys, fecKeys, parameters);
  }

  /**
   * A fresh random master key and salt with the suite's default lifetime, without MKI.
   *
   * @param random cryptographically strong
   * @throws IllegalArgumentException when SDES has no suite for the profile
   */
  public static SrtpMasterKey generateKey(SrtpProfile profile, SecureRandom random) {
    if (!profile.sdesName().isPresent()) {
      throw new IllegalArgumentException(profile + " has no crypto suite in SDES");
    }
    byte[] keyAndSalt = new byte[profile.keyOctets() + profile.saltOctets()];
    // S4568-6.1-05: key and salt are cryptographically random
    random.nextBytes(keyAndSalt);
    try (SrtpMasterKey key = SrtpMasterKey.ofConcatenated(profile, keyAndSalt)) {
      return key.withLifetime(SdesKeyRules.defaultLifetimePackets(profile));
    } finally {
      Wipe.octets(keyAndSalt);
    }
  }

  /** The number by which an answer names the offered attribute that it accepts. */
  public int tag() {
    return tag;
  }

  /** The crypto suite. */
  public SrtpProfile profile() {
    return keys.get(0).profile();
  }

  /** The first key, which is the only one in most attributes. */
  public SrtpMasterKey key() {
    return keys.get(0);
  }

  /** All keys, one at least, for the packets that the writer of the attribute sends. */
  public List<SrtpMasterKey> keys() {
    return keys;
  }

  /** The keys of FEC_KEY, for FEC packets to an address or port of their own; mostly none. */
  public List<SrtpMasterKey> fecKeys() {
    return fecKeys;
  }

  /** Keys and FEC keys. */
  List<SrtpMasterKey> allKeys() {
    return SdesKeyRules.concatenation(keys, fecKeys);
  }

  /** The session parameters. */
  public SdesParameters parameters() {
    return parameters;
  }

  /**
   * The attribute as a line of SDP without its end, beginning with {@link #PREFIX}. It holds the
   * keys.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public String format() {
    StringBuilder line = new StringBuilder(PREFIX).append(tag);
    line.append(' ').append(profile().sdesName().orElseThrow(IllegalStateException::new));
    appendKeys(line.append(' '), keys);
    if (parameters.keyDerivationRate() != 0) {
      line.append(" KDR=").append(Integer.numberOfTrailingZeros(parameters.keyDerivationRate()));
    }
    if (!parameters.encryptRtp()) {
      line.append(" UNENCRYPTED_SRTP");
    }
    if (!parameters.encryptRtcp()) {
      line.append(" UNENCRYPTED_SRTCP");
    }
    if (parameters.fecOrder() != FecOrder.FEC_SRTP) {
      line.append(" FEC_ORDER=").append(parameters.fecOrder());
    }
    if (!fecKeys.isEmpty()) {
      appendKeys(line.append(" FEC_KEY="), fecKeys);
    }
    if (parameters.windowSizeHint().isPresent()) {
      line.append(" WSH=").append(parameters.windowSizeHint().getAsInt());
    }
    parameters.extensions().forEach(extension -> line.append(' ').append(extension));
    return line.toString();
  }

  private static void appendKeys(StringBuilder line, List<SrtpMasterKey> keys) {
    String separator = "";
    for (SrtpMasterKey key : keys) {
      line.append(separator).append("inline:");
      appendKeyAndSalt(line, key);
      long packets = key.lifetimePackets();
      if (packets != SdesKeyRules.defaultLifetimePackets(key.profile())) {
        boolean power = Long.bitCount(packets) == 1 && packets >= 1024;
        line.append('|').append(power ? "2^" + Long.numberOfTrailingZeros(packets) : packets);
      }
      if (key.mki().length() != 0) {
        // S4568-6.1-16, S4568-6.1-17: the number without leading zeros, a colon, its octets
        line.append('|')
            .append(SdesKeyRules.mkiNumber(key.mki()))
            .append(':')
            .append(key.mki().length());
      }
      separator = ";";
    }
  }

  private static void appendKeyAndSalt(StringBuilder line, SrtpMasterKey key) {
    byte[] keyAndSalt = new byte[key.key().length() + key.salt().length()];
    byte[] base64 = {};
    try {
      System.arraycopy(key.key().expose(), 0, keyAndSalt, 0, key.key().length());
      System.arraycopy(key.salt().expose(), 0, keyAndSalt, key.key().length(), key.salt().length());
      base64 = Base64.getEncoder().encode(keyAndSalt);
      line.append(new String(base64, StandardCharsets.ISO_8859_1));
    } finally {
      Wipe.octets(keyAndSalt);
      Wipe.octets(base64);
    }
  }

  /** Wipes all keys. */
  @Override
  public void close() {
    keys.forEach(SrtpMasterKey::close);
    fecKeys.forEach(SrtpMasterKey::close);
  }

  /** Tag, suite, numbers of keys and parameters; never a key. */
  @Override
  public String toString() {
    return "SdesCrypto["
        + tag
        + ", "
        + profile()
        + ", keys="
        + keys.size()
        + (fecKeys.isEmpty() ? "" : ", fecKeys=" + fecKeys.size())
        + ", "
        + parameters
        + "]";
  }
}
