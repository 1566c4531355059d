package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/**
 * The four IDs by which a DHPart shows which secrets its sender has, without showing the secrets
 * (RFC 6189 section 4.3.1). Each is a MAC cut to 64 bits, or random octets when there is no such
 * secret; which of the two is not to be seen.
 *
 * @param rs1Id 8 octets, of the newer retained secret
 * @param rs2Id 8 octets, of the older retained secret
 * @param auxSecretId 8 octets, of the secret from outside ZRTP
 * @param pbxSecretId 8 octets, of the secret shared with a trusted MiTM
 */
public record SharedSecretIds(Octets rs1Id, Octets rs2Id, Octets auxSecretId, Octets pbxSecretId) {

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException when an ID has not 8 octets
   */
  public SharedSecretIds {
    FieldLengths.requireWords("rs1ID", rs1Id, 2);
    FieldLengths.requireWords("rs2ID", rs2Id, 2);
    FieldLengths.requireWords("auxsecretID", auxSecretId, 2);
    FieldLengths.requireWords("pbxsecretID", pbxSecretId, 2);
  }

  static SharedSecretIds read(WordReader in) {
    return new SharedSecretIds(in.words(2), in.words(2), in.words(2), in.words(2));
  }

  void writeTo(WordWriter out) {
    out.octets(rs1Id).octets(rs2Id).octets(auxSecretId).octets(pbxSecretId);
  }
}
