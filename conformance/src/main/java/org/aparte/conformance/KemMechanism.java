package org.aparte.conformance;

import java.security.SecureRandom;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.AgreementOutcome;
import org.aparte.zrtp.crypto.KeyEncapsulation;
import org.aparte.zrtp.crypto.KeyShare;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;

/**
 * One KEM as vectors name it, alone or as part of a hybrid.
 *
 * <p>Kyber of round 3 is here and not in the library, since nobody should begin with it now. Its
 * keys and ciphertexts are those of ML-KEM; its secret is SHAKE256 over what ML-KEM gives and over
 * the hash of the ciphertext. That holds for ciphertexts that were made for the key, no other.
 */
final class KemMechanism {

  private static final int KYBER_SECRET_OCTETS = 32;
  private static final int SHA3_BITS = 256;
  private static final int SEED_OCTETS = 64;

  /** For blinding, which leaves no trace in results. */
  private final SecureRandom random = new SecureRandom();

  private final KeyEncapsulation kem;
  private final int privateKeyOctets;
  private final boolean kyber;

  private KemMechanism(KeyEncapsulation kem, int privateKeyOctets, boolean kyber) {
    this.kem = kem;
    this.privateKeyOctets = privateKeyOctets;
    this.kyber = kyber;
  }

  /**
   * The mechanism of a name.
   *
   * @throws Unsupported when it is not known here
   */
  static KemMechanism of(String name, HashType hash, CryptoProviders providers) {
    KeyAgreementType type =
        switch (name) {
          case "X25519" -> KeyAgreementType.K255;
          case "X448" -> KeyAgreementType.K448;
          case "ML-KEM-512", "Kyber512" -> KeyAgreementType.MLK1;
          case "ML-KEM-768", "Kyber768" -> KeyAgreementType.MLK2;
          case "ML-KEM-1024", "Kyber1024" -> KeyAgreementType.MLK3;
          default -> throw new Unsupported("mechanism " + name);
        };
    int privateKeyOctets =
        switch (type) {
          case K255 -> 32;
          case K448 -> 56;
          case MLK1 -> 1632;
          case MLK2 -> 2400;
          default -> 3168;
        };
    return new KemMechanism(
        KeyEncapsulation.of(type, hash, providers), privateKeyOctets, name.startsWith("Kyber"));
  }

  KeyEncapsulation kem() {
    return kem;
  }

  /** Whether it is Kyber of round 3, whose randomness is not that of ML-KEM. */
  boolean isKyber() {
    return kyber;
  }

  int privateKeyOctets() {
    return privateKeyOctets;
  }

  int publicKeyOctets() {
    return kem.type().publicKeyOctets();
  }

  int ciphertextOctets() {
    return kem.type().ciphertextOctets();
  }

  /**
   * The public key to a private one.
   *
   * @throws IllegalArgumentException when it is none
   */
  Octets publicKey(Octets privateKey) {
    try (SecretBytes secret = SecretBytes.takeOver(privateKey.toArray());
        KeyShare share = kem.fromPrivate(secret, random)) {
      return share.publicValue();
    }
  }

  /**
   * The decapsulation key of ML-KEM that is made of d || z, which the library keeps to itself.
   *
   * @throws IllegalArgumentException when that has another length, or this is not ML-KEM
   */
  Octets decapsulationKey(Octets seed) {
    MLKEMParameters parameters =
        switch (kem.type()) {
          case MLK1 -> MLKEMParameters.ml_kem_512;
          case MLK2 -> MLKEMParameters.ml_kem_768;
          case MLK3 -> MLKEMParameters.ml_kem_1024;
          default -> throw new IllegalArgumentException("a scalar has no seed");
        };
    if (seed.length() != SEED_OCTETS) {
      throw new IllegalArgumentException("d || z has " + SEED_OCTETS + " octets");
    }
    return Octets.of(new MLKEMPrivateKeyParameters(parameters, seed.toArray()).getEncoded());
  }

  /**
   * The secret in a ciphertext.
   *
   * @throws IllegalArgumentException when the private key is none or the ciphertext is refused
   */
  Octets decapsulate(Octets privateKey, Octets ciphertext) {
    try (SecretBytes secret = SecretBytes.takeOver(privateKey.toArray());
        KeyShare share = kem.fromPrivate(secret, random)) {
      AgreementOutcome outcome = share.agree(ciphertext);
      if (!(outcome instanceof AgreementOutcome.Agreed agreed)) {
        throw new IllegalArgumentException("the ciphertext is refused: " + outcome);
      }
      try (SecretBytes result = agreed.dhResult()) {
        return kyber ? kyberSecret(result, ciphertext) : Octets.of(result.expose());
      }
    }
  }

  private static Octets kyberSecret(SecretBytes mlKemSecret, Octets ciphertext) {
    byte[] hash = new byte[SHA3_BITS / 8];
    SHA3Digest sha3 = new SHA3Digest(SHA3_BITS);
    sha3.update(ciphertext.toArray(), 0, ciphertext.length());
    sha3.doFinal(hash, 0);
    SHAKEDigest shake = new SHAKEDigest(SHA3_BITS);
    shake.update(mlKemSecret.expose(), 0, mlKemSecret.length());
    shake.update(hash, 0, hash.length);
    byte[] secret = new byte[KYBER_SECRET_OCTETS];
    shake.doFinal(secret, 0, secret.length);
    return Octets.of(secret);
  }
}
