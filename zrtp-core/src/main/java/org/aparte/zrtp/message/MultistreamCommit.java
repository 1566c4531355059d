package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Zid;

/**
 * A Commit for Multistream mode (RFC 6189 section 5.4, Figure 6).
 *
 * @param h2 hash image H2, 32 octets
 * @param zid the ZID of the initiator
 * @param algorithms what the initiator has chosen
 * @param nonce 16 octets, never used before with this peer (section 4.4.3)
 * @param mac keyed by the initiator's H1 (Z-5.4-05)
 */
public record MultistreamCommit(
    Octets h2, Zid zid, ChosenAlgorithms algorithms, Octets nonce, Mac64 mac) implements Commit {

  /** The length in words (Z-5.4-02). */
  static final int WORDS = 25;

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException when a field has not its length, or the key agreement is not
   *     Mult
   */
  public MultistreamCommit {
    FieldLengths.requireWords("H2", h2, 8);
    FieldLengths.requireWords("nonce", nonce, 4);
    if (!algorithms.keyAgreement().is(KeyAgreementType.MULT)) {
      throw new IllegalArgumentException(
          "a Multistream Commit has key agreement Mult, not " + algorithms.keyAgreement());
    }
  }

  @Override
  public MultistreamCommit withMac(Mac64 computed) {
    return new MultistreamCommit(h2, zid, algorithms, nonce, computed);
  }

  @Override
  public Octets write() {
    WordWriter out = WordWriter.message(type(), WORDS).octets(h2).octets(zid.octets());
    algorithms.writeTo(out);
    return out.octets(nonce).mac(mac).finish();
  }
}
