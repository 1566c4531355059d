package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;

/** A tone in PCMU over SRTP and loopback, between us and a program that makes or records one. */
final class ToneCall {

  /** The SSRC of both directions. */
  static final int SSRC = 0x1234_5678;

  /** What the peer plays, in hertz. */
  static final int PEERS_TONE = 440;

  /** What we play, in hertz. */
  static final int OUR_TONE = 1000;

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int SAMPLES = 160;
  private static final int SAMPLES_TO_HEAR = 12_000;
  private static final int MAX_PACKETS = 500;

  private final SrtpProfile profile;
  private final byte[] key;

  ToneCall(String profile) {
    this.profile = SrtpProfile.byName(profile).orElseThrow();
    key = new byte[this.profile.keyOctets() + this.profile.saltOctets()];
    new Random(7).nextBytes(key);
  }

  /** Master key, then master salt. */
  byte[] key() {
    return key.clone();
  }

  /**
   * Runs a program that plays its tone to a port, until enough of it was decrypted; every packet
   * must be genuine, and the tone in it that of the peer.
   *
   * @param player the command for a port
   */
  void hears(IntFunction<List<String>> player) throws IOException, InterruptedException {
    try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
        SrtpReceiver receiver = SrtpReceiver.of(SrtpMasterKey.ofConcatenated(profile, key))) {
      socket.setReceiveBufferSize(1 << 20);
      socket.setSoTimeout(20_000);
      Process peer = start(player.apply(socket.getLocalPort()));
      ByteBuffer audio = ByteBuffer.allocate(1 << 16);
      byte[] buffer = new byte[2048];
      try {
        while (audio.position() < SAMPLES_TO_HEAR) {
          DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
          socket.receive(datagram);
          int length = receiver.unprotectRtp(buffer, 0, datagram.getLength());
          assertThat(SrtpResult.of(length)).isEqualTo(SrtpResult.OK);
          audio.put(buffer, 12, length - 12);
        }
      } catch (SocketTimeoutException e) {
        throw new AssertionError("the peer sent only " + audio.position() + " octets", e);
      } finally {
        peer.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      }
      double[] samples = new double[audio.position()];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = Tone.decode(audio.get(i));
      }
      assertThat(Tone.share(PEERS_TONE, samples)).isGreaterThan(0.9);
      assertThat(Tone.share(OUR_TONE, samples)).isLessThan(0.1);
    }
  }

  /**
   * Runs a program that records what comes on a port and ends by itself when it has a second of it;
   * sends it our tone, across a ROC wrap, and looks for that in the recording.
   *
   * @param recorder the command for a port
   */
  void isHeard(Path wav, IntFunction<List<String>> recorder)
      throws IOException, InterruptedException {
    int port = freeEvenPort();
    Process peer = start(recorder.apply(port));
    try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
        SrtpSender sender = SrtpSender.of(SrtpMasterKey.ofConcatenated(profile, key))) {
      // Real time, since the peer takes time from the packets.
      for (int i = 0; i < MAX_PACKETS && !peer.waitFor(20, TimeUnit.MILLISECONDS); i++) {
        byte[] packet =
            ByteBuffer.allocate(12 + SAMPLES + sender.maxExpansion())
                .put((byte) 0x80)
                .put((byte) 0)
                .putShort((short) (65_500 + i))
                .putInt(SAMPLES * i)
                .putInt(SSRC)
                .put(Tone.muLaw(OUR_TONE, SAMPLES * i, SAMPLES))
                .array();
        int length = sender.protectRtp(packet, 0, 12 + SAMPLES);
        assertThat(SrtpResult.of(length)).isEqualTo(SrtpResult.OK);
        socket.send(new DatagramPacket(packet, length, new InetSocketAddress(LOOPBACK, port)));
      }
    } finally {
      peer.destroy();
      peer.waitFor(5, TimeUnit.SECONDS);
    }
    double[] samples = Recording.of(wav).samples();
    assertThat(samples).hasSizeGreaterThan(4000);
    assertThat(Tone.share(OUR_TONE, samples)).isGreaterThan(0.9);
    assertThat(Tone.share(PEERS_TONE, samples)).isLessThan(0.1);
  }

  /** A port that nothing listens on, with the next one free for RTCP. */
  private static int freeEvenPort() throws IOException {
    Random random = new Random();
    while (true) {
      int port = 20_000 + 2 * random.nextInt(10_000);
      try (DatagramSocket rtp = new DatagramSocket(port, LOOPBACK);
          DatagramSocket rtcp = new DatagramSocket(port + 1, LOOPBACK)) {
        return Math.min(rtp.getLocalPort(), rtcp.getLocalPort());
      } catch (java.net.BindException e) {
        continue;
      }
    }
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
