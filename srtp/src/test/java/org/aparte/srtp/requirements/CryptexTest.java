package org.aparte.srtp.requirements;

import static org.aparte.srtp.SrtpResult.CRYPTEX_NOT_NEGOTIATED;
import static org.aparte.srtp.SrtpResult.CRYPTEX_REQUIRED;
import static org.aparte.srtp.SrtpResult.OK;
import static org.aparte.srtp.requirements.Traffic.SSRC;
import static org.aparte.srtp.requirements.Traffic.key;
import static org.aparte.srtp.requirements.Traffic.protect;
import static org.aparte.srtp.requirements.Traffic.received;
import static org.aparte.srtp.requirements.Traffic.rtp;
import static org.aparte.srtp.requirements.Traffic.tail;
import static org.aparte.srtp.requirements.Traffic.unprotect;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.aparte.srtp.SrtpCipher;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpOptions.Cryptex;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Completely encrypted extensions and CSRCs: RFC 9335. */
class CryptexTest {

  private static final String ONE_BYTE = "bede0001" + "12a1a2a3";
  private static final String TWO_BYTE = "10000001" + "0102a1a2";
  private static final String OTHER = "abcd0001" + "a0a1a2a3";

  private final SrtpOptions allow = SrtpOptions.builder().cryptex(Cryptex.ALLOW).build();
  private final SrtpOptions require = SrtpOptions.builder().cryptex(Cryptex.REQUIRE).build();
  private final SrtpMasterKey key = key();

