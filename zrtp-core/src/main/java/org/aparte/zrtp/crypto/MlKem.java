package org.aparte.zrtp.crypto;

import java.security.SecureRandom;
import java.util.Optional;
import javax.security.auth.DestroyFailedException;
import javax.security.auth.Destroyable;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;
import org.aparte.zrtp.model.KeyAgreementType;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * ML-KEM of FIPS 203.
 *
 * <p>Computed by Bouncy Castle wherever it runs: the JDK has ML-KEM from 24 on and Android has
 * none, and the JCA has no way to give the randomness, which is an argument here.
 *
 * <p>A ciphertext that was changed on its way is not noticed: it decapsulates to another secret
 * (implicit rejection), so that Confirm does not open.
 */
final class MlKem extends KeyEncapsulation {

  /** Octets of d || z, of which a key pair is made (FIPS 203 section 7.1). */
  private static final int SEED_OCTETS = 64;

  /** Octets of m, which is encapsulated (section 7.2). */
  private static final int DRAWN_OCTETS = 32;

  /** Octets of one polynomial in a public key: 256 numbers of 12 bits (section 4.2.1). */
  private static final int POLYNOMIAL_OCTETS = 384;

  /** Octets of the seed rho behind the polynomials. */
  private static final int RHO_OCTETS = 32;

  private static final int Q = 3329;

  private final MLKEMParameters parameters;

  private MlKem(KeyAgreementType type, MLKEMParameters parameters, int k) {
    super(type, k * POLYNOMIAL_OCTETS + RHO_OCTETS);
    this.parameters = parameters;
  }

  /**
   * ML-KEM-512, -768 or -1024.
   *
   * @param k the rank of the module: 2, 3 or 4
   */
  static MlKem ofRank(KeyAgreementType type, int k) {
    MLKEMParameters parameters =
        switch (k) {
          case 2 -> MLKEMParameters.ml_kem_512;
          case 3 -> MLKEMParameters.ml_kem_768;
          default -> MLKEMParameters.ml_kem_1024;
        };
    return new MlKem(type, parameters, k);
  }

  @Override
  public KeyShare generate(SecureRandom random) {
    byte[] seed = new byte[SEED_OCTETS];
    random.nextBytes(seed);
    try {
      return new Share(new MLKEMPrivateKeyParameters(parameters, seed));
    } finally {
      Wipe.octets(seed);
    }
  }

  @Override
  public KeyShare fromPrivate(SecretBytes privateKey, SecureRandom random) {
    return new Share(new MLKEMPrivateKeyParameters(parameters, privateKey.expose()));
  }

  /** The modulus check of FIPS 203 section 7.2: every number of the key is below q. */
  @Override
  Optional<PublicValueFault> faultOfContent(Octets publicKey) {
    for (int i = 0; i < publicKeyOctets() - RHO_OCTETS; i += 3) {
      int even = publicKey.at(i) | (publicKey.at(i + 1) & 15) << 8;
      int odd = publicKey.at(i + 1) >> 4 | publicKey.at(i + 2) << 4;
      if (even >= Q || odd >= Q) {
        return Optional.of(PublicValueFault.NOT_REDUCED);
      }
    }
    return Optional.empty();
  }

  @Override
  EncapsulationOutcome compute(Octets publicKey, SecureRandom random) {
    byte[] m = new byte[DRAWN_OCTETS];
    random.nextBytes(m);
    try {
      return encapsulate(publicKey, m);
    } finally {
      Wipe.octets(m);
    }
  }

  @Override
  EncapsulationOutcome computeFrom(Octets publicKey, SecretBytes drawn, SecureRandom random) {
    if (drawn.length() != DRAWN_OCTETS) {
      throw new IllegalArgumentException("m of ML-KEM has " + DRAWN_OCTETS + " octets");
    }
    return encapsulate(publicKey, drawn.expose());
  }

  private EncapsulationOutcome encapsulate(Octets publicKey, byte[] m) {
    SecretWithEncapsulation made =
        MLKEMGenerator.internalGenerateEncapsulated(
            new MLKEMPublicKeyParameters(parameters, publicKey.toArray()), m);
    try {
      // the getters copy
      return new EncapsulationOutcome.Encapsulated(
          new EncapsulatedShare(
              type(), Octets.of(made.getEncapsulation()), SecretBytes.takeOver(made.getSecret())));
    } finally {
      destroy(made);
    }
  }

  private static void destroy(Destroyable secret) {
    try {
      secret.destroy();
    } catch (DestroyFailedException impossible) {
      throw new IllegalStateException("Bouncy Castle cannot wipe a secret", impossible);
    }
  }

  private Optional<PublicValueFault> faultOfCiphertext(Octets ciphertext) {
    return ciphertext.length() == parameters.getEncapsulationLength()
        ? Optional.empty()
        : Optional.of(PublicValueFault.WRONG_LENGTH);
  }

  private final class Share extends KeyShare {

    private @Nullable MLKEMPrivateKeyParameters key;

    Share(MLKEMPrivateKeyParameters key) {
      super(MlKem.this.type(), MlKem.this::faultOfCiphertext, Octets.of(key.getPublicKey()));
      this.key = key;
    }

    @Override
    AgreementOutcome compute(Octets ciphertext) {
      return new AgreementOutcome.Agreed(
          SecretBytes.takeOver(new MLKEMExtractor(key).extractSecret(ciphertext.toArray())));
    }

    @Override
    public void close() {
      super.close();
      if (key != null) {
        key.destroy();
        key = null;
      }
    }
  }
}
