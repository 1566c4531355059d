package org.aparte.srtp.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.testing.Keys;
import org.aparte.srtp.testing.Packets;

/** Keys and packets, and what senders and receivers make of packets. */
final class Traffic {

  static final int SSRC = 0xcafebabe;
  static final int OTHER_SSRC = 0x12345678;

  private Traffic() {}

  /** A master key, the same for the same number. */
  static SrtpMasterKey key(SrtpProfile profile, int number) {
    return Keys.key(profile, number);
  }

  /** The default profile's key number 1. */
  static SrtpMasterKey key() {
    return key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 1);
  }

  /** Octets in a pattern that depends on a start. */
  static byte[] pattern(int octets, int start) {
    byte[] pattern = new byte[octets];
    for (int i = 0; i < octets; i++) {
      pattern[i] = (byte) (start + 31 * i ^ i >> 3);
    }
    return pattern;
  }

  /** An RTP packet with a header of 12 octets. */
  static byte[] rtp(int ssrc, int sequence, int payloadOctets) {
    return Packets.rtp(ssrc, sequence, pattern(payloadOctets, 7));
  }

  /** An RTP packet with a payload of 40 octets. */
  static byte[] rtp(int ssrc, int sequence) {
    return rtp(ssrc, sequence, 40);
  }

  /** A compound RTCP packet: a receiver report of one block, and an SDES of one CNAME. */
  static byte[] rtcp(int ssrc) {
    ByteBuffer packet = ByteBuffer.allocate(32 + 16);
    packet.put((byte) 0x81).put((byte) 201).putShort((short) 7).putInt(ssrc).put(pattern(24, 3));
    packet.put((byte) 0x81).put((byte) 202).putShort((short) 3).putInt(ssrc).put(pattern(8, 5));
    return packet.array();
  }

  /** The SRTP packet that a sender makes, which has to succeed. */
  static byte[] protect(SrtpSender sender, byte[] rtp) {
    byte[] buffer = Arrays.copyOf(rtp, rtp.length + sender.maxExpansion());
    int length = sender.protectRtp(buffer, 0, rtp.length);
    assertThat(SrtpResult.of(length)).isEqualTo(SrtpResult.OK);
    return Arrays.copyOf(buffer, length);
  }

  /** The SRTCP packet that a sender makes, which has to succeed. */
  static byte[] protectRtcp(SrtpSender sender, byte[] rtcp) {
    byte[] buffer = Arrays.copyOf(rtcp, rtcp.length + sender.maxExpansion());
    int length = sender.protectRtcp(buffer, 0, rtcp.length);
    assertThat(SrtpResult.of(length)).isEqualTo(SrtpResult.OK);
    return Arrays.copyOf(buffer, length);
  }

  /** The RTP packet that a receiver makes, which has to succeed. */
  static byte[] unprotect(SrtpReceiver receiver, byte[] srtp) {
    byte[] buffer = srtp.clone();
    int length = receiver.unprotectRtp(buffer, 0, buffer.length);
    assertThat(SrtpResult.of(length)).isEqualTo(SrtpResult.OK);
    return Arrays.copyOf(buffer, length);
  }

  /** The RTCP packet that a receiver makes, which has to succeed. */
  static byte[] unprotectRtcp(SrtpReceiver receiver, byte[] srtcp) {
    byte[] buffer = srtcp.clone();
    int length = receiver.unprotectRtcp(buffer, 0, buffer.length);
    assertThat(SrtpResult.of(length)).isEqualTo(SrtpResult.OK);
    return Arrays.copyOf(buffer, length);
  }

  /** What a sender says of an RTP packet. */
  static SrtpResult sent(SrtpSender sender, byte[] rtp) {
    byte[] buffer = Arrays.copyOf(rtp, rtp.length + sender.maxExpansion());
    return SrtpResult.of(sender.protectRtp(buffer, 0, rtp.length));
  }

  /** What a sender says of an RTCP packet. */
  static SrtpResult sentRtcp(SrtpSender sender, byte[] rtcp) {
    byte[] buffer = Arrays.copyOf(rtcp, rtcp.length + sender.maxExpansion());
    return SrtpResult.of(sender.protectRtcp(buffer, 0, rtcp.length));
  }

  /** What a receiver says of an SRTP packet. */
  static SrtpResult received(SrtpReceiver receiver, byte[] srtp) {
    return SrtpResult.of(receiver.unprotectRtp(srtp.clone(), 0, srtp.length));
  }

  /** What a receiver says of an SRTCP packet. */
  static SrtpResult receivedRtcp(SrtpReceiver receiver, byte[] srtcp) {
    return SrtpResult.of(receiver.unprotectRtcp(srtcp.clone(), 0, srtcp.length));
  }

  /** The packet with one bit changed. */
  static byte[] flipped(byte[] packet, int bit) {
    byte[] changed = packet.clone();
    changed[bit / 8] ^= (byte) (0x80 >> bit % 8);
    return changed;
  }

  /** The key under an MKI. */
  static SrtpMasterKey named(SrtpMasterKey key, String mki) {
    return key.withMki(Octets.ofHex(mki));
  }

  /** The octets from an index on. */
  static byte[] tail(byte[] packet, int start) {
    return Arrays.copyOfRange(packet, start, packet.length);
  }
}
