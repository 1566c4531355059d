package org.aparte.interop;

import java.nio.ByteBuffer;

/** The plain packets of both ends, each known by its number. */
final class Media {

  /** Of what bzrtp_peer sends. */
  static final int PEER_FIRST_SEQUENCE = 1000;

  private static final int FIRST_SEQUENCE = 65_530; // so that the rollover counter goes up
  private static final int PAYLOAD_OCTETS = 20;
  private static final int HEADER_OCTETS = 12;

  private Media() {}

  /** Ours, numbered from 0. */
  static byte[] rtp(int ssrc, int number) {
    return rtp(ssrc, FIRST_SEQUENCE + number, 0);
  }

  /** What bzrtp_peer sends, octet for octet. */
  static byte[] rtpOfPeer(int ssrc, int sequence) {
    return rtp(ssrc, sequence, HEADER_OCTETS);
  }

  private static byte[] rtp(int ssrc, int sequence, int firstPayloadOctet) {
    ByteBuffer packet = ByteBuffer.allocate(HEADER_OCTETS + PAYLOAD_OCTETS);
    packet.putShort((short) 0x8000).putShort((short) sequence);
    packet.putInt(160 * (sequence & 1)).putInt(ssrc);
    while (packet.hasRemaining()) {
      packet.put((byte) (sequence + firstPayloadOctet + packet.position() - HEADER_OCTETS));
    }
    return packet.array();
  }

  /** A receiver report without blocks; both ends send the same, but for the SSRC. */
  static byte[] rtcp(int ssrc) {
    return ByteBuffer.allocate(8).putInt(0x80c90001).putInt(ssrc).array();
  }
}
