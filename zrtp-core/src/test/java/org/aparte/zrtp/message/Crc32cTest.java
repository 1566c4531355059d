package org.aparte.zrtp.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32C;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;

class Crc32cTest {

  @Test
  @Requirement("Z-5-07")
  void hasTheCheckValueOfTheCastagnoliCrc() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(Crc32c.of(digits, 0, digits.length)).isEqualTo(0xe3069283);
    assertThat(Crc32c.of(new byte[0], 0, 0)).isZero();
  }

  @Test
  @Requirement("Z-5-07")
  void agreesWithTheJdkOnAnyPartOfAnArray() {
    Random random = new Random(6189);
    byte[] array = new byte[600];
    random.nextBytes(array);
    for (int offset = 0; offset < 50; offset++) {
      for (int length = 0; length < 500; length += 7) {
        CRC32C jdk = new CRC32C();
        jdk.update(array, offset, length);
        assertThat(Crc32c.of(array, offset, length)).isEqualTo((int) jdk.getValue());
      }
    }
  }

  @Test
  @Requirement({"Z-5-07", "Z-5-08"})
  void goesOntoTheWireWithItsLeastSignificantOctetFirst() {
    int checked = 0;
    for (Recordings.Line line : Recordings.lines("crc-kdf-sas.txt")) {
      if (line.key().startsWith("crc ")) {
        byte[] packet = Octets.ofHex(line.value()).toArray();
        int onTheWire = Integer.reverseBytes(Crc32c.of(packet, 0, packet.length));
        assertThat(onTheWire).isEqualTo(Integer.parseUnsignedInt(line.key().substring(4), 16));
        checked++;
      }
    }
    assertThat(checked).isEqualTo(3);
  }
}
