package org.aparte.interop;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A tone over loopback between GStreamer and us. Its SRTP is libsrtp2's; what it adds is a media
 * pipeline that drops what does not decrypt, and AES-GCM in one.
 */
class GstreamerTest {

  @TempDir private Path folder;

  @BeforeAll
  static void findsGstreamer() {
    for (String element : List.of("srtpenc", "mulawenc", "audiotestsrc")) {
      Peers.require(
          "gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good"
              + " gstreamer1.0-plugins-bad",
          "SRTP against GStreamer",
          "gst-inspect-1.0",
          element);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AES_CM_128_HMAC_SHA1_80, aes-128-icm, hmac-sha1-80",
    "AES_256_CM_HMAC_SHA1_32, aes-256-icm, hmac-sha1-32",
    "AEAD_AES_128_GCM, aes-128-gcm, null",
    "AEAD_AES_256_GCM, aes-256-gcm, null",
  })
  void hearAndAreHeard(String profile, String cipher, String auth) throws Exception {
    ToneCall call = new ToneCall(profile);
    String key = HexFormat.of().formatHex(call.key());

    call.hears(port ->
        words(
            "gst-launch-1.0 -q audiotestsrc is-live=true num-buffers=200 samplesperbuffer=160"
                + " freq="
                + ToneCall.PEERS_TONE
                + " ! audio/x-raw,rate=8000,channels=1 ! mulawenc ! rtppcmupay pt=0 ssrc="
                + ToneCall.SSRC
                + " min-ptime=20000000 max-ptime=20000000 ! srtpenc key="
                + key
                + " rtp-cipher="
                + cipher
                + " rtp-auth="
                + auth
                + " rtcp-cipher="
                + cipher
                + " rtcp-auth="
                + auth
                + " ! udpsink host=127.0.0.1 port="
                + port));

    Path wav = folder.resolve("heard.wav");
    call.isHeard(
        wav,
        port ->
            words(
                "gst-launch-1.0 -q udpsrc address=127.0.0.1 num-buffers=50 port="
                    + port
                    + " caps=application/x-srtp,media=(string)audio,payload=(int)0,"
                    + "clock-rate=(int)8000,encoding-name=(string)PCMU,ssrc=(uint)"
                    + ToneCall.SSRC
                    + ",srtp-key=(buffer)"
                    + key
                    + ",srtp-cipher=(string)"
                    + cipher
                    + ",srtp-auth=(string)"
                    + auth
                    + ",srtcp-cipher=(string)"
                    + cipher
                    + ",srtcp-auth=(string)"
                    + auth
                    + " ! srtpdec ! rtppcmudepay ! mulawdec ! wavenc ! filesink location="
                    + wav));
  }

  private static List<String> words(String command) {
    return List.of(command.split(" "));
  }
}
