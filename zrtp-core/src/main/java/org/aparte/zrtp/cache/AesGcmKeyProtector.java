package org.aparte.zrtp.cache;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.ZidStoreException;
import org.jspecify.annotations.Nullable;

/**
 * AES-GCM under a key of the app's: one from the platform's keystore (it need not be exportable),
 * or a {@link javax.crypto.spec.SecretKeySpec} over 16, 24 or 32 octets.
 *
 * <p>A piece is a 12-octet random IV, the ciphertext, and a 16-octet tag; the context is the
 * associated data. The IV is made by the cipher itself, since keystores insist on that. With random
 * IVs one key is good for 2^32 pieces (NIST SP 800-38D section 8.3); a change of the cache takes
 * two.
 */
public final class AesGcmKeyProtector implements KeyProtector {

  private static final int IV_OCTETS = 12;
  private static final int TAG_OCTETS = 16;

  private final SecretKey key;
  private final SecureRandom random;
  private final @Nullable Provider provider;

  /**
   * Seals under a key.
   *
   * @param key an AES key
   * @param random for the IVs; keystores may use their own instead
   * @param provider of {@code AES/GCM/NoPadding}, or {@code null} to let the key decide, as keys of
   *     the Android keystore need
   */
  public AesGcmKeyProtector(SecretKey key, SecureRandom random, @Nullable Provider provider) {
    this.key = key;
    this.random = random;
    this.provider = provider;
  }

  @Override
  public String name() {
    return "aes-gcm";
  }

  @Override
  public byte[] seal(SecretBytes plain, byte[] context) {
    try {
      Cipher cipher = cipher();
      cipher.init(Cipher.ENCRYPT_MODE, key, random);
      byte[] iv = cipher.getIV();
      if (iv == null || iv.length != IV_OCTETS) {
        throw new GeneralSecurityException("the provider made no 12-octet IV");
      }
      cipher.updateAAD(context);
      byte[] sealed = new byte[IV_OCTETS + plain.length() + TAG_OCTETS];
      System.arraycopy(iv, 0, sealed, 0, IV_OCTETS);
      cipher.doFinal(plain.expose(), 0, plain.length(), sealed, IV_OCTETS);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw keyFailed(e);
    }
  }

  @Override
  public @Nullable SecretBytes open(byte[] sealed, byte[] context) {
    if (sealed.length < IV_OCTETS + TAG_OCTETS) {
      return null;
    }
    try {
      Cipher cipher = cipher();
      cipher.init(
          Cipher.DECRYPT_MODE, key, new GCMParameterSpec(8 * TAG_OCTETS, sealed, 0, IV_OCTETS));
      cipher.updateAAD(context);
      return SecretBytes.takeOver(cipher.doFinal(sealed, IV_OCTETS, sealed.length - IV_OCTETS));
    } catch (AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw keyFailed(e);
    }
  }

  private Cipher cipher() throws GeneralSecurityException {
    return provider == null
        ? Cipher.getInstance("AES/GCM/NoPadding")
        : Cipher.getInstance("AES/GCM/NoPadding", provider);
  }

  private static ZidStoreException keyFailed(GeneralSecurityException cause) {
    return new ZidStoreException(
        ZidStoreException.Kind.KEY_FAILED,
        "the key of the ZID cache cannot be used for AES/GCM/NoPadding: " + cause.getMessage(),
        cause);
  }
}
