package org.aparte.zrtp.model;

import java.util.Optional;

/**
 * The negotiated hash and the MAC that goes with it (RFC 6189 section 5.1.2, Table 2).
 *
 * <p>Not the hash of the hash chain, of the message MACs and of {@code a=zrtp-hash}: that is the
 * implicit one, always SHA-256 (section 5.1.2.2).
 */
public enum HashType implements AlgorithmType {
  /** SHA-256, which every endpoint has (Z-5.1.2-01). */
  S256("S256", 32),
  /** SHA-384, which EC38 needs (Z-5.1.2-02, Z-5.1.2-03). */
  S384("S384", 48),
  /** SHA-512; outside the RFC, of Linphone. */
  S512("S512", 64),
  /** SHA3-256. */
  N256("N256", 32),
  /** SHA3-384. */
  N384("N384", 48),
  /** Skein-512 with an output of 256 bits; outside the RFC, of GNU ZRTP. */
  SKN2("SKN2", 32),
  /** Skein-512 with an output of 384 bits; outside the RFC, of GNU ZRTP. */
  SKN3("SKN3", 48);

  private final String code;
  private final int outputOctets;

  HashType(String code, int outputOctets) {
    this.code = code;
    this.outputOctets = outputOctets;
  }

  /** The hash type with this code, or nothing. */
  public static Optional<HashType> ofCode(String code) {
    return AlgorithmCodes.find(values(), code);
  }

  @Override
  public String code() {
    return code;
  }

  /** Octets of the hash, of its MAC and of the keys of that MAC: 32, 48 or 64. */
  public int outputOctets() {
    return outputOctets;
  }

  /** Whether it has the 384 bits that EC38 demands (Z-5.1.5-15). */
  public boolean is384() {
    return outputOctets == 48;
  }
}
