package org.aparte.zrtp.message;

/**
 * Octets with a good CRC that are no message: "CRC OK, but wrong structure" (RFC 6189 section 5.9,
 * Table 8, 0x10).
 *
 * <p>A CRC is no authentication. Anyone can send such octets, so an exchange ignores them and goes
 * on waiting for the right ones.
 *
 * @param reason the rule that is broken
 * @param offset where it shows, in octets from the start of what was parsed
 */
public record Malformed(Reason reason, int offset) implements ParsedMessage, ParsedPlaintext {

  /** The rules of structure. */
  public enum Reason {
    /** No room for preamble, length and type block: 12 octets (section 5.2). */
    TOO_SHORT,
    /** Does not begin with 0x505a (Z-5.2-01). */
    WRONG_PREAMBLE,
    /** The length field does not name the length of the message (Z-5.2-01). */
    LENGTH_FIELD_MISMATCH,
    /** The type block is not in Table 1. */
    UNKNOWN_TYPE,
    /** No message of this type has this length. */
    WRONG_LENGTH_FOR_TYPE,
    /** A Hello counts more than seven algorithms of a kind (Z-5.2-09). */
    COUNT_ABOVE_SEVEN,
    /** The counts of a Hello do not add up to its length (Z-5.2-02). */
    COUNTS_MISMATCH,
    /** The signature length does not add up to the length of what was decrypted (Z-5.7-06). */
    SIGNATURE_LENGTH_MISMATCH
  }
}
