package org.aparte.zrtp.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.aparte.vectors.Fields;
import org.aparte.vectors.TestVector;
import org.aparte.vectors.VectorFile;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.CryptoProviders.Primitive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SRTP under Twofish and Skein, which it gets from the providers that ZRTP brings along. */
class SrtpWithoutTheJdkTest {

  private static final SrtpOptions OPTIONS =
      SrtpOptions.builder()
          .fallbackProvider(CryptoProviders.standard().provider(Primitive.TWOFISH).orElseThrow())
          .fallbackProvider(new SkeinProvider())
          .build();

  static Stream<TestVector> packets() {
    return VectorFile.resource("srtp/derived.json").vectors().stream()
        .filter(TestVector::isValid)
        .filter(vector -> {
          SrtpProfile profile = profile(vector);
          return profile.tag().isSkein() || profile.cipher().isTwofish();
        });
  }

  private static SrtpProfile profile(TestVector vector) {
    return SrtpProfile.byName(vector.inputs().text("profile")).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("packets")
  @Requirement({"Z-5.1.4-02", "Z-5.1.4-03", "Z-5.1.3-03"})
  void protectsAndUnprotectsTheDerivedPackets(TestVector vector) {
    Fields inputs = vector.inputs();
    byte[] rtp = inputs.octets("rtp");
    byte[] srtp = vector.expected().octets("srtp");
    int ssrc = java.nio.ByteBuffer.wrap(rtp).getInt(8);
    SrtpSender sender = SrtpSender.of(key(vector), OPTIONS);
    sender.setRoc(ssrc, inputs.longInteger("roc"));
    byte[] packet = Arrays.copyOf(rtp, rtp.length + sender.maxExpansion());
    int length = sender.protectRtp(packet, 0, rtp.length);
    assertThat(Octets.of(packet, 0, length)).isEqualTo(Octets.of(srtp));
    SrtpReceiver receiver = SrtpReceiver.of(key(vector), OPTIONS);
    receiver.setRoc(ssrc, inputs.longInteger("roc"));
    int plainLength = receiver.unprotectRtp(packet, 0, length);
    assertThat(Octets.of(packet, 0, plainLength)).isEqualTo(Octets.of(rtp));
  }

  private static SrtpMasterKey key(TestVector vector) {
    return SrtpMasterKey.of(
        profile(vector),
        vector.inputs().octets("master_key"),
        vector.inputs().octets("master_salt"));
  }
}
