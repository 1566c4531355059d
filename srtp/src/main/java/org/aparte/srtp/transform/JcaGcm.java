package org.aparte.srtp.transform;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.aparte.srtp.SrtpAccelerator;
import org.aparte.srtp.packet.BigEndian;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;

/**
 * AES-GCM of the JCA, which is told key and IV anew for each packet.
 *
 * <p>Plaintext goes to a scratch array first and to the packet only after the tag has fitted,
 * because some providers write while they check (S7714-5.3-02).
 */
final class JcaGcm implements SrtpAccelerator.Gcm {

  private static final int IV_OCTETS = 12; // S7714-10-03, -04
  private static final int TAG_OCTETS = 16; // S7714-1-01, -02, S7714-10-07: not truncated

  private final Cipher cipher;
  private final SecretKeySpec key;
  private final byte[] iv = new byte[IV_OCTETS];
  private byte[] plain = new byte[0];

  JcaGcm(Cipher cipher, SecretBytes key) {
    this.cipher = cipher;
    this.key = new SecretKeySpec(key.expose(), "AES");
  }

  @Override
  public void seal(long ivHigh, int ivLow, byte[] b, int from, int body, int end, byte[] more) {
    try {
      init(Cipher.ENCRYPT_MODE, ivHigh, ivLow, b, from, body, more);
      cipher.doFinal(b, body, end - body, b, body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to encrypt", e);
    }
  }

  @Override
  public boolean fits(long ivHigh, int ivLow, byte[] b, int from, int body, int end, byte[] more) {
    int sealed = end + TAG_OCTETS - body;
    if (plain.length < sealed) {
      Wipe.octets(plain);
      plain = new byte[Math.max(sealed, 2048)];
    }
    try {
      init(Cipher.DECRYPT_MODE, ivHigh, ivLow, b, from, body, more);
      cipher.doFinal(b, body, sealed, plain, 0);
      return true;
    } catch (AEADBadTagException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to decrypt", e);
    }
  }

  @Override
  public void open(byte[] b, int body, int end) {
    System.arraycopy(plain, 0, b, body, end - body);
  }

  private void init(int mode, long ivHigh, int ivLow, byte[] b, int from, int body, byte[] more)
      throws GeneralSecurityException {
    BigEndian.put32(iv, 0, (int) (ivHigh >>> 32));
    BigEndian.put32(iv, 4, (int) ivHigh);
    BigEndian.put32(iv, 8, ivLow);
    // S7714-13.1-04, S7714-10-10: with 12 octets of IV the block count has 32 bits and begins anew
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG_OCTETS, iv));
    cipher.updateAAD(b, from, body - from);
    if (more.length > 0) {
      cipher.updateAAD(more, 0, more.length);
    }
  }

  @Override
  public void close() {
    Wipe.octets(plain);
    Wipe.octets(iv);
  }

  @Override
  public String toString() {
    return cipher.getAlgorithm() + " by " + cipher.getProvider().getName();
  }
}
