package org.aparte.benchmarks;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cryptography of a packet and nothing else, as anybody would write it on the public JCA: what
 * a packet may cost is measured by it. What it makes is not SRTP.
 */
final class JcaAlone implements Peer {

  private static final int HEADER_OCTETS = 12;
  private static final int ROC_OCTETS = 4;
  private static final int GCM_TAG_OCTETS = 16;

  private final GuardPackets.Part part;
  private final SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
  private final Cipher cipher;
  private final Mac mac;
  private final byte[] scratch = new byte[2048];

  JcaAlone(GuardPackets.Part part) {
    this.part = part;
    try {
      mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(new byte[20], "HmacSHA1"));
      cipher = Cipher.getInstance("AES/" + part.mode + "/NoPadding");
      if (part == GuardPackets.Part.CM_WITHOUT_MAC) {
        cipher.init(Cipher.ENCRYPT_MODE, key);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int protect(byte[] buffer, int offset, int length) {
    return transform(Cipher.ENCRYPT_MODE, buffer, offset, length);
  }

  @Override
  public int unprotect(byte[] buffer, int offset, int length) {
    return transform(Cipher.DECRYPT_MODE, buffer, offset, length);
  }

  private int transform(int mode, byte[] b, int at, int octets) {
    try {
      return switch (part) {
        case CM -> counterAndMac(b, at, octets);
        case CM_WITHOUT_MAC -> blocks(b, at, octets);
        case GCM -> gcm(mode, b, at, octets);
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Counter mode to another array (in place would copy); HMAC-SHA1 of packet and ROC. */
  private int counterAndMac(byte[] b, int at, int octets) throws GeneralSecurityException {
    IvParameterSpec counter = new IvParameterSpec(iv(b, at, 16));
    cipher.init(Cipher.ENCRYPT_MODE, key, counter);
    cipher.doFinal(b, at + HEADER_OCTETS, octets - HEADER_OCTETS, scratch, 0);
    mac.update(b, at, octets + ROC_OCTETS);
    mac.doFinal(scratch, 0);
    return octets;
  }

  /**
   * AES of as many blocks as the payload needs: what processors with and without wide instructions
   * take for it differs by 8, so that nothing but AES may be on this side.
   */
  private int blocks(byte[] b, int at, int octets) throws GeneralSecurityException {
    int blocks = (octets - HEADER_OCTETS + 15) / 16;
    cipher.update(b, at + HEADER_OCTETS, 16 * blocks, scratch, 0);
    return octets;
  }

  /** The header is associated data; an IV for each packet. */
  private int gcm(int mode, byte[] b, int at, int octets) throws GeneralSecurityException {
    cipher.init(mode, key, new GCMParameterSpec(8 * GCM_TAG_OCTETS, iv(b, at, 12)));
    cipher.updateAAD(b, at, HEADER_OCTETS);
    int body = at + HEADER_OCTETS;
    return HEADER_OCTETS + cipher.doFinal(b, body, octets - HEADER_OCTETS, b, body);
  }

  private static byte[] iv(byte[] b, int at, int octets) {
    byte[] iv = new byte[octets];
    iv[0] = b[at + 2];
    iv[1] = b[at + 3];
    return iv;
  }

  @Override
  public void forgetReceived() {}
}
