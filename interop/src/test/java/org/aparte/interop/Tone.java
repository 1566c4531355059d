package org.aparte.interop;

/** A sine in G.711 mu-law at 8000 samples a second, and whether it is in a recording. */
final class Tone {

  private static final int SAMPLE_RATE = 8000;

  private Tone() {}

  /** Samples of a tone, mu-law (ITU-T G.711). */
  static byte[] muLaw(double hertz, int firstSample, int samples) {
    byte[] octets = new byte[samples];
    for (int i = 0; i < samples; i++) {
      double angle = 2 * Math.PI * hertz * (firstSample + i) / SAMPLE_RATE;
      octets[i] = encode((int) (12_000 * Math.sin(angle)));
    }
    return octets;
  }

  private static byte encode(int sample) {
    int sign = sample < 0 ? 0x80 : 0;
    int magnitude = Math.min(Math.abs(sample), 32_635) + 132;
    int exponent = 31 - Integer.numberOfLeadingZeros(magnitude) - 7;
    int mantissa = magnitude >> exponent + 3 & 0xf;
    return (byte) ~(sign | exponent << 4 | mantissa);
  }

  /** The sample behind a mu-law octet. */
  static double decode(byte octet) {
    int bits = ~octet & 0xff;
    int magnitude = ((bits & 0xf) << 3 | 0x84) << (bits >> 4 & 7);
    return (bits & 0x80) == 0 ? magnitude - 132 : 132 - magnitude;
  }

  /** The part of the energy of all samples that a frequency has, 0 to 1 (Goertzel). */
  static double share(double hertz, double[] samples) {
    double energy = 0;
    double real = 0;
    double imaginary = 0;
    for (int i = 0; i < samples.length; i++) {
      double angle = 2 * Math.PI * hertz * i / SAMPLE_RATE;
      energy += samples[i] * samples[i];
      real += samples[i] * Math.cos(angle);
      imaginary += samples[i] * Math.sin(angle);
    }
    return energy == 0 ? 0 : 2 * (real * real + imaginary * imaginary) / (energy * samples.length);
  }
}
