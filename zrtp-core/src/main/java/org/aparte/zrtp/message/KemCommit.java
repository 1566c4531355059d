package org.aparte.zrtp.message;

import java.util.Optional;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Zid;

/**
 * A Commit for KEM mode: that of DH mode (RFC 6189 section 5.4, Figure 5) with the initiator's
 * public key between hvi and MAC. Not in the RFC; the engine of Linphone does it so.
 *
 * <pre>
 *   words  1 .. 3    preamble, length, "Commit  "
 *          4 .. 27   H2, ZID, five algorithms, hvi, as in Figure 5
 *         28 ..      the public key
 *                    MAC, two words
 * </pre>
 *
 * <p>hvi promises a DHPart2 that holds a nonce. The public key needs no promise: it is in the clear
 * from the first, and total_hash covers it.
 *
 * <p>That engine fills a public key up with zeros to a whole word. All that we know are whole words
 * (800 octets and more, or a curve's), so there is nothing to fill up, and nothing to check.
 *
 * @param h2 hash image H2, 32 octets
 * @param zid the ZID of the initiator
 * @param algorithms what the initiator has chosen
 * @param hvi the initiator's commitment to its DHPart2 and the responder's Hello, 32 octets
 * @param publicKey of the length of its key agreement; with one that we do not know whole words
 * @param mac keyed by the initiator's H1, as in every Commit (Z-5.4-05)
 */
public record KemCommit(
    Octets h2, Zid zid, ChosenAlgorithms algorithms, Octets hvi, Octets publicKey, Mac64 mac)
    implements HviCommit {

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException when a field has not its length, or the key agreement is one
   *     of another form of Commit
   */
  public KemCommit {
    FieldLengths.requireWords("H2", h2, 8);
    FieldLengths.requireWords("hvi", hvi, 8);
    KeyAgreementType known = knownType(algorithms).orElse(null);
    if (known == null) {
      FieldLengths.requireWords(
          "a public key", publicKey, 1, MessageParser.MAX_WORDS - DhCommit.WORDS);
    } else if (!known.isKem()) {
      throw new IllegalArgumentException(
          "key agreement " + known.code() + " has no public key in Commit");
    } else {
      FieldLengths.requireWords("the public key", publicKey, known.publicKeyOctets() / 4);
    }
  }

  /** The key agreement of a Commit, if we know it. */
  static Optional<KeyAgreementType> knownType(ChosenAlgorithms algorithms) {
    return KeyAgreementType.ofCode(algorithms.keyAgreement().text());
  }

  @Override
  public KemCommit withMac(Mac64 computed) {
    return new KemCommit(h2, zid, algorithms, hvi, publicKey, computed);
  }

  @Override
  public Octets write() {
    WordWriter out =
        WordWriter.message(type(), DhCommit.WORDS + publicKey.length() / 4)
            .octets(h2)
            .octets(zid.octets());
    algorithms.writeTo(out);
    return out.octets(hvi).octets(publicKey).mac(mac).finish();
  }
}
