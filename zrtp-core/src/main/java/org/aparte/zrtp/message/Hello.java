package org.aparte.zrtp.message;

import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZrtpVersion;

/**
 * Hello: who is there, and what it can do (RFC 6189 section 5.2, Figure 3).
 *
 * @param version one that matches 1.10; for others see {@link HelloOfOtherVersion}
 * @param clientIdentifier 16 octets that name vendor and release
 * @param h3 hash image H3, 32 octets
 * @param zid the sender's ZID
 * @param signatureCapable flag S: can parse and verify signatures (Z-5.2-04)
 * @param mitm flag M: can send SASrelay (Z-5.2-05)
 * @param passive flag P: never sends Commit (Z-5.2-06)
 * @param offered the algorithms, as listed
 * @param mac keyed by the sender's H2 (Z-5.2-13)
 */
public record Hello(
    ZrtpVersion version,
    Octets clientIdentifier,
    Octets h3,
    Zid zid,
    boolean signatureCapable,
    boolean mitm,
    boolean passive,
    OfferedAlgorithms offered,
    Mac64 mac)
    implements MacProtected {

  private static final int WORDS_WITHOUT_LISTS = 22;
  private static final int CLIENT_IDENTIFIER_OCTETS = 16;
  private static final int VERSION_OFFSET = 12;
  private static final int COUNTS_OFFSET = 76;
  private static final int FLAG_S = 1 << 30;
  private static final int FLAG_M = 1 << 29;
  private static final int FLAG_P = 1 << 28;

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException when a field has not its length, or the version is another
   */
  public Hello {
    if (!version.matches(ZrtpVersion.V1_10)) {
      throw new IllegalArgumentException(
          "the layout of Hello in version " + version + " is unknown");
    }
    FieldLengths.requireWords("client identifier", clientIdentifier, 4);
    FieldLengths.requireWords("H3", h3, 8);
  }

  /**
   * The client identifier field for this text.
   *
   * @param name at most 16 characters, the rest is cut; what is not printable ASCII becomes "?"
   */
  public static Octets clientIdentifier(String name) {
    byte[] field = new byte[CLIENT_IDENTIFIER_OCTETS];
    for (int i = 0; i < field.length; i++) {
      field[i] = (byte) (i < name.length() ? printable(name.charAt(i)) : ' ');
    }
    return Octets.of(field);
  }

  /**
   * The client identifier as text, safe to show: up to the first zero octet, without spaces around
   * it; what is not printable ASCII shows as "?".
   */
  public String clientName() {
    StringBuilder name = new StringBuilder(CLIENT_IDENTIFIER_OCTETS);
    for (int i = 0; i < CLIENT_IDENTIFIER_OCTETS && clientIdentifier.at(i) != 0; i++) {
      name.append(printable(clientIdentifier.at(i)));
    }
    return name.toString().trim();
  }

  /** Reads a Hello of any version. */
  static ParsedMessage parse(Octets message) {
    if (message.length() < VERSION_OFFSET + 4) {
      return new Malformed(Malformed.Reason.WRONG_LENGTH_FOR_TYPE, message.length());
    }
    ZrtpVersion version = WordReader.afterHeader(message).version();
    return version.matches(ZrtpVersion.V1_10)
        ? parseVersion110(message)
        : new Received<>(message, HelloOfOtherVersion.read(WordReader.afterHeader(message)));
  }

  private static ParsedMessage parseVersion110(Octets message) {
    if (message.length() < 4 * WORDS_WITHOUT_LISTS) {
      return new Malformed(Malformed.Reason.WRONG_LENGTH_FOR_TYPE, message.length());
    }
    WordReader in = WordReader.afterHeader(message);
    ZrtpVersion version = in.version();
    Octets clientIdentifier = in.words(4);
    Octets h3 = in.words(8);
    Zid zid = in.zid();
    int flagsAndCounts = in.word();
    int[] counts = new int[5];
    int total = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (flagsAndCounts >>> (4 * (counts.length - 1 - i))) & 0xf;
      total += counts[i];
      // Z-5.2-09: four bits could say 15; more than 7 is no Hello
      if (counts[i] > OfferedAlgorithms.MAX_PER_LIST) {
        return new Malformed(Malformed.Reason.COUNT_ABOVE_SEVEN, COUNTS_OFFSET);
      }
    }
    // Z-5.2-02: 22 words and one per algorithm. A longer message would hold what no field names.
    if (message.length() != 4 * (WORDS_WITHOUT_LISTS + total)) {
      return new Malformed(Malformed.Reason.COUNTS_MISMATCH, COUNTS_OFFSET);
    }
    OfferedAlgorithms offered =
        new OfferedAlgorithms(
            codes(in, counts[0]),
            codes(in, counts[1]),
            codes(in, counts[2]),
            codes(in, counts[3]),
            codes(in, counts[4]));
    // Z-5.2-08: all bits but S, M, P and the counts are ignored. The figure shows the first as 0,
    // the text calls it no flag, and libzrtp sets it.
    return new Received<>(
        message,
        new Hello(
            version,
            clientIdentifier,
            h3,
            zid,
            (flagsAndCounts & FLAG_S) != 0,
            (flagsAndCounts & FLAG_M) != 0,
            (flagsAndCounts & FLAG_P) != 0,
            offered,
            in.mac()));
  }

  private static char printable(int character) {
    return character >= ' ' && character <= '~' ? (char) character : '?';
  }

  private static List<AlgorithmCode> codes(WordReader in, int count) {
    List<AlgorithmCode> codes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      codes.add(in.code());
    }
    return codes;
  }

  @Override
  public MessageType type() {
    return MessageType.HELLO;
  }

  @Override
  public Hello withMac(Mac64 computed) {
    return new Hello(
        version, clientIdentifier, h3, zid, signatureCapable, mitm, passive, offered, computed);
  }

  @Override
  public Octets write() {
    WordWriter out =
        WordWriter.message(type(), WORDS_WITHOUT_LISTS + offered.total())
            .word(version.word())
            .octets(clientIdentifier)
            .octets(h3)
            .octets(zid.octets());
    int flags = (signatureCapable ? FLAG_S : 0) | (mitm ? FLAG_M : 0) | (passive ? FLAG_P : 0);
    offered.writeTo(out, flags);
    return out.mac(mac).finish();
  }
}
