package org.aparte.phone;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.jspecify.annotations.Nullable;

/**
 * What is said and heard in a call, linear samples of 16 bits: microphone and speaker where there
 * are some, a WAV file or a tone where not.
 */
final class Sound implements AutoCloseable {

  private static final int MAX_SECONDS = 3600;
  private static final double TONE_AMPLITUDE = 0.4 * Short.MAX_VALUE;

  /**
   * Where sound comes from and goes to.
   *
   * @param play a WAV file to send again and again
   * @param hertz a tone to send; 0 for the microphone, and a tone only if there is none
   * @param record a WAV file of what is heard
   */
  record Wishes(@Nullable Path play, int hertz, @Nullable Path record) {}

  private final Wishes wishes;
  private final int rate;
  private final short[] loop;
  private final @Nullable TargetDataLine microphone;
  private final @Nullable SourceDataLine speaker;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private int position;

  /** Opens what there is. */
  Sound(Wishes wishes, int rate) throws IOException {
    this.wishes = wishes;
    this.rate = rate;
    AudioFormat format = format(rate);
    boolean live = wishes.play() == null && wishes.hertz() == 0;
    this.microphone = live ? microphone(format) : null;
    this.speaker = live ? speaker(format) : null;
    this.loop =
        wishes.play() != null
            ? read(wishes.play(), format)
            : tone(wishes.hertz() == 0 ? 440 : wishes.hertz(), rate);
  }

  private static AudioFormat format(int rate) {
    return new AudioFormat(rate, 16, 1, true, false);
  }

  private static @Nullable TargetDataLine microphone(AudioFormat format) {
    try {
      TargetDataLine line = AudioSystem.getTargetDataLine(format);
      line.open(format);
      line.start();
      return line;
    } catch (LineUnavailableException | IllegalArgumentException none) {
      return null;
    }
  }

  private static @Nullable SourceDataLine speaker(AudioFormat format) {
    try {
      SourceDataLine line = AudioSystem.getSourceDataLine(format);
      line.open(format);
      line.start();
      return line;
    } catch (LineUnavailableException | IllegalArgumentException none) {
      return null;
    }
  }

  private static short[] read(Path wav, AudioFormat format) throws IOException {
    try (AudioInputStream file = AudioSystem.getAudioInputStream(wav.toFile());
        AudioInputStream linear = AudioSystem.getAudioInputStream(format, file)) {
      short[] samples = samples(linear.readAllBytes());
      if (samples.length == 0) {
        throw new IOException(wav + ": there is no sound in it");
      }
      return samples;
    } catch (UnsupportedAudioFileException | IllegalArgumentException e) {
      throw new IOException(wav + ": no WAV file that this phone can read", e);
    }
  }

  private static short[] samples(byte[] octets) {
    short[] samples = new short[octets.length / 2];
    ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    return samples;
  }

  /** A second, so that every whole number of hertz ends where it began. */
  private static short[] tone(int hertz, int rate) {
    short[] samples = new short[rate];
    for (int i = 0; i < rate; i++) {
      samples[i] = (short) (TONE_AMPLITUDE * Math.sin(2 * Math.PI * hertz * i / rate));
    }
    return samples;
  }

  /** The next samples to send. */
  void next(short[] frame) {
    if (microphone != null) {
      byte[] octets = new byte[2 * frame.length];
      if (microphone.available() >= octets.length) {
        microphone.read(octets, 0, octets.length);
      }
      System.arraycopy(samples(octets), 0, frame, 0, frame.length);
      return;
    }
    for (int i = 0; i < frame.length; i++) {
      frame[i] = loop[position];
      position = (position + 1) % loop.length;
    }
  }

  /** Samples that came. */
  void hear(short[] samples, int count) {
    byte[] octets = new byte[2 * count];
    ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(samples, 0, count);
    if (wishes.record() != null && heard.size() < MAX_SECONDS * 2 * rate) {
      heard.write(octets, 0, octets.length);
    }
    if (speaker != null && speaker.available() >= octets.length) {
      speaker.write(octets, 0, octets.length);
    }
  }

  /** Writes the recording. */
  @Override
  public void close() throws IOException {
    if (microphone != null) {
      microphone.close();
    }
    if (speaker != null) {
      speaker.close();
    }
    if (wishes.record() != null) {
      byte[] octets = heard.toByteArray();
      try (AudioInputStream stream =
          new AudioInputStream(new ByteArrayInputStream(octets), format(rate), octets.length / 2)) {
        AudioSystem.write(stream, AudioFileFormat.Type.WAVE, wishes.record().toFile());
      }
    }
  }
}
