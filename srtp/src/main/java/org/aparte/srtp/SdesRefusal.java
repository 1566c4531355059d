package org.aparte.srtp;

/**
 * Why an {@code a=crypto} attribute, an offer or an answer was not taken.
 *
 * @param detail what and where, for a log; characters are counted from 1 behind {@code a=crypto:}.
 *     It is made of our own words and of numbers: nothing of the refused text is repeated, because
 *     any part of that text may be a key
 */
public record SdesRefusal(Reason reason, String detail) {

  /** What was wrong. Section numbers are those of RFC 4568 where no other is named. */
  public enum Reason {
    // The attribute as a text, section 9.1

    /** Longer than {@link SdesCrypto#MAX_CHARS}: our limit, the RFC has none. */
    TOO_LONG,
    /** A character that is neither visible ASCII, space nor tab. */
    BAD_CHARACTER,
    /** White space at the beginning or the end. */
    BAD_WHITE_SPACE,
    /** Tag, crypto suite or key parameters are missing. */
    MISSING_FIELD,
    /** The tag is not 1 to 9 digits without leading zeros. */
    BAD_TAG,
    /** The name of the crypto suite has a character that names cannot have. */
    BAD_SUITE,
    /** A well-formed crypto suite that this library does not have. */
    UNSUPPORTED_SUITE,

    // Keys, section 6.1

    /** A key method other than {@code inline}. */
    UNSUPPORTED_KEY_METHOD,
    /** The fields between colons, bars and semicolons are not those of the grammar. */
    BAD_KEY_PARAMETER,
    /** More keys in one list than {@link SdesCrypto#MAX_KEYS}: our limit, the RFC has none. */
    TOO_MANY_KEYS,
    /** Not base64, or without its padding. */
    BAD_BASE64,
    /** Key and salt together are longer or shorter than the suite's. */
    WRONG_KEY_LENGTH,
    /** The lifetime is not a positive number without leading zeros, in decimal or as 2^n. */
    BAD_LIFETIME,
    /** The lifetime exceeds the suite's maximum of 2^48. */
    LIFETIME_TOO_LONG,
    /** The MKI is not a positive number without leading zeros. */
    BAD_MKI,
    /** The MKI has no length after a colon. */
    MKI_WITHOUT_LENGTH,
    /** The length of the MKI is not 1 to 128 without leading zeros. */
    BAD_MKI_LENGTH,
    /** The MKI does not fit into as many octets as its length says. */
    MKI_TOO_LARGE,
    /** Several keys, and one of them has no MKI. */
    MKI_MISSING,
    /** The keys of one attribute have MKIs of different lengths. */
    MKI_LENGTHS_DIFFER,
    /** Two keys of one list have the same MKI: a packet would not tell which is its key. */
    DUPLICATE_MKI,
    /** A master key stands twice in an attribute, or in an attribute and an earlier one. */
    DUPLICATE_KEY,

    // Session parameters, section 6.3

    /** A session parameter stands twice. */
    DUPLICATE_PARAMETER,
    /** KDR is not 1 to 24 without leading zeros. */
    BAD_KDR,
    /** FEC_ORDER is neither FEC_SRTP nor SRTP_FEC. */
    BAD_FEC_ORDER,
    /** WSH is not a number of at least 64 without leading zeros. */
    BAD_WINDOW_SIZE,
    /** A lone dash, or two dashes, where an extension parameter should begin. */
    BAD_PARAMETER,
    /** An unknown session parameter without a leading dash. */
    UNKNOWN_PARAMETER,
    /** UNAUTHENTICATED_SRTP: this library authenticates every packet, or does not touch it. */
    UNAUTHENTICATED_SRTP,
    /** UNENCRYPTED_SRTP with an AEAD suite, which encrypts every packet (RFC 7714 section 8.2). */
    UNENCRYPTED_AEAD,

    // Our policy, sections 5.1.2 and 7.1.2

    /** The crypto suite is not among those of the {@link SdesPolicy}. */
    SUITE_NOT_ACCEPTED,
    /** UNENCRYPTED_SRTP or UNENCRYPTED_SRTCP, which the {@link SdesPolicy} does not allow. */
    UNENCRYPTED_NOT_ACCEPTED,
    /** FEC_ORDER=SRTP_FEC, which the {@link SdesPolicy} does not allow. */
    FEC_ORDER_NOT_ACCEPTED,
    /** No FEC_KEY, although the FEC stream has an address or port of its own (section 6.3.5). */
    FEC_KEY_MISSING,
    /** FEC_KEY, although no FEC stream has an address or port of its own (section 6.3.5). */
    FEC_KEY_NOT_ALLOWED,

    // Offer and answer, sections 5.1.2, 5.1.3 and 7.1.3

    /** No {@code a=crypto} attribute at all. */
    NO_CRYPTO_ATTRIBUTE,
    /** More attributes than {@link SdesAnswer#MAX_LINES}: our limit, the RFC has none. */
    TOO_MANY_ATTRIBUTES,
    /** The tag stands on two attributes of the media line. */
    DUPLICATE_TAG,
    /** None of the offered attributes is both valid and acceptable: reject the media stream. */
    NONE_ACCEPTABLE,
    /** The answer has more than one attribute. */
    SEVERAL_ANSWERS,
    /** This offer was concluded by an earlier answer; a new one needs a new offer (section 7.3). */
    ALREADY_CONCLUDED,
    /** The answer has a tag that the offer has not. */
    TAG_NOT_OFFERED,
    /** The answer has another crypto suite than the offered attribute of its tag. */
    SUITE_CHANGED,
    /** The answer adds or leaves out UNENCRYPTED_SRTP or UNENCRYPTED_SRTCP. */
    NEGOTIATED_PARAMETER_CHANGED,
    /** The answer repeats a master key of the offer. */
    KEY_OF_OFFER
  }

  /** The reason and the detail; nothing of the refused text. */
  @Override
  public String toString() {
    return reason + ": " + detail;
  }
}
