package org.aparte.zrtp.crypto;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.CryptoProviders.Primitive;
import org.aparte.zrtp.model.Role;

/**
 * The protection of Confirm1, Confirm2 and SASrelay: full-block CFB, then a MAC over the ciphertext
 * (RFC 6189 sections 4.6, 5.7, 5.13).
 */
public final class ConfirmSeal {

  /** Octets of the IV. */
  public static final int IV_OCTETS = 16;

  private final ZrtpHash negotiated;
  private final Jca jca;
  private final Primitive primitive;
  private final String keyName;

  /** The seal of an exchange with this hash and cipher. */
  public ConfirmSeal(ZrtpHash negotiated, CipherType cipher, CryptoProviders providers) {
    this.negotiated = negotiated;
    this.jca = new Jca(providers);
    this.primitive = cipher.isTwofish() ? Primitive.TWOFISH : Primitive.AES;
    this.keyName = cipher.isTwofish() ? "Twofish" : "AES";
  }

  /**
   * What stands in the message from its MAC to its end.
   *
   * @param mac confirm_mac, or the MAC of SASrelay: 8 octets
   * @param iv the CFB initialization vector: 16 octets
   * @param ciphertext all that follows
   */
  public record Sealed(Octets mac, Octets iv, Octets ciphertext) {

    /**
     * Checks the lengths.
     *
     * @throws IllegalArgumentException when MAC or IV have not their length
     */
    public Sealed {
      if (mac.length() != MessageMac.OCTETS || iv.length() != IV_OCTETS) {
        throw new IllegalArgumentException(
            "MAC of " + mac.length() + " and IV of " + iv.length() + " octets: 8 and 16 are right");
      }
    }
  }

  /**
   * Encrypts and authenticates.
   *
   * @param sender our role: its keys are used
   * @param iv 16 octets of {@link RandomSource#confirmIv}
   * @param plaintext H0 and what follows it, or the content of SASrelay
   */
  public Sealed seal(StreamKeys keys, Role sender, Octets iv, Octets plaintext) {
    // Z-5.7-11, Z-5.7-12: by role. Z-5.7-09: the last block is cut, the length stays
    Octets ciphertext = cfb(Cipher.ENCRYPT_MODE, keys.zrtpKey(sender), iv, plaintext);
    return new Sealed(mac(keys.macKey(sender), ciphertext), iv, ciphertext);
  }

  /**
   * Checks the MAC and only then decrypts.
   *
   * @param sender the role of the peer: its keys are used
   * @return the plaintext, as long as the ciphertext; nothing when the MAC does not fit
   */
  public Optional<Octets> open(StreamKeys keys, Role sender, Sealed sealed) {
    return open(keys.macKey(sender), keys.zrtpKey(sender), sealed);
  }

  Optional<Octets> open(SecretBytes macKey, SecretBytes zrtpKey, Sealed sealed) {
    // Z-4.6-05: nothing is decrypted before the MAC fits
    if (!MessageMac.matches(mac(macKey, sealed.ciphertext()), sealed.mac())) {
      return Optional.empty();
    }
    return Optional.of(cfb(Cipher.DECRYPT_MODE, zrtpKey, sealed.iv(), sealed.ciphertext()));
  }

  private Octets mac(SecretBytes macKey, Octets ciphertext) {
    // Z-4.6-03, Z-4.6-04, Z-5.13-06
    return negotiated.mac64(macKey, ciphertext.toArray());
  }

  private Octets cfb(int mode, SecretBytes key, Octets iv, Octets input) {
    // Z-4.6-02, Z-5.7-09: feedback of a whole block of 128 bits
    Cipher cipher = jca.cipher(primitive, keyName + "/CFB/NoPadding");
    try {
      cipher.init(
          mode, new SecretKeySpec(key.expose(), keyName), new IvParameterSpec(iv.toArray()));
      return Octets.of(cipher.doFinal(input.toArray()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(
          keyName + "/CFB refuses a key, IV or length of the right size", impossible);
    }
  }
}
