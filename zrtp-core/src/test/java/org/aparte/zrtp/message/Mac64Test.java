package org.aparte.zrtp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.aparte.srtp.secret.Octets;
import org.junit.jupiter.api.Test;

class Mac64Test {

  private static final byte[] LONG_MAC = Octets.ofHex("000102030405060708090a0b0c0d0e0f").toArray();

  @Test
  void isTheLeftmostEightOctetsOfALongerMac() {
    Mac64 mac = Mac64.leftmostOf(LONG_MAC);
    assertThat(mac.octets()).isEqualTo(Octets.ofHex("0001020304050607"));
    assertThat(mac.matches(Mac64.leftmostOf(mac.octets().toArray()))).isTrue();
    assertThatThrownBy(() -> Mac64.leftmostOf(new byte[7]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void matchesNoMacThatDiffersInAnyBit() {
    Mac64 mac = Mac64.leftmostOf(LONG_MAC);
    for (int bit = 0; bit < 64; bit++) {
      byte[] other = LONG_MAC.clone();
      other[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(mac.matches(Mac64.leftmostOf(other))).isFalse();
    }
  }

  @Test
  void keepsNothingOfTheArrayAndShowsNothing() {
    byte[] octets = LONG_MAC.clone();
    Mac64 mac = Mac64.leftmostOf(octets);
    octets[0] = 1;
    assertThat(mac.matches(Mac64.leftmostOf(LONG_MAC))).isTrue();
    assertThat(mac).hasToString("Mac64");
  }
}
