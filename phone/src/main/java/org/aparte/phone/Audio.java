package org.aparte.phone;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * Sound as octets of PCMU (G.711), 8000 a second. The JDK reads and writes WAV files and converts;
 * no sound card is needed for any of it.
 */
public final class Audio {

  /** Octets of 20 milliseconds, which is a packet. */
  public static final int FRAME = 160;

  private static final float RATE = 8000;
  private static final AudioFormat LINEAR = new AudioFormat(RATE, 16, 1, true, false);
  private static final AudioFormat PCMU =
      new AudioFormat(AudioFormat.Encoding.ULAW, RATE, 8, 1, 1, RATE, false);
  private static final double TONE_AMPLITUDE = 0.5 * Short.MAX_VALUE;

  private Audio() {}

  /** A WAV file as PCMU. */
  public static byte[] read(Path wav) throws IOException {
    try (AudioInputStream file = AudioSystem.getAudioInputStream(wav.toFile());
        AudioInputStream pcmu = AudioSystem.getAudioInputStream(PCMU, file)) {
      return pcmu.readAllBytes();
    } catch (UnsupportedAudioFileException | IllegalArgumentException e) {
      throw new IOException(wav + ": no WAV file of 8000 samples a second, one channel", e);
    }
  }

  /** Writes PCMU as a WAV file of 16 bits a sample. */
  public static void write(Path wav, byte[] pcmu) throws IOException {
    try (AudioInputStream coded =
            new AudioInputStream(new ByteArrayInputStream(pcmu), PCMU, pcmu.length);
        AudioInputStream linear = AudioSystem.getAudioInputStream(LINEAR, coded)) {
      AudioSystem.write(linear, AudioFileFormat.Type.WAVE, wav.toFile());
    }
  }

  /** A tone as PCMU. */
  static byte[] tone(int hertz, int samples) {
    byte[] linear = new byte[2 * samples];
    for (int i = 0; i < samples; i++) {
      short sample = (short) (TONE_AMPLITUDE * Math.sin(2 * Math.PI * hertz * i / RATE));
      linear[2 * i] = (byte) sample;
      linear[2 * i + 1] = (byte) (sample >> 8);
    }
    try (AudioInputStream stream =
            new AudioInputStream(new ByteArrayInputStream(linear), LINEAR, samples);
        AudioInputStream pcmu = AudioSystem.getAudioInputStream(PCMU, stream);
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      pcmu.transferTo(out);
      return out.toByteArray();
    } catch (IOException impossible) {
      throw new IllegalStateException("octets in memory cannot be read", impossible);
    }
  }
}
