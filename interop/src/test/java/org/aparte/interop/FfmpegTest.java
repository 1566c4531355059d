package org.aparte.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tone over loopback between ffmpeg, which has SRTP code of its own, and us. */
class FfmpegTest {

  @TempDir private Path folder;

  @BeforeAll
  static void findsFfmpeg() {
    Peers.require("ffmpeg", "SRTP against ffmpeg", "ffmpeg", "-version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32"})
  void hearsTheToneThatFfmpegSends(String suite) throws Exception {
    ToneCall call = new ToneCall(suite);
    String source = "sine=frequency=" + ToneCall.PEERS_TONE + ":sample_rate=8000:duration=2";

    call.hears(port ->
        words(
            "ffmpeg -nostdin -v error -f lavfi -i "
                + source
                + " -c:a pcm_mulaw -ar 8000 -ac 1 -f rtp -ssrc "
                + ToneCall.SSRC
                + " -srtp_out_suite "
                + suite
                + " -srtp_out_params "
                + base64(call)
                + " srtp://127.0.0.1:"
                + port
                + "?pkt_size=172"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32"})
  void isHeardByFfmpeg(String suite) throws Exception {
    ToneCall call = new ToneCall(suite);
    Path wav = folder.resolve("heard.wav");

    call.isHeard(
        wav,
        port ->
            words(
                "ffmpeg -nostdin -v error -y -protocol_whitelist file,udp,rtp,srtp -i "
                    + sdp(port, suite, call)
                    + " -t 1 "
                    + wav));
  }

  private Path sdp(int port, String suite, ToneCall call) {
    try {
      return Files.writeString(
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
              "a=crypto:1 " + suite + " inline:" + base64(call),
              ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String base64(ToneCall call) {
    return Base64.getEncoder().encodeToString(call.key());
  }

  private static List<String> words(String command) {
    return List.of(command.split(" "));
  }
}
