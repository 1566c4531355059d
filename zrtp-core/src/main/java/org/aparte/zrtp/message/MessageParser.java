package org.aparte.zrtp.message;

import java.util.Optional;
import java.util.function.Function;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Zid;

/**
 * Makes messages of octets.
 *
 * <p>Strict about structure, tolerant about content. The RFC gives each message one length, or one
 * that follows from its own fields; any other is refused, since after the last field there is
 * nothing that could be meant (the message ends where the CRC begins, section 5.2), and room that
 * no rule fills is where parsers were overrun (section 5.1 names that as the reason for the
 * format). Tolerated is what the RFC says to ignore or lets others define: unused bits, undefined
 * flags, algorithm codes, error codes, the length of a public value, and all of a Hello of another
 * version behind its version.
 *
 * <p>Work and memory are linear in the length of the octets, which {@link ZrtpPacket} bounds.
 */
public final class MessageParser {

  private static final int PREAMBLE = 0x505a;
  private static final int TYPE_OFFSET = 4;

  /** The most that a length field can say. */
  static final int MAX_WORDS = 0xffff;

  private MessageParser() {}

  /**
   * Reads one message.
   *
   * @param message from the preamble to the end, without packet header and CRC; anything at all
   * @return a {@link Received}, or a {@link Malformed} with the first rule that is broken
   */
  public static ParsedMessage parse(Octets message) {
    int octets = message.length();
    if (octets < 4 * WordReader.HEADER_WORDS) {
      return new Malformed(Malformed.Reason.TOO_SHORT, octets);
    }
    // Z-5.2-01: preamble, then the length of all of the message in words
    WordReader in = new WordReader(message);
    int preambleAndLength = in.word();
    if (preambleAndLength >>> 16 != PREAMBLE) {
      return new Malformed(Malformed.Reason.WRONG_PREAMBLE, 0);
    }
    if (4 * (preambleAndLength & 0xffff) != octets) {
      return new Malformed(Malformed.Reason.LENGTH_FIELD_MISMATCH, 2);
    }
    Optional<MessageType> type = MessageType.ofBlock(in.words(2));
    return type.isPresent()
        ? parse(type.get(), message)
        : new Malformed(Malformed.Reason.UNKNOWN_TYPE, TYPE_OFFSET);
  }

  private static ParsedMessage parse(MessageType type, Octets message) {
    // Z-5.1.1-01, Z-5.1.1-02: every type of Table 1 is read, the optional ones too
    return switch (type) {
      case HELLO -> Hello.parse(message);
      case HELLO_ACK -> exactly(HelloAck.WORDS, message, in -> new HelloAck());
      case COMMIT -> commit(message);
      case DH_PART1 -> between(DhPart.MIN_WORDS, MAX_WORDS, message, DhPart1::read);
      case DH_PART2 -> between(DhPart.MIN_WORDS, MAX_WORDS, message, DhPart2::read);
      case CONFIRM1 -> sealed(message, Confirm1::read);
      case CONFIRM2 -> sealed(message, Confirm2::read);
      case CONF2_ACK -> exactly(Conf2Ack.WORDS, message, in -> new Conf2Ack());
      case ERROR -> exactly(ErrorMessage.WORDS, message, ErrorMessage::read);
      case ERROR_ACK -> exactly(ErrorAck.WORDS, message, in -> new ErrorAck());
      case GO_CLEAR -> exactly(GoClear.WORDS, message, GoClear::read);
      case CLEAR_ACK -> exactly(ClearAck.WORDS, message, in -> new ClearAck());
      case SAS_RELAY -> sealed(message, SasRelay::read);
      case RELAY_ACK -> exactly(RelayAck.WORDS, message, in -> new RelayAck());
      case PING -> Ping.parse(message);
      case PING_ACK -> exactly(PingAck.WORDS, message, PingAck::read);
    };
  }

  /**
   * Reads the form of Commit that its key agreement type names.
   *
   * <p>A type that we do not know is read as DH, or as KEM when it is longer: whether it was
   * offered, and so whether error 0x53 is due, is not a question of structure.
   */
  private static ParsedMessage commit(Octets message) {
    int words = message.length() / 4;
    // Z-5.4-02: each form has one length; the shortest has the fields that all share
    if (words < MultistreamCommit.WORDS) {
      return wrongLength(message.length());
    }
    WordReader in = WordReader.afterHeader(message);
    Octets h2 = in.words(8);
    Zid zid = in.zid();
    ChosenAlgorithms algorithms = ChosenAlgorithms.read(in);
    Commit commit;
    if (algorithms.keyAgreement().is(KeyAgreementType.MULT)) {
      if (words != MultistreamCommit.WORDS) {
        return wrongLength(4 * MultistreamCommit.WORDS);
      }
      commit = new MultistreamCommit(h2, zid, algorithms, in.words(4), in.mac());
    } else if (algorithms.keyAgreement().is(KeyAgreementType.PRSH)) {
      if (words != PresharedCommit.WORDS) {
        return wrongLength(4 * Math.min(words, PresharedCommit.WORDS));
      }
      commit = new PresharedCommit(h2, zid, algorithms, in.words(4), in.words(2), in.mac());
    } else {
      // Z-5.4-03: in words, how much there is between hvi and MAC
      int publicKeyWords =
          KemCommit.knownType(algorithms)
              .map(type -> type.publicKeyOctets() / 4)
              .orElse(Math.max(0, words - DhCommit.WORDS));
      if (words != DhCommit.WORDS + publicKeyWords) {
        return wrongLength(4 * Math.min(words, DhCommit.WORDS + publicKeyWords));
      }
      Octets hvi = in.words(8);
      commit =
          publicKeyWords == 0
              ? new DhCommit(h2, zid, algorithms, hvi, in.mac())
              : new KemCommit(h2, zid, algorithms, hvi, in.words(publicKeyWords), in.mac());
    }
    return new Received<>(message, commit);
  }

  private static ParsedMessage sealed(Octets message, Function<WordReader, ZrtpMessage> fields) {
    return between(SealedPart.MIN_WORDS, SealedPart.MAX_WORDS, message, fields);
  }

  private static ParsedMessage exactly(
      int words, Octets message, Function<WordReader, ZrtpMessage> fields) {
    return between(words, words, message, fields);
  }

  private static ParsedMessage between(
      int minWords, int maxWords, Octets message, Function<WordReader, ZrtpMessage> fields) {
    int words = message.length() / 4;
    if (words < minWords || words > maxWords) {
      return wrongLength(4 * Math.min(words, maxWords));
    }
    return new Received<>(message, fields.apply(WordReader.afterHeader(message)));
  }

  private static Malformed wrongLength(int offset) {
    return new Malformed(Malformed.Reason.WRONG_LENGTH_FOR_TYPE, offset);
  }
}
