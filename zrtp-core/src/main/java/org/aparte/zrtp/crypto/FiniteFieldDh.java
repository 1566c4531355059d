package org.aparte.zrtp.crypto;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.KeyAgreementType;

/**
 * DH2k and DH3k: Diffie-Hellman in the 2048-bit and 3072-bit groups of RFC 3526, with short
 * exponents that are used once.
 *
 * <p>Computed here and not by a provider: the JDK's shows the exponent's weight by its time, Bouncy
 * Castle's costs seven times as much. A value that is no quadratic residue is accepted: with it the
 * peer learns whether our exponent is odd, one bit of a secret that is not used again, and the
 * check would cost as much as the whole exchange.
 */
final class FiniteFieldDh extends KeyAgreement {

  private final BigInteger p;

  FiniteFieldDh(KeyAgreementType type) {
    super(type);
    this.p = type == KeyAgreementType.DH2K ? PRIME_2048 : PRIME_3072;
  }

  @Override
  public KeyShare generate(CipherType cipher, SecureRandom random) {
    // Z-5.1.5-08 to Z-5.1.5-10: twice as long as the key of the cipher. Z-4.8-01, Z-4.8-02: uniform
    // among the numbers of that length; the top bit is always set, for time shows the length
    byte[] svi = new byte[2 * cipher.keyOctets()];
    random.nextBytes(svi);
    svi[0] |= (byte) 0x80;
    return share(SecretBytes.takeOver(svi), random);
  }

  @Override
  public KeyShare fromPrivate(SecretBytes privateValue, SecureRandom random) {
    BigInteger x = new BigInteger(1, privateValue.expose());
    if (isTrivialOrOutOfRange(x)) {
      throw new IllegalArgumentException("a DH exponent lies between 2 and p-2");
    }
    return share(privateValue.copy(), random);
  }

  private KeyShare share(SecretBytes svi, SecureRandom random) {
    BigInteger pvi = BlindedPower.of(GENERATOR, new BigInteger(1, svi.expose()), p, random);
    return new Share(Octets.of(toWidthOfPrime(pvi)), svi, random);
  }

  @Override
  Optional<PublicValueFault> faultOfContent(Octets publicValue) {
    // Z-4.4.1.2-04, Z-4.4.1.2-06, Z-4.4.1.3-01, Z-4.4.1.3-03, Z-5.9-12: 0, 1 and p-1; and all that
    // is no number modulo p, for it would be the same value in another guise
    return isTrivialOrOutOfRange(new BigInteger(1, publicValue.toArray()))
        ? Optional.of(PublicValueFault.TRIVIAL_OR_OUT_OF_RANGE)
        : Optional.empty();
  }

  private boolean isTrivialOrOutOfRange(BigInteger value) {
    return value.compareTo(BigInteger.ONE) <= 0 || value.compareTo(p.subtract(BigInteger.ONE)) >= 0;
  }

  /** Big-endian, leading zeros kept (Z-4.4.1.1-04, Z-4.4.1.2-02, Z-4.4.1.4-03). */
  private byte[] toWidthOfPrime(BigInteger value) {
    return BigEndian.fixedWidth(value, type().publicValueOctets());
  }

  private final class Share extends KeyShare {

    private final SecretBytes svi;
    private final SecureRandom random;

    Share(Octets publicValue, SecretBytes svi, SecureRandom random) {
      super(FiniteFieldDh.this, publicValue);
      this.svi = svi;
      this.random = random;
    }

    @Override
    AgreementOutcome compute(Octets peerPublicValue) {
      BigInteger peer = new BigInteger(1, peerPublicValue.toArray());
      // Z-4.4.1.2-09, Z-4.4.1.3-05. BigInteger cannot be wiped; the numbers live until collected
      return outcomeOf(
          toWidthOfPrime(BlindedPower.of(peer, new BigInteger(1, svi.expose()), p, random)),
          type().publicValueOctets());
    }

    @Override
    public void close() {
      super.close();
      svi.close();
    }
  }

  /** g of both groups (Z-5.1.5-07). */
  private static final BigInteger GENERATOR = BigInteger.valueOf(2);

  /** The prime of RFC 3526 section 3 (Z-5.1.5-06). */
  static final BigInteger PRIME_2048 =
      new BigInteger(
          "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22"
              + "514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6"
              + "f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3d"
              + "c2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb"
              + "9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e8603"
              + "9b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510"
              + "15728e5a8aacaa68ffffffffffffffff",
          16);

  /** The prime of RFC 3526 section 4 (Z-5.1.5-06). */
  static final BigInteger PRIME_3072 =
      new BigInteger(
          "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22"
              + "514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6"
              + "f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3d"
              + "c2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb"
              + "9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e8603"
              + "9b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510"
              + "15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7d"
              + "b3970f85a6e1e4c7abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864"
              + "d87602733ec86a64521f2b18177b200cbbe117577a615d6c770988c0bad946e208e24fa074e5ab31"
              + "43db5bfce0fd108e4b82d120a93ad2caffffffffffffffff",
          16);
}
