package org.aparte.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.aparte.srtp.requirements.Reference;
import org.aparte.srtp.testing.HollowProvider;
import org.aparte.srtp.testing.Keys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The self-test passes where it should, and not with a provider that computes something else. */
class SrtpSelfTestTest {

  static List<SrtpProfile> named() {
    return SrtpProfile.named();
  }

  @ParameterizedTest
  @MethodSource("named")
  void knowsTheAnswersOfTheRfcs(SrtpProfile profile) {
    byte[] counting = new byte[200];
    for (int i = 0; i < counting.length; i++) {
      counting[i] = (byte) i;
    }
    SrtpMasterKey key =
        SrtpMasterKey.of(
            profile,
            Arrays.copyOf(counting, profile.keyOctets()),
            Arrays.copyOfRange(counting, 100, 100 + profile.saltOctets()));
    byte[] rtp = HexFormat.of().parseHex("8060000000000000ca11ab1e" + "00".repeat(160));
    System.arraycopy(counting, 12, rtp, 12, 160);
    byte[] rtcp = HexFormat.of().parseHex("80c9000eca11ab1e" + "00".repeat(52));
    System.arraycopy(counting, 8, rtcp, 8, 52);

    byte[] srtp = Reference.srtp(key, rtp, 12, 0);
    boolean encrypts = profile.cipher() != SrtpCipher.NULL;
    byte[] srtcp = Reference.srtcp(key, rtcp, 0, encrypts);

    int octets = profile.tag().rtcpOctets();
    int end = profile.cipher().isAead() ? srtcp.length - 4 : srtcp.length;
    String tags =
        HexFormat.of().formatHex(srtp, srtp.length - profile.tag().rtpOctets(), srtp.length)
            + HexFormat.of().formatHex(srtcp, end - octets, end);
    assertThat(SrtpSelfTest.knownAnswer(profile)).isEqualTo(tags);
  }

  /** One of each kind of cipher and tag. */
  static List<SrtpProfile> kinds() {
    return List.of(
        SrtpProfile.AES_CM_128_HMAC_SHA1_32,
        SrtpProfile.F8_128_HMAC_SHA1_80,
        SrtpProfile.NULL_HMAC_SHA1_80,
        SrtpProfile.AEAD_AES_128_GCM,
        SrtpProfile.of(SrtpCipher.TWOFISH_CM_256, SrtpTag.SKEIN_64));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void passes(SrtpProfile profile) {
    SrtpSelfTest.run(profile, Keys.options().build());
  }

  @Test
  void passesWithWhatThisJvmHas() {
    SrtpSelfTest.run(SrtpProfile.AEAD_AES_256_GCM);
  }

  @ParameterizedTest
  @MethodSource("named")
  void doesNotPassWithAProviderThatComputesSomethingElse(SrtpProfile profile) {
    SrtpOptions hollow = SrtpOptions.builder().preferredProvider(new HollowProvider()).build();

    assertThatIllegalStateException()
        .isThrownBy(() -> SrtpSelfTest.run(profile, hollow))
        .withMessageContaining("a wrong answer")
        .withMessageContaining("Hollow");
  }

  @Test
  void asksTheAcceleratorOfTheOptions() {
    SrtpAccelerator wrong = new AcceleratorTest.Reverse();
    SrtpOptions options = SrtpOptions.builder().accelerator(wrong).build();

    assertThatIllegalStateException()
        .isThrownBy(() -> SrtpSelfTest.run(SrtpProfile.AES_CM_128_HMAC_SHA1_80, options));
  }
}
