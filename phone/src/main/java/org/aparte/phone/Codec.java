package org.aparte.phone;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.util.Locale;
import java.util.Optional;

/** Turns 20 milliseconds of sound, linear and of one channel, into a payload of RTP and back. */
interface Codec {

  /** The most samples of a packet, 120 milliseconds of Opus. */
  int MAX_SAMPLES = 5760;

  /** As {@code a=rtpmap} writes it. */
  String encoding();

  /** Whether {@code a=rtpmap} of a peer means this one, with or without channels. */
  default boolean isWritten(String rtpmap) {
    return encoding().equalsIgnoreCase(rtpmap)
        || encoding().concat("/1").equalsIgnoreCase(rtpmap)
        || encoding().equalsIgnoreCase(rtpmap + "/2");
  }

  /** The payload type in an offer of ours. */
  int payloadType();

  /** Samples in a second. */
  int rate();

  /** Ticks of the RTP timestamp in 20 milliseconds. */
  int ticks();

  /**
   * Writes the payload of a frame of {@code rate() / 50} samples.
   *
   * @return its octets
   */
  int encode(short[] frame, byte[] packet, int offset);

  /**
   * Reads a payload.
   *
   * @param sound room for {@link #MAX_SAMPLES}
   * @return samples; 0 when the payload is none of this codec
   */
  int decode(byte[] packet, int offset, int length, short[] sound);

  /** A codec by the name that SDP has for it, in any case. */
  static Optional<Codec> named(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "PCMU" -> Optional.of(new G711("PCMU/8000", 0, G711.MU_LAW));
      case "PCMA" -> Optional.of(new G711("PCMA/8000", 8, G711.A_LAW));
      case "OPUS" -> Optional.of(new Opus());
      default -> Optional.empty();
    };
  }

  /** ITU-T G.711. */
  final class G711 implements Codec {

    /** The sample behind each octet. */
    private static final short[] MU_LAW = new short[256];

    private static final short[] A_LAW = new short[256];

    static {
      for (int octet = 0; octet < 256; octet++) {
        int mu = ~octet & 0xff;
        int magnitude = (((mu & 0xf) << 3 | 0x84) << (mu >> 4 & 7)) - 0x84;
        MU_LAW[octet] = (short) ((mu & 0x80) == 0 ? magnitude : -magnitude);
        int a = octet ^ 0x55;
        int exponent = a >> 4 & 7;
        int step = (a & 0xf) << 4;
        magnitude = exponent == 0 ? step + 8 : step + 0x108 << exponent - 1;
        A_LAW[octet] = (short) ((a & 0x80) == 0 ? -magnitude : magnitude);
      }
    }

    private final String encoding;
    private final int payloadType;
    private final short[] samples;
    private final byte[] octets = new byte[1 << 13];

    private G711(String encoding, int payloadType, short[] samples) {
      this.encoding = encoding;
      this.payloadType = payloadType;
      this.samples = samples;
      // The octet whose sample is nearest, for every 13-bit sample
      for (int index = 0; index < octets.length; index++) {
        int wanted = (short) (index << 3) + 4;
        int best = 0;
        for (int octet = 1; octet < 256; octet++) {
          if (Math.abs(samples[octet] - wanted) < Math.abs(samples[best] - wanted)) {
            best = octet;
          }
        }
        octets[index] = (byte) best;
      }
    }

    @Override
    public String encoding() {
      return encoding;
    }

    @Override
    public int payloadType() {
      return payloadType;
    }

    @Override
    public int rate() {
      return 8000;
    }

    @Override
    public int ticks() {
      return 160;
    }

    @Override
    public int encode(short[] frame, byte[] packet, int offset) {
      for (int i = 0; i < frame.length; i++) {
        packet[offset + i] = octets[(frame[i] & 0xffff) >> 3];
      }
      return frame.length;
    }

    @Override
    public int decode(byte[] packet, int offset, int length, short[] sound) {
      int count = Math.min(length, sound.length);
      for (int i = 0; i < count; i++) {
        sound[i] = samples[packet[offset + i] & 0xff];
      }
      return count;
    }
  }

  /** RFC 6716, RFC 7587. */
  final class Opus implements Codec {

    private static final int RATE = 48_000;
    private static final int MAX_OCTETS = 1275;

    private final OpusEncoder encoder;
    private final OpusDecoder decoder;

    private Opus() {
      try {
        // The half of Opus that pure Java encodes in 2 milliseconds; the other takes 6
        encoder = new OpusEncoder(RATE, 1, OpusApplication.OPUS_APPLICATION_RESTRICTED_LOWDELAY);
        encoder.setBitrate(32_000);
        // RFC 6562: sizes of encrypted packets tell what is said, unless they are all the same
        encoder.setUseVBR(false);
        encoder.setComplexity(0);
        decoder = new OpusDecoder(RATE, 1);
      } catch (OpusException impossible) {
        throw new IllegalStateException("Opus has 48000 samples and one channel", impossible);
      }
    }

    @Override
    public String encoding() {
      return "opus/48000/2";
    }

    @Override
    public int payloadType() {
      return 96;
    }

    @Override
    public int rate() {
      return RATE;
    }

    @Override
    public int ticks() {
      return 960;
    }

    @Override
    public int encode(short[] frame, byte[] packet, int offset) {
      try {
        return encoder.encode(frame, 0, frame.length, packet, offset, MAX_OCTETS);
      } catch (OpusException impossible) {
        throw new IllegalStateException("20 milliseconds are a frame of Opus", impossible);
      }
    }

    @Override
    public int decode(byte[] packet, int offset, int length, short[] sound) {
      try {
        return decoder.decode(packet, offset, length, sound, 0, MAX_SAMPLES, false);
      } catch (OpusException | RuntimeException broken) {
        // The library throws both for payloads that are none; the peer may send what it likes
        return 0;
      }
    }
  }
}
