package org.aparte.srtp.requirements;

import static org.aparte.srtp.SrtpResult.AUTHENTICATION_FAILED;
import static org.aparte.srtp.requirements.Traffic.SSRC;
import static org.aparte.srtp.requirements.Traffic.key;
import static org.aparte.srtp.requirements.Traffic.protect;
import static org.aparte.srtp.requirements.Traffic.rtp;
import static org.aparte.srtp.requirements.Traffic.tail;
import static org.aparte.srtp.requirements.Traffic.unprotect;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.SrtpCipher;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Encrypted header extensions: RFC 6904 section 3, and RFC 7714 section 8.3. */
class HeaderExtensionEncryptionTest {

  private static final int HEADER = 12 + 4 + 16;

  /** One-byte headers: id 1 with 3 octets, padding, id 2 with 5 octets, id 3 with 2, padding. */
  private static final byte[] EXTENSION =
      Octets.ofHex("bede0004" + "12a1a2a3" + "0000" + "24b1b2b3b4b5" + "31c1c2" + "00").toArray();

  /** Ones where the bodies of ids 1 and 3 stand behind the first four octets. */
  private static final byte[] MASK_OF_1_AND_3 =
      Octets.ofHex("00ffffff" + "0000" + "000000000000" + "00ffff" + "00").toArray();

  private final SrtpOptions options =
      SrtpOptions.builder().encryptedExtensions(Set.of(1, 3)).build();

  static List<SrtpProfile> profiles() {
    return SrtpProfile.named();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({"S6904-3.2-01", "S6904-3.2-03", "S7714-8.3-01", "S7714-8.3-02"})
  void xorsTheKeystreamOfTheHeaderKeysOnTheChosenElements(SrtpProfile profile) {
    SrtpMasterKey key = key(profile, 1);

    byte[] srtp = protect(SrtpSender.of(key, options), packet());

    assertThat(Arrays.copyOf(srtp, HEADER)).isEqualTo(encryptedHeader(key));
    boolean hidden = profile.cipher() != SrtpCipher.NULL;
    assertThat(Arrays.equals(encryptedHeader(key), Arrays.copyOf(packet(), HEADER)))
        .isEqualTo(!hidden);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({"S6904-3-06", "S6904-3-07"})
  void authenticatesTheEncryptedFormOfTheExtension(SrtpProfile profile) {
    SrtpMasterKey key = key(profile, 1);
    byte[] encrypted = Reference.join(encryptedHeader(key), tail(packet(), HEADER));
    byte[] expected = Reference.srtp(key, encrypted, HEADER, 9);

    assertThat(protect(SrtpSender.of(key, options), packet())).isEqualTo(expected);
    assertThat(unprotect(SrtpReceiver.of(key, options), expected)).isEqualTo(packet());
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement("S6904-3-09")
  void decryptsNoExtensionOfAPacketThatIsNotAuthentic(SrtpProfile profile) {
    SrtpMasterKey key = key(profile, 1);
    byte[] encrypted = Reference.join(encryptedHeader(key), tail(packet(), HEADER));
    byte[] forged = Reference.srtp(key, encrypted, HEADER, 9);
    forged[forged.length - 1] ^= 1;
    byte[] buffer = forged.clone();

    int result = SrtpReceiver.of(key, options).unprotectRtp(buffer, 0, buffer.length);

    assertThat(SrtpResult.of(result)).isEqualTo(AUTHENTICATION_FAILED);
    assertThat(buffer).isEqualTo(forged);
  }

  private static byte[] packet() {
    byte[] bare = rtp(SSRC, 9);
    bare[0] |= 0x10;
    return Reference.join(Arrays.copyOf(bare, 12), EXTENSION, tail(bare, 12));
  }

  private static byte[] encryptedHeader(SrtpMasterKey key) {
    byte[][] keys = Reference.sessionKeys(key, 0);
    // GCM profiles take AES-CM of their key size here; their salt of 96 bits is extended by zeros
    byte[] stream =
        Reference.rtpKeystream(key.profile().cipher(), keys[6], keys[7], packet(), 9, 16);
    byte[] header = Arrays.copyOf(packet(), HEADER);
    for (int i = 0; i < 16; i++) {
      header[16 + i] ^= (byte) (stream[i] & MASK_OF_1_AND_3[i]);
    }
    return header;
  }
}
