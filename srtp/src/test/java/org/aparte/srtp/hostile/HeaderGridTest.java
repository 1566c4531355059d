package org.aparte.srtp.hostile;

import static org.aparte.srtp.SrtpResult.AUTHENTICATION_FAILED;
import static org.aparte.srtp.SrtpResult.MALFORMED_HEADER;
import static org.aparte.srtp.SrtpResult.MALFORMED_TOO_SHORT;
import static org.aparte.srtp.SrtpResult.OK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.packet.BigEndian;
import org.aparte.srtp.testing.Pair;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CVE-2015-6360: CC and the length of the extension are the attacker's, and have led others to read
 * behind the packet. Every CC, X and extension length, in packets of every length, on both paths.
 */
class HeaderGridTest {

  private static final int[] EXTENSION_WORDS = {0, 1, 2, 3, 15, 16, 0x3fff, 0x4000, 0xffff};
  private static final int SENT = 12 + 60;
  private static final int LONGEST = 12 + 60 + 4 + 64 + 30;

  @ParameterizedTest
  @ValueSource(strings = {"AES_CM_128_HMAC_SHA1_80", "AEAD_AES_128_GCM"})
  void readsNoHeaderBeyondThePacket(String profile) {
    Pair pair = Pair.of(SrtpProfile.byName(profile).orElseThrow());
    int trailer = pair.sender().profile().tag().rtpOctets();
    int sequence = 0;
    for (int csrcs = 0; csrcs < 16; csrcs++) {
      for (int x = 0; x < 2; x++) {
        for (int words : EXTENSION_WORDS) {
          for (int length = 0; length <= LONGEST; length++) {
            byte[] packet = packet(length, csrcs, x, words);
            int header = 12 + 4 * csrcs + (x == 1 ? 4 + 4 * words : 0);
            SrtpResult sound =
                length < 12 ? MALFORMED_TOO_SHORT : header > length ? MALFORMED_HEADER : OK;
            SrtpResult received =
                sound != OK
                    ? sound
                    : length < header + trailer ? MALFORMED_TOO_SHORT : AUTHENTICATION_FAILED;

            assertThat(pair.receiveRtp(packet)).as("%d octets", length).isEqualTo(received);
            if (length >= 12) {
              BigEndian.put16(packet, 2, sequence++); // an index of its own for each
            }
            if (length <= SENT) {
              assertThat(pair.protectRtpResult(packet)).as("%d octets", length).isEqualTo(sound);
            }
          }
        }
      }
    }
  }

  private static byte[] packet(int length, int csrcs, int x, int words) {
    byte[] packet = new byte[length];
    Arrays.fill(packet, (byte) 0x5a);
    int extension = 12 + 4 * csrcs;
    if (length > 0) {
      packet[0] = (byte) (0x80 | x << 4 | csrcs);
    }
    if (length >= extension + 4) {
      packet[extension + 2] = (byte) (words >> 8);
      packet[extension + 3] = (byte) words;
    }
    return packet;
  }
}
