package org.aparte.zrtp.message;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.aparte.srtp.secret.Octets;

/** The message types and their type blocks (RFC 6189 section 5.1.1, Table 1; Z-5.1.1-04). */
public enum MessageType {
  /** Offers a version and algorithms (section 5.2). */
  HELLO("Hello   "),
  /** Stops the repetition of Hello (section 5.3). */
  HELLO_ACK("HelloACK"),
  /** Chooses the algorithms and makes its sender the initiator (section 5.4). */
  COMMIT("Commit  "),
  /** The responder's public value (section 5.5). */
  DH_PART1("DHPart1 "),
  /** The initiator's public value (section 5.6). */
  DH_PART2("DHPart2 "),
  /** The responder's confirmation (section 5.7). */
  CONFIRM1("Confirm1"),
  /** The initiator's confirmation (section 5.7). */
  CONFIRM2("Confirm2"),
  /** Stops the repetition of Confirm2 (section 5.8). */
  CONF2_ACK("Conf2ACK"),
  /** Ends a key agreement (section 5.9). */
  ERROR("Error   "),
  /** Stops the repetition of Error (section 5.10). */
  ERROR_ACK("ErrorACK"),
  /** Asks to go from SRTP to RTP (section 5.11). */
  GO_CLEAR("GoClear "),
  /** Stops the repetition of GoClear (section 5.12). */
  CLEAR_ACK("ClearACK"),
  /** Relays the SAS of the party behind a trusted MiTM (section 5.13). */
  SAS_RELAY("SASrelay"),
  /** Stops the repetition of SASrelay (section 5.14). */
  RELAY_ACK("RelayACK"),
  /** Asks which endpoint is at the other end (section 5.15). */
  PING("Ping    "),
  /** Answers Ping (section 5.16). */
  PING_ACK("PingACK ");

  private final String block;

  MessageType(String block) {
    this.block = block;
  }

  /** The type with this block, octet for octet, or nothing. */
  static Optional<MessageType> ofBlock(Octets block) {
    // ISO 8859-1 has a character of its own for each octet
    String characters = new String(block.toArray(), StandardCharsets.ISO_8859_1);
    for (MessageType type : values()) {
      if (type.block.equals(characters)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The type block: eight ASCII characters, filled up with spaces (Z-5.1-01). */
  public Octets block() {
    return Octets.of(block.getBytes(StandardCharsets.US_ASCII));
  }
}
