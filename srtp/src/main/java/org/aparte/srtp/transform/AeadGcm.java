package org.aparte.srtp.transform;

import org.aparte.srtp.SrtpAccelerator;
import org.aparte.srtp.packet.BigEndian;
import org.aparte.srtp.packet.PacketIndex;
import org.aparte.srtp.packet.RtpHeader;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;

/**
 * AES-GCM (RFC 7714): SRTP is {@code ciphertext || tag || MKI}, SRTCP is {@code ciphertext || tag
 * || E and index || MKI}.
 */
final class AeadGcm implements PacketTransform {

  private static final int TAG_OCTETS = 16; // S7714-1-01, -02, S7714-10-07: not truncated
  private static final int SALT_OCTETS = 12;
  private static final int RTCP_HEADER_OCTETS = 8;
  private static final byte[] NOTHING = new byte[0];

  private final SrtpAccelerator.Gcm rtp;
  private final SrtpAccelerator.Gcm rtcp;
  private final byte[] rtpSalt;
  private final byte[] rtcpSalt;
  private final byte[] iv = new byte[SALT_OCTETS]; // S7714-10-03, -04
  private final byte[] word = new byte[4];

  AeadGcm(
      Algorithms algorithms,
      SecretBytes rtpKey,
      SecretBytes rtpSalt,
      SecretBytes rtcpKey,
      SecretBytes rtcpSalt) {
    this.rtp = algorithms.gcm(rtpKey);
    this.rtcp = algorithms.gcm(rtcpKey);
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
    rtp.seal(rtpIv(b, offset, index), b, offset, body, end, NOTHING);
    return end + TAG_OCTETS;
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
    int plainEnd = end - trailerOctets - TAG_OCTETS;
    byte[] rtpIv = rtpIv(b, offset, index);
    return rtp.fits(rtpIv, b, offset, body, plainEnd, NOTHING) ? plainEnd : FORGED;
  }

  @Override
  public void releaseRtp(byte[] b, int offset, int body, int plainEnd, long index) {
    rtp.open(b, body, plainEnd);
  }

  @Override
  public int sealRtcp(byte[] b, int offset, int end, int indexWord, byte[] mki) {
    BigEndian.put32(word, 0, indexWord);
    int body = indexWord < 0 ? offset + RTCP_HEADER_OCTETS : end; // E=0: all is associated data
    rtcp.seal(rtcpIv(b, offset, indexWord), b, offset, body, end, word);
    int at = end + TAG_OCTETS;
    BigEndian.put32(b, at, indexWord);
    System.arraycopy(mki, 0, b, at + 4, mki.length);
    return at + 4 + mki.length;
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
    int plainEnd = rtcpWordAt(end, mkiOctets) - TAG_OCTETS;
    int body = indexWord < 0 ? offset + RTCP_HEADER_OCTETS : plainEnd;
    byte[] rtcpIv = rtcpIv(b, offset, indexWord);
    return rtcp.fits(rtcpIv, b, offset, body, plainEnd, word) ? plainEnd : FORGED;
  }

  @Override
  public void releaseRtcp(byte[] b, int offset, int plainEnd, int indexWord) {
    if (indexWord < 0) {
      rtcp.open(b, offset + RTCP_HEADER_OCTETS, plainEnd);
    }
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
    rtp.close();
    rtcp.close();
  }

  @Override
  public String toString() {
    return rtp.toString();
  }
}
