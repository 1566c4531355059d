package org.aparte.zrtp.model;

import java.util.Optional;
import org.aparte.srtp.SrtpCipher;

/**
 * The block cipher of the Confirm messages and of SRTP (RFC 6189 section 5.1.3, Table 3). All have
 * blocks of 16 octets (Z-5.1.3-04).
 */
public enum CipherType implements AlgorithmType {
  /** AES with 128-bit keys, which every endpoint has (Z-5.1.3-01). */
  AES1("AES1", SrtpCipher.AES_CM_128),
  /** AES with 192-bit keys. */
  AES2("AES2", SrtpCipher.AES_CM_192),
  /** AES with 256-bit keys. */
  AES3("AES3", SrtpCipher.AES_CM_256),
  /** Twofish with 128-bit keys, {@code 2FS1}. */
  TWOFISH1("2FS1", SrtpCipher.TWOFISH_CM_128),
  /** Twofish with 192-bit keys, {@code 2FS2}. */
  TWOFISH2("2FS2", SrtpCipher.TWOFISH_CM_192),
  /** Twofish with 256-bit keys, {@code 2FS3}. */
  TWOFISH3("2FS3", SrtpCipher.TWOFISH_CM_256);

  private final String code;
  private final SrtpCipher srtpCipher;

  CipherType(String code, SrtpCipher srtpCipher) {
    this.code = code;
    this.srtpCipher = srtpCipher;
  }

  /** The cipher type with this code, or nothing. */
  public static Optional<CipherType> ofCode(String code) {
    return AlgorithmCodes.find(values(), code);
  }

  @Override
  public String code() {
    return code;
  }

  /** Octets of the key, the "negotiated AES key length" of section 4.5.3: 16, 24 or 32. */
  public int keyOctets() {
    return srtpCipher.keyOctets();
  }

  /** The cipher in counter mode, as SRTP has it. */
  public SrtpCipher srtpCipher() {
    return srtpCipher;
  }

  /** Whether the cipher is Twofish, which the JDK lacks. */
  public boolean isTwofish() {
    return srtpCipher.isTwofish();
  }
}
