package org.aparte.srtp.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;

/** A sender and a receiver under one key, with whole packets in and out. */
public record Pair(SrtpSender sender, SrtpReceiver receiver) {

  /** Both ends with the same options. */
  public static Pair of(SrtpMasterKey key, SrtpOptions options) {
    return new Pair(SrtpSender.of(key, options), SrtpReceiver.of(key, options));
  }

  /** Both ends with options that serve any profile. */
  public static Pair of(SrtpProfile profile) {
    return of(Keys.key(profile, 1), Keys.options().build());
  }

  /** The SRTP packet. */
  public byte[] protectRtp(byte[] packet) {
    byte[] buffer = Arrays.copyOf(packet, packet.length + sender.maxExpansion());
    return whole(buffer, sender.protectRtp(buffer, 0, packet.length));
  }

  /** The SRTCP packet. */
  public byte[] protectRtcp(byte[] packet) {
    byte[] buffer = Arrays.copyOf(packet, packet.length + sender.maxExpansion());
    return whole(buffer, sender.protectRtcp(buffer, 0, packet.length));
  }

  /** What the sender has to say to a packet. */
  public SrtpResult protectRtpResult(byte[] packet) {
    byte[] buffer = Arrays.copyOf(packet, packet.length + sender.maxExpansion());
    return SrtpResult.of(sender.protectRtp(buffer, 0, packet.length));
  }

  /** The RTP packet inside. */
  public byte[] openRtp(byte[] packet) {
    byte[] buffer = packet.clone();
    return whole(buffer, receiver.unprotectRtp(buffer, 0, packet.length));
  }

  /** The RTCP packet inside. */
  public byte[] openRtcp(byte[] packet) {
    byte[] buffer = packet.clone();
    return whole(buffer, receiver.unprotectRtcp(buffer, 0, packet.length));
  }

  /** What the receiver has to say to an SRTP packet. */
  public SrtpResult receiveRtp(byte[] packet) {
    return SrtpResult.of(receiver.unprotectRtp(packet.clone(), 0, packet.length));
  }

  /** What the receiver has to say to an SRTCP packet. */
  public SrtpResult receiveRtcp(byte[] packet) {
    return SrtpResult.of(receiver.unprotectRtcp(packet.clone(), 0, packet.length));
  }

  private static byte[] whole(byte[] buffer, int length) {
    assertThat(SrtpResult.of(length)).isEqualTo(SrtpResult.OK);
    return Arrays.copyOf(buffer, length);
  }
}
