package org.aparte.srtp.transform;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.aparte.srtp.packet.BigEndian;
import org.aparte.srtp.packet.PacketIndex;
import org.aparte.srtp.packet.RtpHeader;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;

/**
 * AES-GCM (RFC 7714): SRTP is {@code ciphertext || tag || MKI}, SRTCP is {@code ciphertext || tag
 * || E and index || MKI}.
 *
 * <p>Plaintext goes to a scratch array first and to the packet only after the tag has fitted,
 * because some providers write while they check (S7714-5.3-02).
 */
final class AeadGcm implements PacketTransform {

  private static final int TAG_OCTETS = 16; // S7714-1-01, -02, S7714-10-07: not truncated
  private static final int SALT_OCTETS = 12;
  private static final int RTCP_HEADER_OCTETS = 8;

  private final Cipher cipher;
  private final SecretKeySpec rtpKey;
  private final SecretKeySpec rtcpKey;
  private final byte[] rtpSalt;
  private final byte[] rtcpSalt;
  private final byte[] iv = new byte[SALT_OCTETS]; // S7714-10-03, -04
  private final byte[] word = new byte[4];
  private byte[] plain = new byte[2048];

  AeadGcm(
      Algorithms algorithms,
      SecretBytes rtpKey,
      SecretBytes rtpSalt,
      SecretBytes rtcpKey,
      SecretBytes rtcpSalt) {
    this.cipher = algorithms.cipher("AES/GCM/NoPadding");
    this.rtpKey = new SecretKeySpec(rtpKey.expose(), "AES");
    this.rtcpKey = new SecretKeySpec(rtcpKey.expose(), "AES");
    this.rtpSalt = rtpSalt.expose().clone();
    this.rtcpSalt = rtcpSalt.expose().clone();
  }

  @Override
  public int aeadOctets() {
    return TAG_OCTETS;
  }

  @Override
  public int rtcpTagOctets() {
    return TAG_OCTETS;
  }

  @Override
  public int encryptRtp(byte[] b, int offset, int body, int end, long index) {
    try {
      init(Cipher.ENCRYPT_MODE, rtpKey, rtpIv(b, offset, index));
      cipher.updateAAD(b, offset, body - offset);
      return body + cipher.doFinal(b, body, end - body, b, body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to encrypt", e);
    }
  }

  @Override
  public int finishRtp(byte[] b, int offset, int end, long index, byte[] mki, TagForm form) {
    System.arraycopy(mki, 0, b, end, mki.length);
    int rocAt = end + mki.length;
    if (form.rocOctets() > 0) {
      BigEndian.put32(b, rocAt, PacketIndex.roc(index)); // RFC 4771 mode 3
    }
    return rocAt + form.rocOctets();
  }

  @Override
  public int rtpMkiAt(int end, int mkiOctets, TagForm form) {
    return end - form.octets() - mkiOctets;
  }

  @Override
  public int verifyRtp(
      byte[] b, int offset, int body, int end, long index, int trailerOctets, TagForm form) {
    int sealedEnd = end - trailerOctets;
    byte[] rtpIv = rtpIv(b, offset, index);
    return open(rtpKey, rtpIv, b, offset, body, sealedEnd, false) ? sealedEnd - TAG_OCTETS : FORGED;
  }

  @Override
  public void releaseRtp(byte[] b, int offset, int body, int plainEnd, long index) {
    release(b, body, plainEnd);
  }

  @Override
  public int sealRtcp(byte[] b, int offset, int end, int indexWord, byte[] mki) {
    BigEndian.put32(word, 0, indexWord);
    int body = indexWord < 0 ? offset + RTCP_HEADER_OCTETS : end; // E=0: all is associated data
    try {
      init(Cipher.ENCRYPT_MODE, rtcpKey, rtcpIv(b, offset, indexWord));
      cipher.updateAAD(b, offset, body - offset);
      cipher.updateAAD(word, 0, word.length);
      int at = body + cipher.doFinal(b, body, end - body, b, body);
      BigEndian.put32(b, at, indexWord);
      System.arraycopy(mki, 0, b, at + 4, mki.length);
      return at + 4 + mki.length;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to encrypt", e);
    }
  }

  @Override
  public int rtcpWordAt(int end, int mkiOctets) {
    return end - mkiOctets - 4;
  }

  @Override
  public int rtcpMkiAt(int end, int mkiOctets) {
    return end - mkiOctets;
  }

  @Override
  public int verifyRtcp(byte[] b, int offset, int end, int indexWord, int mkiOctets) {
    BigEndian.put32(word, 0, indexWord);
    int sealedEnd = rtcpWordAt(end, mkiOctets);
    int plainEnd = sealedEnd - TAG_OCTETS;
    int body = indexWord < 0 ? offset + RTCP_HEADER_OCTETS : plainEnd;
    byte[] rtcpIv = rtcpIv(b, offset, indexWord);
    return open(rtcpKey, rtcpIv, b, offset, body, sealedEnd, true) ? plainEnd : FORGED;
  }

  @Override
  public void releaseRtcp(byte[] b, int offset, int plainEnd, int indexWord) {
    if (indexWord < 0) {
      release(b, offset + RTCP_HEADER_OCTETS, plainEnd);
    }
  }

  private boolean open(
      SecretKeySpec key,
      byte[] packetIv,
      byte[] b,
      int offset,
      int body,
      int sealedEnd,
      boolean withWord) {
    int sealed = sealedEnd - body;
    if (plain.length < sealed) {
      Wipe.octets(plain);
      plain = new byte[sealed];
    }
    try {
      init(Cipher.DECRYPT_MODE, key, packetIv);
      cipher.updateAAD(b, offset, body - offset);
      if (withWord) {
        cipher.updateAAD(word, 0, word.length);
      }
      cipher.doFinal(b, body, sealed, plain, 0);
      return true;
    } catch (AEADBadTagException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to decrypt", e);
    }
  }

  private void release(byte[] b, int body, int plainEnd) {
    System.arraycopy(plain, 0, b, body, plainEnd - body);
  }

  private void init(int mode, SecretKeySpec key, byte[] packetIv) throws GeneralSecurityException {
    // S7714-13.1-04, S7714-10-10: with 12 octets of IV the block count has 32 bits and begins anew
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG_OCTETS, packetIv));
  }

  private byte[] rtpIv(byte[] b, int offset, long index) {
    // S7714-8.1-01: 00 00 || SSRC || ROC || SEQ, XOR salt
    BigEndian.put16(iv, 0, 0);
    BigEndian.put32(iv, 2, RtpHeader.ssrc(b, offset));
    BigEndian.put32(iv, 6, PacketIndex.roc(index));
    BigEndian.put16(iv, 10, (int) index);
    return salted(rtpSalt);
  }

  private byte[] rtcpIv(byte[] b, int offset, int indexWord) {
    // S7714-9.1-01: 00 00 || SSRC || 00 00 || 0 and the 31-bit index, XOR salt
    BigEndian.put16(iv, 0, 0);
    BigEndian.put32(iv, 2, BigEndian.int32(b, offset + 4));
    BigEndian.put16(iv, 6, 0);
    BigEndian.put32(iv, 8, indexWord & 0x7fffffff);
    return salted(rtcpSalt);
  }

  private byte[] salted(byte[] salt) {
    for (int i = 0; i < SALT_OCTETS; i++) {
      iv[i] ^= salt[i];
    }
    return iv;
  }

  @Override
  public void close() {
    Wipe.octets(rtpSalt);
    Wipe.octets(rtcpSalt);
    Wipe.octets(iv);
    Wipe.octets(plain);
  }
}
