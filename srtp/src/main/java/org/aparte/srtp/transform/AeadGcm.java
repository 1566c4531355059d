package org.aparte.srtp.transform;

import org.aparte.srtp.SrtpAccelerator;
import org.aparte.srtp.packet.BigEndian;
import org.aparte.srtp.packet.PacketIndex;
import org.aparte.srtp.packet.RtpHeader;
import org.aparte.srtp.secret.SecretBytes;

/**
 * AES-GCM (RFC 7714): SRTP is {@code ciphertext || tag || MKI}, SRTCP is {@code ciphertext || tag
 * || E and index || MKI}.
 */
final class AeadGcm implements PacketTransform {

  private static final int TAG_OCTETS = 16; // S7714-1-01, -02, S7714-10-07: not truncated
  private static final int RTCP_HEADER_OCTETS = 8;
  private static final byte[] NOTHING = new byte[0];

  private final SrtpAccelerator.Gcm rtp;
  private final SrtpAccelerator.Gcm rtcp;
  private final byte[] word = new byte[4];
  private long rtpSaltHigh;
  private int rtpSaltLow;
  private long rtcpSaltHigh;
  private int rtcpSaltLow;

  AeadGcm(
      Algorithms algorithms,
      SecretBytes rtpKey,
      SecretBytes rtpSalt,
      SecretBytes rtcpKey,
      SecretBytes rtcpSalt) {
    this.rtp = algorithms.gcm(rtpKey);
    this.rtcp = algorithms.gcm(rtcpKey);
    rtpSaltHigh = BigEndian.int64(rtpSalt.expose(), 0);
    rtpSaltLow = BigEndian.int32(rtpSalt.expose(), 8);
    rtcpSaltHigh = BigEndian.int64(rtcpSalt.expose(), 0);
    rtcpSaltLow = BigEndian.int32(rtcpSalt.expose(), 8);
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
    rtp.seal(rtpIvHigh(b, offset, index), rtpIvLow(index), b, offset, body, end, NOTHING);
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
    long ivHigh = rtpIvHigh(b, offset, index);
    return rtp.fits(ivHigh, rtpIvLow(index), b, offset, body, plainEnd, NOTHING)
        ? plainEnd
        : FORGED;
  }

  @Override
  public void releaseRtp(byte[] b, int offset, int body, int plainEnd, long index) {
    rtp.open(b, body, plainEnd);
  }

  @Override
  public int sealRtcp(byte[] b, int offset, int end, int indexWord, byte[] mki) {
    BigEndian.put32(word, 0, indexWord);
    int body = indexWord < 0 ? offset + RTCP_HEADER_OCTETS : end; // E=0: all is associated data
    rtcp.seal(rtcpIvHigh(b, offset), rtcpIvLow(indexWord), b, offset, body, end, word);
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
    long ivHigh = rtcpIvHigh(b, offset);
    return rtcp.fits(ivHigh, rtcpIvLow(indexWord), b, offset, body, plainEnd, word)
        ? plainEnd
        : FORGED;
  }

  @Override
  public void releaseRtcp(byte[] b, int offset, int plainEnd, int indexWord) {
    if (indexWord < 0) {
      rtcp.open(b, offset + RTCP_HEADER_OCTETS, plainEnd);
    }
  }

  // S7714-8.1-01: 00 00 || SSRC || ROC || SEQ, XOR salt
  private long rtpIvHigh(byte[] b, int offset, long index) {
    return rtpSaltHigh ^ (RtpHeader.ssrc(b, offset) & 0xffffffffL) << 16 ^ index >>> 32;
  }

  private int rtpIvLow(long index) {
    return rtpSaltLow ^ (int) index;
  }

  // S7714-9.1-01: 00 00 || SSRC || 00 00 || 0 and the 31-bit index, XOR salt
  private long rtcpIvHigh(byte[] b, int offset) {
    return rtcpSaltHigh ^ (BigEndian.int32(b, offset + 4) & 0xffffffffL) << 16;
  }

  private int rtcpIvLow(int indexWord) {
    return rtcpSaltLow ^ indexWord & 0x7fffffff;
  }

  @Override
  public void close() {
    rtpSaltHigh = 0;
    rtpSaltLow = 0;
    rtcpSaltHigh = 0;
    rtcpSaltLow = 0;
    rtp.close();
    rtcp.close();
  }

  @Override
  public String toString() {
    return rtp.toString();
  }
}
