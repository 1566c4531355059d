package org.aparte.zrtp.model;

/**
 * An algorithm that a Hello lists and a Commit chooses, known on the wire by a type block of four
 * characters (RFC 6189 sections 5.1.2 to 5.1.7).
 *
 * <p>The registries are the enums that implement it. A code that none of them knows is no fault of
 * the peer's (Z-5.1-02): every lookup answers with an {@link java.util.Optional}.
 */
public sealed interface AlgorithmType
    permits HashType, CipherType, AuthTagType, KeyAgreementType, SasType, SignatureType {

  /** The type block as it stands in messages: four ASCII characters, padded with spaces. */
  String code();
}
