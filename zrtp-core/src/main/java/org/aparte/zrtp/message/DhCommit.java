package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Zid;

/**
 * A Commit for DH mode (RFC 6189 section 5.4, Figure 5).
 *
 * @param h2 hash image H2, 32 octets
 * @param zid the ZID of the initiator
 * @param algorithms what the initiator has chosen
 * @param hvi the initiator's commitment to its DHPart2 and the responder's Hello, 32 octets
 *     (section 4.4.1.1)
 * @param mac keyed by the initiator's H1 (Z-5.4-05)
 */
public record DhCommit(Octets h2, Zid zid, ChosenAlgorithms algorithms, Octets hvi, Mac64 mac)
    implements HviCommit {

  /** The length in words (Z-5.4-02). */
  static final int WORDS = 29;

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException when a field has not its length, or the key agreement is one
   *     of another form of Commit
   */
  public DhCommit {
    FieldLengths.requireWords("H2", h2, 8);
    FieldLengths.requireWords("hvi", hvi, 8);
    if (algorithms.keyAgreement().is(KeyAgreementType.MULT)
        || algorithms.keyAgreement().is(KeyAgreementType.PRSH)) {
      throw new IllegalArgumentException(
          "key agreement " + algorithms.keyAgreement() + " has no hvi");
    }
    if (KemCommit.knownType(algorithms).filter(KeyAgreementType::isKem).isPresent()) {
      throw new IllegalArgumentException(
          "key agreement " + algorithms.keyAgreement() + " has its public key in Commit");
    }
  }

  @Override
  public DhCommit withMac(Mac64 computed) {
    return new DhCommit(h2, zid, algorithms, hvi, computed);
  }

  @Override
  public Octets write() {
    WordWriter out = WordWriter.message(type(), WORDS).octets(h2).octets(zid.octets());
    algorithms.writeTo(out);
    return out.octets(hvi).mac(mac).finish();
  }
}
