package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.ZrtpVersion;

/**
 * Ping: a proxy asks which endpoint is at the other end (RFC 6189 section 5.15, Figure 18).
 *
 * @param version of the PingACK that is asked for, one that we speak or not
 * @param endpointHash of the sender, 8 octets
 */
public record Ping(ZrtpVersion version, Octets endpointHash) implements ZrtpMessage {

  private static final int WORDS = 6;

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException when the hash has not 8 octets
   */
  public Ping {
    FieldLengths.requireWords("EndpointHash", endpointHash, 2);
  }

  /**
   * Reads a Ping of any version.
   *
   * <p>One of version 1.10 has its exact length (Z-5.15-04). Of another version's layout we know
   * nothing, yet it is to be answered too, in our format (section 5.16), and our answer needs an
   * EndpointHash: so it is looked for at its place of version 1.10, whatever follows it.
   */
  static ParsedMessage parse(Octets message) {
    int octets = message.length();
    if (octets < 4 * WORDS) {
      return new Malformed(Malformed.Reason.WRONG_LENGTH_FOR_TYPE, octets);
    }
    WordReader in = WordReader.afterHeader(message);
    Ping ping = new Ping(in.version(), in.words(2));
    if (octets > 4 * WORDS && ping.version.matches(ZrtpVersion.V1_10)) {
      return new Malformed(Malformed.Reason.WRONG_LENGTH_FOR_TYPE, 4 * WORDS);
    }
    return new Received<>(message, ping);
  }

  @Override
  public MessageType type() {
    return MessageType.PING;
  }

  @Override
  public Octets write() {
    return WordWriter.message(type(), WORDS).word(version.word()).octets(endpointHash).finish();
  }
}