  static Stream<SrtpProfile> profiles() {
    return SrtpProfile.named().stream().filter(p -> p.cipher() != SrtpCipher.NULL);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({"S9335-5.1-02", "S9335-5.1-03", "S9335-5.1-06", "S9335-6.1-01"})
  void encryptsCsrcsExtensionAndPayloadBehindAMarkOfTheirForm(SrtpProfile profile) {
    SrtpMasterKey any = key(profile, 1);
    for (int csrcs : new int[] {0, 1, 15}) {
      for (String extension : List.of(ONE_BYTE, TWO_BYTE)) {
        byte[] packet = packet(csrcs, extension);
        String marked = (extension.equals(ONE_BYTE) ? "c0de" : "c2de") + extension.substring(4);

        byte[] srtp = protect(SrtpSender.of(key(profile, 1), allow), packet);

        assertThat(srtp).isEqualTo(cryptex(any, packet(csrcs, marked), csrcs));
        assertThat(unprotect(SrtpReceiver.of(any, allow), srtp)).isEqualTo(packet);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({"S9335-5.1-04", "S9335-5.1-05"})
  void addsAnEmptyBlockAndTheXBitWhereThereAreCsrcsAlone(SrtpProfile profile) {
    SrtpMasterKey any = key(profile, 1);

    byte[] srtp = protect(SrtpSender.of(any, allow), packet(3, ""));

    assertThat(srtp).isEqualTo(cryptex(any, packet(3, "c0de0000"), 3));
    assertThat(srtp[0] & 0x10).isEqualTo(0x10);
    assertThat(unprotect(SrtpReceiver.of(any, allow), srtp)).isEqualTo(packet(3, "bede0000"));
  }

  @Test
  @Requirement("S9335-5.1-01")
  void leavesExtensionsOfAnotherKindToPlainSrtp() {
    byte[] packet = packet(2, OTHER);

    byte[] srtp = protect(SrtpSender.of(key, allow), packet);

    assertThat(srtp).isEqualTo(Reference.srtp(key, packet, 12 + 8 + 8, 9));
  }

  @Test
  @Requirement("S9335-5-04")
  void doesNotEncryptElementsByRfc6904InAPacketThatItHidesWhole() {
    SrtpOptions both =
        SrtpOptions.builder().cryptex(Cryptex.ALLOW).encryptedExtensions(Set.of(1)).build();
    byte[] packet = packet(0, ONE_BYTE);

    byte[] srtp = protect(SrtpSender.of(key, both), packet);

    byte[] marked = packet(0, "c0de" + ONE_BYTE.substring(4));
    assertThat(srtp).isEqualTo(cryptex(key, marked, 0));
    assertThat(unprotect(SrtpReceiver.of(key, both), srtp)).isEqualTo(packet);
    // a packet that came without cryptex is one of RFC 6904
    SrtpOptions only6904 = SrtpOptions.builder().encryptedExtensions(Set.of(1)).build();
    byte[] of6904 = protect(SrtpSender.of(key(), only6904), packet(0, ONE_BYTE));
    assertThat(unprotect(SrtpReceiver.of(key, both), of6904)).isEqualTo(packet);
  }

  @Test
  @Requirement({"S9335-5.2-01", "S9335-5.2-02"})
  void tellsByTheProfileFieldWhetherAPacketIsHidden() {
    SrtpReceiver receiver = SrtpReceiver.of(key, allow);
    for (String extension : List.of(ONE_BYTE, TWO_BYTE, OTHER)) {
      byte[] packet = packet(1, extension);
      byte[] plain = Reference.srtp(key, packet, 12 + 4 + 8, 9);

      assertThat(unprotect(SrtpReceiver.of(key, allow), plain)).isEqualTo(packet);
    }
    byte[] hidden = cryptex(key, packet(1, "c0de" + ONE_BYTE.substring(4)), 1);
    assertThat(received(SrtpReceiver.of(key), hidden)).isEqualTo(CRYPTEX_NOT_NEGOTIATED);
    assertThat(unprotect(receiver, hidden)).isEqualTo(packet(1, ONE_BYTE));
  }

  @Test
  @Requirement("S9335-5.2-03")
  void reportsAPacketThatIsNotHiddenWhereHidingIsMandatory() {
    SrtpReceiver receiver = SrtpReceiver.of(key, require);
    for (String extension : List.of(ONE_BYTE, TWO_BYTE)) {
      byte[] plain = Reference.srtp(key, packet(0, extension), 12 + 8, 9);
      assertThat(received(receiver, plain)).isEqualTo(CRYPTEX_REQUIRED);
    }
    byte[] csrcs = Reference.srtp(key, packet(2, ""), 12 + 8, 9);
    assertThat(received(receiver, csrcs)).isEqualTo(CRYPTEX_REQUIRED);
    assertThat(receiver.ssrcs()).isEmpty();

    byte[] hidden = cryptex(key, packet(0, "c0de" + ONE_BYTE.substring(4)), 0);
    assertThat(received(receiver, hidden)).isEqualTo(OK);
  }

  /** An RTP packet of SEQ 9 with CSRCs and an extension. */
  private static byte[] packet(int csrcs, String extension) {
    byte[] bare = rtp(SSRC, 9);
    bare[0] |= (byte) (csrcs | (extension.isEmpty() ? 0 : 0x10));
    return Reference.join(
        Arrays.copyOf(bare, 12),
        Traffic.pattern(4 * csrcs, 77),
        Octets.ofHex(extension).toArray(),
        tail(bare, 12));
  }

  /**
   * RFC 9335 section 6.2 on a packet whose extension is marked: the header of the extension goes
   * before the CSRCs, all behind it is encrypted, and then it goes back.
   */
  private static byte[] cryptex(SrtpMasterKey key, byte[] marked, int csrcs) {
    int extension = 12 + 4 * csrcs;
    byte[] gathered =
        Reference.join(
            Arrays.copyOf(marked, 12),
            Arrays.copyOfRange(marked, extension, extension + 4),
            Arrays.copyOfRange(marked, 12, extension),
            tail(marked, extension + 4));
    byte[] sealed = Reference.srtp(key, gathered, 16, 9);
    byte[] scattered =
        Reference.join(
            Arrays.copyOf(sealed, 12),
            Arrays.copyOfRange(sealed, 16, 16 + 4 * csrcs),
            Arrays.copyOfRange(sealed, 12, 16),
            tail(sealed, 16 + 4 * csrcs));
    if (key.profile().cipher().isAead()) {
      return scattered;
    }
    // the MAC is over the packet as it travels
    int tagOctets = key.profile().tag().rtpOctets();
    byte[] authenticated = Arrays.copyOf(scattered, scattered.length - tagOctets);
    byte[] mac =
        Reference.hmacSha1(
            Reference.sessionKeys(key, 0)[1], Reference.join(authenticated, new byte[4]));
    return Reference.join(authenticated, Arrays.copyOf(mac, tagOctets));
  }
}
