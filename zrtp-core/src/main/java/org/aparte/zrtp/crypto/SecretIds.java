package org.aparte.zrtp.crypto;

import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * The four IDs of shared secrets in a DHPart message (RFC 6189 section 4.3.1), 8 octets each.
 *
 * @param rs1Id rs1IDi or rs1IDr
 * @param rs2Id rs2IDi or rs2IDr
 * @param auxsecretId auxsecretIDi or auxsecretIDr
 * @param pbxsecretId pbxsecretIDi or pbxsecretIDr
 */
public record SecretIds(Octets rs1Id, Octets rs2Id, Octets auxsecretId, Octets pbxsecretId) {

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException when an ID has not 8 octets
   */
  public SecretIds {
    requireOctets("rs1ID", rs1Id);
    requireOctets("rs2ID", rs2Id);
    requireOctets("auxsecretID", auxsecretId);
    requireOctets("pbxsecretID", pbxsecretId);
  }

  private static void requireOctets(String what, Octets id) {
    if (id.length() != MessageMac.OCTETS) {
      throw new IllegalArgumentException(
          what + " of " + id.length() + " octets: it has " + MessageMac.OCTETS);
    }
  }

  /**
   * The IDs that a sender puts into its DHPart message.
   *
   * @param senderH3 the H3 of the sender's Hello
   * @param random gives a stand-in for each secret that is missing
   */
  public static SecretIds of(
      ZrtpHash negotiated, Role sender, Octets senderH3, OwnSecrets own, RandomSource random) {
    // Z-4.3.1-01, Z-4.3.1-02
    return new SecretIds(
        idOrStandIn(id(negotiated, own.rs1(), sender), random),
        idOrStandIn(id(negotiated, own.rs2(), sender), random),
        idOrStandIn(auxId(negotiated, own.auxsecret(), senderH3), random),
        idOrStandIn(id(negotiated, own.pbxsecret(), sender), random));
  }

  /** The ID of rs1, rs2 or pbxsecret in the message of a sender; null for a missing secret. */
  static @Nullable Octets id(ZrtpHash negotiated, @Nullable SecretBytes secret, Role sender) {
    // Z-4.3.1-03: the leftmost 64 bits
    return secret == null ? null : negotiated.mac64(secret, ZrtpHash.ascii(sender.label()));
  }

  /** The ID of auxsecret in the message of a sender; null for a missing secret. */
  static @Nullable Octets auxId(
      ZrtpHash negotiated, @Nullable SecretBytes auxsecret, Octets senderH3) {
    return auxsecret == null ? null : negotiated.mac64(auxsecret, senderH3.toArray());
  }

  private static Octets idOrStandIn(@Nullable Octets id, RandomSource random) {
    // Z-4.3-03: nobody can tell which secrets exist. The random value stands for the ID at once:
    // the
    // MAC of a random secret is a random value, and hashing it first adds nothing
    return id == null ? random.standInSecretId() : id;
  }
}
