package org.aparte.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** The first channel of a WAV file of 16 bits a sample, at whatever rate. */
record Recording(int rate, double[] samples) {

  static Recording of(Path wav) throws IOException {
    try (AudioInputStream in = AudioSystem.getAudioInputStream(wav.toFile())) {
      AudioFormat format = in.getFormat();
      byte[] octets = in.readAllBytes();
      double[] samples = new double[octets.length / format.getFrameSize()];
      for (int i = 0; i < samples.length; i++) {
        int at = i * format.getFrameSize();
        samples[i] = (short) (octets[at] & 0xff | octets[at + 1] << 8);
      }
      return new Recording((int) format.getSampleRate(), samples);
    } catch (UnsupportedAudioFileException e) {
      throw new IOException(wav.toString(), e);
    }
  }

  /** Writes a tone. */
  static void tone(Path wav, int hertz, int seconds) throws IOException {
    int rate = 8000;
    byte[] octets = new byte[2 * rate * seconds];
    for (int i = 0; i < octets.length / 2; i++) {
      int sample = (int) (12_000 * Math.sin(2 * Math.PI * hertz * i / rate));
      octets[2 * i] = (byte) sample;
      octets[2 * i + 1] = (byte) (sample >> 8);
    }
    try (AudioInputStream in =
        new AudioInputStream(
            new java.io.ByteArrayInputStream(octets),
            new AudioFormat(rate, 16, 1, true, false),
            octets.length / 2)) {
      AudioSystem.write(in, AudioFileFormat.Type.WAVE, wav.toFile());
    }
  }

  double seconds() {
    return (double) samples.length / rate;
  }

  /**
   * The share of a tone in its energy, 0 to 1, in the best of its stretches of a fifth of a second:
   * a jitter buffer cuts, and each cut shifts the phase.
   */
  double share(int hertz) {
    double best = 0;
    int stretch = rate / 5;
    for (int from = 0; from + stretch <= samples.length; from += stretch) {
      double[] part = Arrays.copyOfRange(samples, from, from + stretch);
      double loud = Arrays.stream(part).map(Math::abs).max().orElse(0);
      if (loud > 1000) {
        best = Math.max(best, Tone.share(hertz * 8000.0 / rate, part));
      }
    }
    return best;
  }
}
