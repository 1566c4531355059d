package org.aparte.srtp.transform;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;

/**
 * Session keys from a master key and a master salt: the AES-CM PRF with AES of the master key's
 * size (RFC 3711 section 4.3, RFC 6188 section 3, RFC 7714 section 11).
 */
public final class KeyDerivation {

  // S3711-4.3.1-10, -13; S3711-4.3.2-02: a label for each kind of key

  /** SRTP encryption key k_e. */
  public static final int LABEL_RTP_ENCRYPTION = 0;

  /** SRTP authentication key k_a. */
  public static final int LABEL_RTP_AUTHENTICATION = 1;

  /** SRTP salt k_s. */
  public static final int LABEL_RTP_SALT = 2;

  /** SRTCP encryption key. */
  public static final int LABEL_RTCP_ENCRYPTION = 3;

  /** SRTCP authentication key. */
  public static final int LABEL_RTCP_AUTHENTICATION = 4;

  /** SRTCP salt. */
  public static final int LABEL_RTCP_SALT = 5;

  /** Header extension encryption key k_he (RFC 6904 section 3). */
  public static final int LABEL_HEADER_ENCRYPTION = 6;

  /** Header extension salt k_hs (RFC 6904 section 3). */
  public static final int LABEL_HEADER_SALT = 7;

  private static final int SALT_OCTETS = 14;
  private static final int LABEL_AT = 7;

  private KeyDerivation() {}

  /**
   * One session key or salt.
   *
   * @param masterKey 16, 24 or 32 octets
   * @param masterSalt at most 14 octets
   * @param label 0 to 255
   * @param r index DIV key_derivation_rate, 0 to 2^48 - 1; 0 when the rate is 0
   * @param octets 0 to 2^20 octets to derive
   * @throws IllegalStateException when no provider has AES of that key size
   */
  public static SecretBytes derive(
      Algorithms algorithms,
      SecretBytes masterKey,
      SecretBytes masterSalt,
      int label,
      long r,
      int octets) {
    byte[] block = new byte[16];
    byte[] stream = new byte[(octets + 15) & ~15];
    try {
      byte[] salt = masterSalt.expose();
      // S7714-11-03: a salt of 96 bits is extended by zeros on the right to the 112 of the KDF
      System.arraycopy(salt, 0, block, 0, Math.min(salt.length, SALT_OCTETS));
      // S3711-4.3.1-09: x = (label || r) XOR master_salt. The label stays at octet 7 for SRTCP too,
      // although its r has only 32 bits (RFC Editor erratum 3712).
      block[LABEL_AT] ^= (byte) label;
      for (int i = 0; i < 6; i++) {
        block[LABEL_AT + 1 + i] ^= (byte) (r >>> (40 - 8 * i));
      }
      // S3711-4.3.1-08: AES takes 128 bits. S6188-3.1-02, -04, S7714-11-01, -02: with the whole key
      Cipher aes = algorithms.blockCipher("AES", masterKey.expose(), masterKey.length());
      // S3711-4.3.1-12, S3711-4.3.3-01: PRF_n is the AES-CM keystream for IV = x * 2^16
      for (int at = 0, counter = 0; at < stream.length; at += 16, counter++) {
        block[14] = (byte) (counter >> 8);
        block[15] = (byte) counter;
        aes.update(block, 0, 16, stream, at);
      }
      return SecretBytes.copyOf(stream, 0, octets);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES in ECB mode refused a whole block", e);
    } finally {
      Wipe.octets(block);
      Wipe.octets(stream);
    }
  }
}
