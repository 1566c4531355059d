package org.aparte.zrtp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;

class ZidTest {

  @Test
  @Requirement({"Z-4.9-01", "Z-4.9-05"})
  void takesEachOfItsNinetySixBitsFromTheGivenGenerator() {
    SecureRandom random = new SecureRandom();
    Set<Zid> made = new HashSet<>();
    byte[] everSet = new byte[Zid.OCTETS];
    byte[] everClear = new byte[Zid.OCTETS];
    for (int i = 0; i < 200; i++) {
      Zid zid = Zid.random(random);
      made.add(zid);
      for (int k = 0; k < Zid.OCTETS; k++) {
        everSet[k] |= (byte) zid.octets().at(k);
        everClear[k] |= (byte) ~zid.octets().at(k);
      }
    }

    assertThat(made).hasSize(200);
    assertThat(everSet).containsOnly(0xff);
    assertThat(everClear).containsOnly(0xff);
  }

  @Test
  void refusesAGeneratorThatGivesOnlyZeros() {
    SecureRandom stuck =
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] bytes) {}
        };

    assertThatThrownBy(() -> Zid.random(stuck))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("SecureRandom");
  }

  @Test
  void takesAnyTwelveOctetsOfAPeerAndNothingElse() {
    assertThat(Zid.of(new byte[12])).hasToString("000000000000000000000000");
    for (int octets = 0; octets < 30; octets++) {
      if (octets != 12) {
        byte[] wrong = new byte[octets];
        assertThatThrownBy(() -> Zid.of(wrong))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("a ZID has 12 octets, these are " + octets);
      }
    }
  }

  @Test
  void comparesByContentAndReadsWhatItPrints() {
    Zid zid = Zid.ofHex("00112233445566778899AABB");

    assertThat(zid).hasToString("00112233445566778899aabb");
    assertThat(Zid.ofHex(zid.toString())).isEqualTo(zid);
    assertThat(zid).isEqualTo(new Zid(Octets.ofHex("00112233445566778899aabb")));
    assertThat(zid).isNotEqualTo(Zid.ofHex("00112233445566778899aabc"));
  }
}
