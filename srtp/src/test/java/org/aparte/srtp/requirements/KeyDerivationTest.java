package org.aparte.srtp.requirements;

import static org.aparte.srtp.SrtpResult.OK;
import static org.aparte.srtp.requirements.Traffic.SSRC;
import static org.aparte.srtp.requirements.Traffic.key;
import static org.aparte.srtp.requirements.Traffic.protect;
import static org.aparte.srtp.requirements.Traffic.protectRtcp;
import static org.aparte.srtp.requirements.Traffic.received;
import static org.aparte.srtp.requirements.Traffic.receivedRtcp;
import static org.aparte.srtp.requirements.Traffic.rtcp;
import static org.aparte.srtp.requirements.Traffic.rtp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.transform.Algorithms;
import org.aparte.srtp.transform.KeyDerivation;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Session keys: RFC 3711 section 4.3, RFC 6188 section 3.1 and RFC 7714 section 11. */
class KeyDerivationTest {

  private final SrtpMasterKey key = key();

  static List<SrtpProfile> profiles() {
    return SrtpProfile.named();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({
    "S3711-4.3.1-09",
    "S3711-4.3.1-12",
    "S3711-4.3.3-01",
    "S6188-3.1-02",
    "S6188-3.1-04",
    "S7714-11-01",
    "S7714-11-02"
  })
  void runsAesOfTheMasterKeysSizeOnLabelIndexAndSalt(SrtpProfile profile) {
    SrtpMasterKey master = key(profile, 1);
    for (long r : new long[] {0, 1, 0x0123456789abL, 0xffffffffffffL}) {
      for (int label = 0; label < 8; label++) {
        assertThat(derived(master, label, r, 46)).isEqualTo(reference(master, label, r, 46));
      }
    }
    assertThat(derived(master, 0, 0, 5000)).isEqualTo(reference(master, 0, 0, 5000));
  }

  @Test
  @Requirement("S3711-4.3.1-08")
  void letsEveryBitOfItsInputCount() {
    Set<Octets> outputs = new HashSet<>();
    byte[] salt = key.salt().expose().clone();
    outputs.add(derived(key, 0, 0, 16));
    for (int bit = 0; bit < 112; bit++) { // with the 16 bits of the block count these are 128
      byte[] changed = Traffic.flipped(salt, bit);
      SrtpMasterKey other = SrtpMasterKey.of(key.profile(), key.key().expose(), changed);
      outputs.add(derived(other, 0, 0, 16));
    }
    byte[] stream = derived(key, 0, 0, 16 * 500).toArray();
    for (int block = 1; block < 500; block++) {
      outputs.add(Octets.of(stream, 16 * block, 16));
    }
    assertThat(outputs).hasSize(1 + 112 + 499);
  }

  @Test
  @Requirement({"S3711-4.3.1-10", "S3711-4.3.1-13", "S3711-4.3.2-02"})
  void hasALabelOfItsOwnForEachKindOfKey() {
    List<Integer> labels =
        List.of(
            KeyDerivation.LABEL_RTP_ENCRYPTION,
            KeyDerivation.LABEL_RTP_AUTHENTICATION,
            KeyDerivation.LABEL_RTP_SALT,
            KeyDerivation.LABEL_RTCP_ENCRYPTION,
            KeyDerivation.LABEL_RTCP_AUTHENTICATION,
            KeyDerivation.LABEL_RTCP_SALT,
            KeyDerivation.LABEL_HEADER_ENCRYPTION,
            KeyDerivation.LABEL_HEADER_SALT);

    assertThat(labels).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  @Requirement("S3711-4.3.1-05")
  void derivesAnewWheneverTheIndexReachesAMultipleOfTheRate() {
    SrtpOptions every16 = SrtpOptions.builder().keyDerivationRate(16).build();
    SrtpSender sender = SrtpSender.of(key, every16);
    SrtpReceiver receiver = SrtpReceiver.of(key, every16);
    for (int index = 0; index < 64; index++) {
      byte[] srtp = protect(sender, rtp(SSRC, index));
      assertThat(encryptedWith(srtp, rtp(SSRC, index), index)).isEqualTo(index / 16);
      assertThat(received(receiver, srtp)).isEqualTo(OK);
    }
  }

  @Test
  @Requirement("S3711-4.3.2-02")
  void derivesSrtcpKeysAnewByTheSrtcpIndex() {
    SrtpOptions every16 = SrtpOptions.builder().keyDerivationRate(16).build();
    SrtpSender sender = SrtpSender.of(key, every16);
    SrtpReceiver receiver = SrtpReceiver.of(key, every16);
    for (int index = 0; index < 40; index++) {
      byte[] srtcp = protectRtcp(sender, rtcp(SSRC));
      byte[] authenticationKey = Reference.derive(key, 4, index / 16, 20);
      byte[] mac = Reference.hmacSha1(authenticationKey, Arrays.copyOf(srtcp, srtcp.length - 10));
      assertThat(Traffic.tail(srtcp, srtcp.length - 10)).isEqualTo(Arrays.copyOf(mac, 10));
      assertThat(receivedRtcp(receiver, srtcp)).isEqualTo(OK);
    }
  }

  @Test
  @Requirement("S3711-4.3.1-06")
  void keepsTheRateForTheLifeOfTheKey() {
    SrtpOptions.Builder builder = SrtpOptions.builder().keyDerivationRate(16);
    SrtpSender sender = SrtpSender.of(key, builder.build());
    builder.keyDerivationRate(4); // too late for that sender

    for (int index = 0; index < 64; index++) {
      byte[] srtp = protect(sender, rtp(SSRC, index));
      assertThat(encryptedWith(srtp, rtp(SSRC, index), index)).isEqualTo(index / 16);
    }
  }

  @Test
  @Requirement({"S3711-4.3.1-16", "S3711-5.3-03"})
  void derivesOnceWhenTheRateIsZero() {
    SrtpSender sender = SrtpSender.of(key);
    sender.setRoc(SSRC, 0xfffffffeL);

    byte[] srtp = protect(sender, rtp(SSRC, 9));

    assertThat(encryptedWith(srtp, rtp(SSRC, 9), 0xfffffffe0009L)).isEqualTo(0);
  }

  /** The r under whose session keys a packet with a tag of 10 octets was encrypted, or -1. */
  private long encryptedWith(byte[] srtp, byte[] rtp, long index) {
    byte[] used = Reference.xor(Traffic.tail(rtp, 12), Traffic.tail(srtp, 12));
    for (long r = 0; r < 16; r++) {
      byte[] sessionKey = Reference.derive(key, 0, r, 16);
      byte[] salt = Reference.derive(key, 2, r, 14);
      if (Arrays.equals(
          used,
          Reference.keystream(sessionKey, Reference.counterIv(salt, SSRC, index), used.length))) {
        return r;
      }
    }
    return -1;
  }

  private static Octets derived(SrtpMasterKey master, int label, long r, int octets) {
    try (SecretBytes derived =
        KeyDerivation.derive(Algorithms.INSTALLED, master.key(), master.salt(), label, r, octets)) {
      return Octets.of(derived.expose());
    }
  }

  private static Octets reference(SrtpMasterKey master, int label, long r, int octets) {
    return Octets.of(Reference.derive(master, label, r, octets));
  }
}
