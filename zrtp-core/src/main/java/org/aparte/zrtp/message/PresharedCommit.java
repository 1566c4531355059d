package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Zid;

/**
 * A Commit for Preshared mode (RFC 6189 section 5.4, Figure 7).
 *
 * @param h2 hash image H2, 32 octets
 * @param zid the ZID of the initiator
 * @param algorithms what the initiator has chosen
 * @param nonce 16 octets, never used before with this peer (section 4.4.2)
 * @param keyId names the preshared key, 8 octets (section 4.4.2)
 * @param mac keyed by the initiator's H1 (Z-5.4-05)
 */
public record PresharedCommit(
    Octets h2, Zid zid, ChosenAlgorithms algorithms, Octets nonce, Octets keyId, Mac64 mac)
    implements Commit {

  /** The length in words (Z-5.4-02). */
  static final int WORDS = 27;

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException when a field has not its length, or the key agreement is not
   *     Prsh
   */
  public PresharedCommit {
    FieldLengths.requireWords("H2", h2, 8);
    FieldLengths.requireWords("nonce", nonce, 4);
    FieldLengths.requireWords("keyID", keyId, 2);
    if (!algorithms.keyAgreement().is(KeyAgreementType.PRSH)) {
      throw new IllegalArgumentException(
          "a Preshared Commit has key agreement Prsh, not " + algorithms.keyAgreement());
    }
  }

  @Override
  public PresharedCommit withMac(Mac64 computed) {
    return new PresharedCommit(h2, zid, algorithms, nonce, keyId, computed);
  }

  @Override
  public Octets write() {
    WordWriter out = WordWriter.message(type(), WORDS).octets(h2).octets(zid.octets());
    algorithms.writeTo(out);
    return out.octets(nonce).octets(keyId).mac(mac).finish();
  }
}
