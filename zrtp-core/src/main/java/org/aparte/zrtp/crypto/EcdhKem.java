package org.aparte.zrtp.crypto;

import java.security.SecureRandom;
import java.util.Optional;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.KeyAgreementType;

/**
 * Diffie-Hellman as a KEM: DHKEM of RFC 9180 section 4.1 with labels of ZRTP and with the
 * negotiated hash, as Linphone does it. The public key is that of {@link KeyAgreement}, the
 * ciphertext an ephemeral one of the responder's.
 *
 * <pre>
 * ikm    = "ZRTPKEM" || id || "eae_prk" || dh
 * info   = I2OSP(L, 2) || "ZRTP-v1.1KEM" || id || "shared_secret" || ciphertext || public key
 * secret = HKDF(salt = empty, ikm, info, L)                      HKDF: RFC 5869
 * </pre>
 */
final class EcdhKem extends KeyEncapsulation {

  private static final byte[] IKM_LABEL = ZrtpHash.ascii("ZRTPKEM");
  private static final byte[] DH_LABEL = ZrtpHash.ascii("eae_prk");
  private static final byte[] INFO_LABEL = ZrtpHash.ascii("ZRTP-v1.1KEM");
  private static final byte[] SECRET_LABEL = ZrtpHash.ascii("shared_secret");

  private final KeyAgreement dh;
  private final ZrtpHash hash;
  private final byte[] id;
  private final int secretOctets;

  private EcdhKem(KeyAgreementType type, KeyAgreement dh, ZrtpHash hash, int id, int secretOctets) {
    super(type, dh.type().publicValueOctets());
    this.dh = dh;
    this.hash = hash;
    this.id = new byte[] {(byte) (id >> 8), (byte) id};
    this.secretOctets = secretOctets;
  }

  // the ids of RFC 9180 section 7.1

  static EcdhKem x25519(KeyAgreementType type, ZrtpHash hash, CryptoProviders providers) {
    return new EcdhKem(type, KeyAgreement.of(KeyAgreementType.X255, providers), hash, 0x0020, 32);
  }

  static EcdhKem x448(KeyAgreementType type, ZrtpHash hash, CryptoProviders providers) {
    return new EcdhKem(type, KeyAgreement.of(KeyAgreementType.X448, providers), hash, 0x0021, 56);
  }

  /** Of a private code: no other engine has it. */
  static EcdhKem p384(KeyAgreementType type, ZrtpHash hash, CryptoProviders providers) {
    return new EcdhKem(type, KeyAgreement.of(KeyAgreementType.EC38, providers), hash, 0x0011, 48);
  }

  /** Octets of a scalar, of the result of Diffie-Hellman, and of the secret. */
  int secretOctets() {
    return secretOctets;
  }

  @Override
  public KeyShare generate(SecureRandom random) {
    return new Share(fresh(random));
  }

  @Override
  public KeyShare fromPrivate(SecretBytes privateKey, SecureRandom random) {
    return new Share(given(privateKey, random));
  }

  private KeyShare fresh(SecureRandom random) {
    return dh.generate(CipherType.AES1, random); // curves ignore the cipher
  }

  private KeyShare given(SecretBytes scalar, SecureRandom random) {
    return dh.fromPrivate(scalar, random);
  }

  @Override
  Optional<PublicValueFault> faultOfContent(Octets publicKey) {
    return dh.faultOf(publicKey);
  }

  @Override
  EncapsulationOutcome compute(Octets publicKey, SecureRandom random) {
    return encapsulate(publicKey, fresh(random));
  }

  @Override
  EncapsulationOutcome computeFrom(Octets publicKey, SecretBytes drawn, SecureRandom random) {
    return encapsulate(publicKey, given(drawn, random));
  }

  private EncapsulationOutcome encapsulate(Octets publicKey, KeyShare ephemeral) {
    try (ephemeral) {
      Octets ciphertext = ephemeral.publicValue();
      AgreementOutcome outcome = ephemeral.agree(publicKey);
      if (outcome instanceof AgreementOutcome.Refused refused) {
        return new EncapsulationOutcome.Refused(refused.fault());
      }
      try (SecretBytes dhResult = ((AgreementOutcome.Agreed) outcome).dhResult()) {
        return new EncapsulationOutcome.Encapsulated(
            new EncapsulatedShare(type(), ciphertext, derive(dhResult, ciphertext, publicKey)));
      }
    }
  }

  private SecretBytes derive(SecretBytes dhResult, Octets ciphertext, Octets publicKey) {
    byte[] length = {0, (byte) secretOctets};
    try (SecretBytes noSalt = SecretBytes.takeOver(new byte[hash.outputOctets()]);
        SecretBytes prk = hash.mac(noSalt, IKM_LABEL, id, DH_LABEL, dhResult.expose())) {
      return expand(
          prk, length, INFO_LABEL, id, SECRET_LABEL, ciphertext.toArray(), publicKey.toArray());
    }
  }

  /** HKDF-Expand, RFC 5869 section 2.3. */
  private SecretBytes expand(SecretBytes prk, byte[]... info) {
    byte[] output = new byte[secretOctets];
    byte[][] parts = new byte[info.length + 2][];
    System.arraycopy(info, 0, parts, 1, info.length);
    SecretBytes block = SecretBytes.takeOver(new byte[0]);
    int filled = 0;
    for (byte counter = 1; filled < output.length; counter++) {
      parts[0] = block.expose();
      parts[info.length + 1] = new byte[] {counter};
      SecretBytes next = hash.mac(prk, parts);
      block.close();
      block = next;
      int taken = Math.min(block.length(), output.length - filled);
      System.arraycopy(block.expose(), 0, output, filled, taken);
      filled += taken;
    }
    block.close();
    return SecretBytes.takeOver(output);
  }

  private final class Share extends KeyShare {

    private final KeyShare inner;

    Share(KeyShare inner) {
      super(EcdhKem.this.type(), dh::faultOf, inner.publicValue());
      this.inner = inner;
    }

    @Override
    AgreementOutcome compute(Octets ciphertext) {
      AgreementOutcome outcome = inner.agree(ciphertext);
      if (!(outcome instanceof AgreementOutcome.Agreed agreed)) {
        return outcome;
      }
      try (SecretBytes dhResult = agreed.dhResult()) {
        return new AgreementOutcome.Agreed(derive(dhResult, ciphertext, publicValue()));
      }
    }

    @Override
    public void close() {
      super.close();
      inner.close();
    }
  }
}
