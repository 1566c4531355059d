package org.aparte.zrtp.model;

import org.aparte.srtp.SrtpProfile;

/** The five algorithms of an exchange, as its Commit chose them (RFC 6189 section 5.4). */
public record NegotiatedAlgorithms(
    HashType hash,
    CipherType cipher,
    AuthTagType authTag,
    KeyAgreementType keyAgreement,
    SasType sas) {

  /** The profile of the SRTP keys that come out of it. */
  public SrtpProfile srtpProfile() {
    return authTag.srtpProfile(cipher);
  }
}
