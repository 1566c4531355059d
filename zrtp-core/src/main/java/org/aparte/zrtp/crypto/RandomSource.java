package org.aparte.zrtp.crypto;

import java.security.SecureRandom;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;

/**
 * Every random value of an exchange, by name: what RFC 6189 section 4.8 asks to be fresh and
 * unpredictable. (The ZID, made once per installation, is {@code Zid.random}.)
 *
 * <p>An exchange that was recorded is run again, octet for octet, by an implementation that gives
 * the recorded values; {@link KeyAgreement#fromPrivate}, {@link KeyEncapsulation#fromPrivate} and
 * {@link KeyEncapsulation#encapsulateFrom} make its key shares.
 */
public interface RandomSource {

  /** H0, the beginning of a stream's hash chain (section 9): 32 octets, for the caller to close. */
  SecretBytes h0();

  /**
   * A secret value and the public value to it (section 4.4.1.1), for the caller to close.
   *
   * @param type one with {@link KeyAgreementType#isDh}
   * @param cipher the negotiated cipher, by which the length of a finite-field exponent goes
   */
  KeyShare keyShare(KeyAgreementType type, CipherType cipher);

  /**
   * The initiator's key pair in KEM mode, for the caller to close.
   *
   * @param type one with {@link KeyAgreementType#isKem}
   */
  KeyShare keyPair(KeyAgreementType type, HashType negotiated);

  /**
   * The responder's ciphertext in KEM mode and the secret in it, for the caller to close, or what
   * is wrong with the initiator's public key.
   *
   * @param type one with {@link KeyAgreementType#isKem}
   * @param publicKey as received, of any length, but without the padding to whole words
   */
  EncapsulationOutcome encapsulate(KeyAgreementType type, HashType negotiated, Octets publicKey);

  /** The nonce of the DHPart2 of KEM mode: 16 octets. */
  Octets kemNonce();

  /** The nonce of a Multistream or Preshared Commit (sections 4.4.2.2, 4.4.3.1): 16 octets. */
  Octets commitNonce();

  /** The CFB initialization vector of Confirm or SASrelay (section 5.7): 16 octets. */
  Octets confirmIv();

  /** What stands in DHPart for the ID of a secret that is missing (section 4.3): 8 octets. */
  Octets standInSecretId();

  /**
   * The sequence number of the first packet (section 5): 0 to 32767, so that it does not pass 65535
   * within an exchange; some peers take only rising numbers.
   */
  int firstSequenceNumber();

  /**
   * The source that applications use.
   *
   * @param random the app's generator, seeded by the operating system (Z-4.8-03, Z-4.8-04): {@code
   *     new SecureRandom()}
   */
  static RandomSource of(CryptoProviders providers, SecureRandom random) {
    return new SecureRandomSource(providers, random);
  }
}
