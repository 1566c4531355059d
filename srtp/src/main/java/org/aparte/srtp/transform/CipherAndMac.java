package org.aparte.srtp.transform;

import org.aparte.srtp.packet.BigEndian;
import org.aparte.srtp.packet.PacketIndex;
import org.aparte.srtp.secret.Wipe;

/**
 * Encrypt-then-MAC as RFC 3711 has it (sections 3.1, 3.4, 4.2): SRTP is {@code ciphertext || MKI ||
 * tag}, SRTCP is {@code ciphertext || E and index || MKI || tag}. The MKI is not authenticated.
 */
final class CipherAndMac implements PacketTransform {

  private static final int RTCP_HEADER_OCTETS = 8;

  private final BodyCipher rtpCipher;
  private final BodyCipher rtcpCipher;
  private final TagMac rtpMac;
  private final TagMac rtcpMac;
  private final int rtcpTagOctets;
  private final byte[] mac = new byte[TagMac.MAX_OCTETS];
  private final byte[] secondMac = new byte[TagMac.MAX_OCTETS];

  CipherAndMac(
      BodyCipher rtpCipher,
      BodyCipher rtcpCipher,
      TagMac rtpMac,
      TagMac rtcpMac,
      int rtcpTagOctets) {
    this.rtpCipher = rtpCipher;
    this.rtcpCipher = rtcpCipher;
    this.rtpMac = rtpMac;
    this.rtcpMac = rtcpMac;
    this.rtcpTagOctets = rtcpTagOctets;
  }

  @Override
  public int aeadOctets() {
    return 0;
  }

  @Override
  public int rtcpTagOctets() {
    return rtcpTagOctets;
  }

  @Override
  public int encryptRtp(byte[] b, int offset, int body, int end, long index) {
    rtpCipher.xorRtp(b, offset, index, b, body, end);
    return end;
  }

  @Override
  public int finishRtp(byte[] b, int offset, int end, long index, byte[] mki, TagForm form) {
    if (form.macOctets() > 0) {
      int to = appendRoc(b, end, index);
      rtpMac.compute(b, offset, to - offset, mac);
    }
    return append(b, end, index, mki, form, mac);
  }

  @Override
  public void finishRtp(EncryptedRtp one, PacketTransform other, EncryptedRtp two) {
    if (!(other instanceof CipherAndMac second) || !one.hasMac() || !two.hasMac()) {
      PacketTransform.super.finishRtp(one, other, two);
      return;
    }
    int octets = one.authenticatedOctets();
    int secondOctets = two.authenticatedOctets();
    rtpMac.compute(
        one.b(),
        one.offset(),
        octets,
        mac,
        second.rtpMac,
        two.b(),
        two.offset(),
        secondOctets,
        second.secondMac);
    one.finish(mac);
    two.finish(second.secondMac);
  }

  // S3711-4.2-01: M = Authenticated Portion || ROC. The ROC goes where MKI and tag will stand, so
  // that one update covers it.
  static int appendRoc(byte[] b, int end, long index) {
    BigEndian.put32(b, end, PacketIndex.roc(index));
    return end + 4;
  }

  /** Writes MKI, ROC and tag where their packet has them; the new end. */
  static int append(byte[] b, int end, long index, byte[] mki, TagForm form, byte[] mac) {
    int tagAt = end + mki.length;
    System.arraycopy(mki, 0, b, end, mki.length);
    if (form.rocOctets() > 0) {
      BigEndian.put32(b, tagAt, PacketIndex.roc(index)); // S4771-2-01: TAG = ROC || MAC_tr
    }
    // S3711-4.2.1-03: the tag is the leftmost n_tag bits
    System.arraycopy(mac, 0, b, tagAt + form.rocOctets(), form.macOctets());
    return tagAt + form.octets();
  }

  @Override
  public int rtpMkiAt(int end, int mkiOctets, TagForm form) {
    return end - form.octets() - mkiOctets;
  }

  @Override
  public int verifyRtp(
      byte[] b, int offset, int body, int end, long index, int trailerOctets, TagForm form) {
    int plainEnd = end - trailerOctets;
    // S4771-3-04: under every carriage of the ROC the MAC is that of RFC 3711
    if (form.macOctets() == 0) {
      return plainEnd; // RFC 4771 mode 1 between the packets that carry the ROC
    }
    // As in finishRtp the ROC stands for a moment where the trailer was, which has 4 octets or
    // more.
    int overwritten = BigEndian.int32(b, plainEnd);
    BigEndian.put32(b, plainEnd, PacketIndex.roc(index));
    rtpMac.compute(b, offset, plainEnd + 4 - offset, mac);
    BigEndian.put32(b, plainEnd, overwritten);
    return fits(b, end - form.macOctets(), form.macOctets()) ? plainEnd : FORGED;
  }

  @Override
  public void releaseRtp(byte[] b, int offset, int body, int plainEnd, long index) {
    rtpCipher.xorRtp(b, offset, index, b, body, plainEnd);
  }

  @Override
  public int sealRtcp(byte[] b, int offset, int end, int word, byte[] mki) {
    // S3711-3.4-14: with E = 0 the NULL cipher. S3711-3.4-04: no prefix before the packet
    if (word < 0) {
      rtcpCipher.xorRtcp(b, offset, word, offset + RTCP_HEADER_OCTETS, end);
    }
    // S3711-3.4-01, -11: E and index, MKI, tag
    BigEndian.put32(b, end, word);
    int mkiAt = end + 4;
    // S3711-4.2-02: M = Authenticated Portion, which has the E flag and the index in it
    rtcpMac.compute(b, offset, mkiAt - offset, mac);
    System.arraycopy(mki, 0, b, mkiAt, mki.length);
    System.arraycopy(mac, 0, b, mkiAt + mki.length, rtcpTagOctets);
    return mkiAt + mki.length + rtcpTagOctets;
  }

  @Override
  public int rtcpWordAt(int end, int mkiOctets) {
    return rtcpMkiAt(end, mkiOctets) - 4;
  }

  @Override
  public int rtcpMkiAt(int end, int mkiOctets) {
    return end - rtcpTagOctets - mkiOctets;
  }

  @Override
  public int verifyRtcp(byte[] b, int offset, int end, int word, int mkiOctets) {
    int mkiAt = rtcpMkiAt(end, mkiOctets);
    rtcpMac.compute(b, offset, mkiAt - offset, mac);
    return fits(b, end - rtcpTagOctets, rtcpTagOctets) ? mkiAt - 4 : FORGED;
  }

  @Override
  public void releaseRtcp(byte[] b, int offset, int plainEnd, int word) {
    if (word < 0) {
      rtcpCipher.xorRtcp(b, offset, word, offset + RTCP_HEADER_OCTETS, plainEnd);
    }
  }

  /** Compares the computed MAC with the received one: every octet, whatever the others are. */
  private boolean fits(byte[] b, int receivedAt, int octets) {
    int difference = 0;
    for (int i = 0; i < octets; i++) {
      difference |= mac[i] ^ b[receivedAt + i];
    }
    return difference == 0;
  }

  @Override
  public String toString() {
    return rtpCipher + ", " + rtpMac;
  }

  @Override
  public void close() {
    rtpCipher.close();
    rtcpCipher.close();
    rtpMac.close();
    rtcpMac.close();
    Wipe.octets(mac);
    Wipe.octets(secondMac);
  }
}
