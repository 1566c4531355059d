package org.aparte.zrtp.crypto;

import java.security.SecureRandom;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;

/** Random values from a generator of the app's (Z-4.8-01). */
final class SecureRandomSource implements RandomSource {

  private static final int NONCE_OCTETS = 16;
  private static final int FIRST_SEQUENCE_NUMBERS = 1 << 15;

  private final CryptoProviders providers;
  private final SecureRandom random;

  SecureRandomSource(CryptoProviders providers, SecureRandom random) {
    this.providers = providers;
    this.random = random;
  }

  @Override
  public SecretBytes h0() {
    return SecretBytes.takeOver(octets(HashChain.LINK_OCTETS)); // Z-9-04
  }

  @Override
  public KeyShare keyShare(KeyAgreementType type, CipherType cipher) {
    return KeyAgreement.of(type, providers).generate(cipher, random);
  }

  @Override
  public KeyShare keyPair(KeyAgreementType type, HashType negotiated) {
    return KeyEncapsulation.of(type, negotiated, providers).generate(random);
  }

  @Override
  public EncapsulationOutcome encapsulate(
      KeyAgreementType type, HashType negotiated, Octets publicKey) {
    return KeyEncapsulation.of(type, negotiated, providers).encapsulate(publicKey, random);
  }

  @Override
  public Octets kemNonce() {
    return Octets.of(octets(KeyAgreementType.KEM_NONCE_OCTETS));
  }

  @Override
  public Octets commitNonce() {
    return Octets.of(octets(NONCE_OCTETS)); // Z-4.4.2.2-04, Z-4.4.3.1-04
  }

  @Override
  public Octets confirmIv() {
    return Octets.of(octets(ConfirmSeal.IV_OCTETS)); // Z-5.7-10
  }

  @Override
  public Octets standInSecretId() {
    return Octets.of(octets(MessageMac.OCTETS));
  }

  @Override
  public int firstSequenceNumber() {
    return random.nextInt(FIRST_SEQUENCE_NUMBERS);
  }

  private byte[] octets(int count) {
    byte[] octets = new byte[count];
    random.nextBytes(octets);
    return octets;
  }
}
