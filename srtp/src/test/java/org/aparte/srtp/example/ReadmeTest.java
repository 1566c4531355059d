package org.aparte.srtp.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.aparte.srtp.SdesAgreement;
import org.aparte.srtp.SdesAnswer;
import org.aparte.srtp.SdesPolicy;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  private static final byte[] RTP = {
    (byte) 0x80, 0, 0, 1, 0, 0, 0, 0, 0x12, 0x34, 0x56, 0x78, 'h', 'e', 'l', 'l', 'o'
  };

  @Test
  void quotesTheExampleAsItIsCompiled() throws IOException {
    Path module = Path.of("").toAbsolutePath();
    String source =
        Files.readString(module.resolve("src/test/java/org/aparte/srtp/example/SdesCall.java"));
    String region =
        source
            .substring(source.indexOf("// region readme\n"), source.indexOf("  // endregion"))
            .replace("// region readme\n", "")
            .replaceAll("(?m)^  ", "")
            .strip();

    assertThat(Files.readString(module.resolveSibling("README.md"))).contains(region);
  }

  @Test
  void callsThePeerOfTheExample() {
    try (SdesCall call = new SdesCall();
        SdesAgreement agreed =
            SdesAnswer.to(call.linesForSdp(), SdesPolicy.recommended(), new SecureRandom())
                .value();
        SrtpSender peerSender = agreed.sender(SrtpOptions.builder());
        SrtpReceiver peerReceiver = agreed.receiver(SrtpOptions.builder())) {
      assertThat(call.answered(java.util.List.of(agreed.sending().format()))).isTrue();

      ByteBuffer packet = ByteBuffer.allocate(100).put(RTP).flip();
      assertThat(call.protect(packet)).isTrue();
      assertThat(packet.remaining()).isGreaterThan(RTP.length);
      assertThat(peerReceiver.unprotectRtp(packet)).isEqualTo(SrtpResult.OK);
      assertThat(packet).isEqualTo(ByteBuffer.wrap(RTP));

      assertThat(peerSender.protectRtp(packet)).isEqualTo(SrtpResult.OK);
      assertThat(call.open(packet)).isTrue();
      assertThat(packet).isEqualTo(ByteBuffer.wrap(RTP));
      assertThat(call.open(packet)).isFalse();
    }
  }
}
