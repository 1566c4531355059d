package org.aparte.zrtp.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Security;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.aparte.trace.Requirement;
import org.aparte.vectors.TestVector;
import org.aparte.vectors.VectorFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SkeinProviderTest {

  static Stream<TestVector> tags() {
    return VectorFile.resource("skein-512/reference.json").vectors().stream()
        .filter(vector -> vector.inputs().integer("output_octets") < 32);
  }

  @ParameterizedTest
  @MethodSource("tags")
  @Requirement({"Z-5.1.4-02", "Z-5.1.4-03"})
  void computesTheShortMacsOfTheReferenceImplementation(TestVector vector) throws Exception {
    int octets = vector.inputs().integer("output_octets");
    byte[] message = vector.inputs().octets("message");
    byte[] expected = vector.expected().octets("digest");
    Mac mac = Mac.getInstance("Skein-MAC-512-" + 8 * octets, new SkeinProvider());
    mac.init(new SecretKeySpec(vector.inputs().octets("key"), "Skein"));
    assertThat(mac.getMacLength()).isEqualTo(octets);
    assertThat(mac.doFinal(message)).isEqualTo(expected);
    for (byte octet : message) {
      mac.update(octet);
    }
    assertThat(mac.doFinal()).as("once more, octet by octet").isEqualTo(expected);
    mac.update((byte) 99);
    mac.reset();
    mac.update(message);
    byte[] packet = new byte[octets + 2];
    mac.doFinal(packet, 1);
    assertThat(java.util.Arrays.copyOfRange(packet, 1, 1 + octets)).isEqualTo(expected);
  }

  @Test
  void hasTwoMacsAndRegistersNothing() {
    SkeinProvider provider = new SkeinProvider();
    assertThat(provider.getServices())
        .extracting(service -> service.getType() + " " + service.getAlgorithm())
        .containsExactlyInAnyOrder("Mac Skein-MAC-512-32", "Mac Skein-MAC-512-64");
    assertThat(List.of(Security.getProviders())).extracting("name").doesNotContain("AparteSkein");
  }

  @Test
  void refusesKeysItCannotRead() throws Exception {
    Mac mac = Mac.getInstance("Skein-MAC-512-32", new SkeinProvider());
    Key hidden =
        new Key() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getAlgorithm() {
            return "Skein";
          }

          @Override
          public String getFormat() {
            return null;
          }

          @Override
          public byte[] getEncoded() {
            return null;
          }
        };
    assertThatExceptionOfType(InvalidKeyException.class).isThrownBy(() -> mac.init(hidden));
    assertThatExceptionOfType(InvalidKeyException.class).isThrownBy(() -> mac.init(null));
  }
}
