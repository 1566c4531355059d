package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tone over loopback between ffmpeg, which has SRTP code of its own, and us. */
class FfmpegTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int SAMPLES = 160;
  private static final int SSRC = 0x1234_5678;
  private static final int MAX_PACKETS = 500;

  @TempDir private Path folder;

  @BeforeAll
  static void findsFfmpeg() {
    Peers.require("ffmpeg", "SRTP against ffmpeg", "ffmpeg", "-version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32"})
  void hearsTheToneThatFfmpegSends(String suite) throws Exception {
    SrtpProfile profile = SrtpProfile.byName(suite).orElseThrow();
    byte[] key = keyAndSalt(profile);
    try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
        SrtpReceiver receiver = SrtpReceiver.of(SrtpMasterKey.ofConcatenated(profile, key))) {
      socket.setReceiveBufferSize(1 << 20);
      socket.setSoTimeout(20_000);
      Process ffmpeg =
          start(
              "ffmpeg",
              "-nostdin",
              "-v",
              "error",
              "-f",
              "lavfi",
              "-i",
              "sine=frequency=440:sample_rate=8000:duration=2",
              "-c:a",
              "pcm_mulaw",
              "-ar",
              "8000",
              "-ac",
              "1",
              "-f",
              "rtp",
              "-ssrc",
              Integer.toString(SSRC),
              "-srtp_out_suite",
              suite,
              "-srtp_out_params",
              Base64.getEncoder().encodeToString(key),
              "srtp://127.0.0.1:" + socket.getLocalPort() + "?pkt_size=172");
      ByteBuffer audio = ByteBuffer.allocate(1 << 16);
      byte[] buffer = new byte[2048];
      try {
        while (audio.position() < 12_000) {
          DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
          socket.receive(datagram);
          int length = receiver.unprotectRtp(buffer, 0, datagram.getLength());
          assertThat(SrtpResult.of(length)).isEqualTo(SrtpResult.OK);
          audio.put(buffer, 12, length - 12);
        }
      } catch (SocketTimeoutException e) {
        throw new AssertionError("ffmpeg sent only " + audio.position() + " octets", e);
      } finally {
        ffmpeg.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      }
      double[] samples = new double[audio.position()];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = Tone.decode(audio.get(i));
      }
      assertThat(Tone.share(440, samples)).isGreaterThan(0.9);
      assertThat(Tone.share(1000, samples)).isLessThan(0.1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32"})
  void isHeardByFfmpeg(String suite) throws Exception {
    SrtpProfile profile = SrtpProfile.byName(suite).orElseThrow();
    byte[] key = keyAndSalt(profile);
    Path wav = folder.resolve("heard.wav");
    int port = freeEvenPort();
    Path sdp =
        Files.writeString(
            folder.resolve("in.sdp"),
            String.join(
                "\n",
                "v=0",
                "o=- 0 0 IN IP4 127.0.0.1",
                "s=tone",
                "c=IN IP4 127.0.0.1",
                "t=0 0",
                "m=audio " + port + " RTP/SAVP 0",
                "a=rtpmap:0 PCMU/8000",
                "a=crypto:1 " + suite + " inline:" + Base64.getEncoder().encodeToString(key),
                ""));
    Process ffmpeg =
        start(
            "ffmpeg",
            "-nostdin",
            "-v",
            "error",
            "-y",
            "-protocol_whitelist",
            "file,udp,rtp,srtp",
            "-i",
            sdp.toString(),
            "-t",
            "1",
            wav.toString());
    try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
        SrtpSender sender = SrtpSender.of(SrtpMasterKey.ofConcatenated(profile, key))) {
      // Real time, since ffmpeg takes time from the packets; it ends by itself when it has enough.
      for (int i = 0; i < MAX_PACKETS && !ffmpeg.waitFor(20, TimeUnit.MILLISECONDS); i++) {
        byte[] packet =
            ByteBuffer.allocate(12 + SAMPLES + sender.maxExpansion())
                .put((byte) 0x80)
                .put((byte) 0)
                .putShort((short) (65_500 + i)) // across a ROC wrap
                .putInt(SAMPLES * i)
                .putInt(SSRC)
                .put(Tone.muLaw(1000, SAMPLES * i, SAMPLES))
                .array();
        int length = sender.protectRtp(packet, 0, 12 + SAMPLES);
        assertThat(SrtpResult.of(length)).isEqualTo(SrtpResult.OK);
        socket.send(new DatagramPacket(packet, length, new InetSocketAddress(LOOPBACK, port)));
      }
    } finally {
      ffmpeg.destroy();
      ffmpeg.waitFor(5, TimeUnit.SECONDS);
    }
    double[] samples = samplesOf(wav);
    assertThat(samples).hasSizeGreaterThan(4000);
    assertThat(Tone.share(1000, samples)).isGreaterThan(0.9);
    assertThat(Tone.share(440, samples)).isLessThan(0.1);
  }

  /** The samples behind the 44 octets and more of a WAV header: 16 bits, little-endian. */
  private static double[] samplesOf(Path wav) throws IOException {
    byte[] file;
    try (InputStream in = Files.newInputStream(wav)) {
      file = in.readAllBytes();
    }
    String text = new String(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    int data = text.indexOf("data") + 8;
    ByteBuffer octets =
        ByteBuffer.wrap(file, data, file.length - data).order(ByteOrder.LITTLE_ENDIAN);
    double[] samples = new double[octets.remaining() / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = octets.getShort();
    }
    return samples;
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

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(List.of(command))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static byte[] keyAndSalt(SrtpProfile profile) {
    byte[] octets = new byte[profile.keyOctets() + profile.saltOctets()];
    new Random(7).nextBytes(octets);
    return octets;
  }
}
