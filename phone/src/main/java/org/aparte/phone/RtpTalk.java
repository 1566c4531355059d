package org.aparte.phone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What is said and heard on a line, as RTP packets: sound, or a still pattern as video. */
final class RtpTalk implements AutoCloseable {

  private static final int HEADER = 12;
  private static final int PATTERN_OCTETS = 400;
  private static final int PATTERN_TICKS = 90_000 / 50;

  private final int ssrc;
  private final short[] samples = new short[Codec.MAX_SAMPLES];
  private @Nullable Codec codec;
  private @Nullable Sound sound;
  private int payloadType;
  private int sequence;
  private int timestamp;

  RtpTalk(int ssrc, Random random) {
    this.ssrc = ssrc;
    this.sequence = random.nextInt(1 << 15); // RFC 3711 3.3.1: far from the first wrap
    this.timestamp = random.nextInt();
  }

  /** What the two ends agreed to send; the sound of a call is opened by the first agreement. */
  void agree(Format agreed, Sound.Wishes wishes) throws IOException {
    payloadType = agreed.payloadType();
    Codec used = agreed.codec();
    codec = used;
    if (used != null && sound == null) {
      sound = new Sound(wishes, used.rate());
    }
  }

  int payloadType() {
    return payloadType;
  }

  int timestamp() {
    return timestamp;
  }

  /**
   * Writes the packet of the next 20 milliseconds.
   *
   * @param sent whether it will be sent: what is not has no number, but its time passes
   * @return its length
   */
  int next(byte[] out, boolean sent) {
    ByteBuffer packet = ByteBuffer.wrap(out);
    packet.put((byte) 0x80).put((byte) payloadType).putShort((short) sequence);
    packet.putInt(timestamp).putInt(ssrc);
    int payload = PATTERN_OCTETS;
    Codec used = codec;
    Sound source = sound;
    if (used != null && source != null) {
      short[] frame = new short[used.rate() / 50];
      source.next(frame);
      payload = used.encode(frame, out, HEADER);
      timestamp += used.ticks();
    } else {
      timestamp += PATTERN_TICKS;
    }
    sequence += sent ? 1 : 0;
    return HEADER + payload;
  }

  /** Plays a packet, if it is of the codec that was agreed on. */
  void hear(byte[] packet, int length) {
    int payload = HEADER + 4 * (packet[0] & 0x0f);
    if (length > payload + 4 && (packet[0] & 0x10) != 0) {
      payload += 4 + 4 * (ByteBuffer.wrap(packet).getShort(payload + 2) & 0xffff);
    }
    Codec used = codec;
    Sound heard = sound;
    if (used != null && heard != null && length > payload && (packet[1] & 0x7f) == payloadType) {
      heard.hear(samples, used.decode(packet, payload, length - payload, samples));
    }
  }

  @Override
  public void close() throws IOException {
    if (sound != null) {
      sound.close();
    }
  }
}
