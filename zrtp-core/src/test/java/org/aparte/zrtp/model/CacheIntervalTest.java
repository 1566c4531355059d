package org.aparte.zrtp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;

class CacheIntervalTest {

  @Test
  @Requirement({"Z-4.9-07", "Z-4.9-09"})
  void agreesOnTheSmallerOneAsAnUnsignedNumber() {
    long[] ascending = {0, 1, 86_400, 0x7fff_ffffL, 0x8000_0000L, 0xffff_fffeL, 0xffff_ffffL};
    for (int i = 0; i < ascending.length; i++) {
      for (int k = i; k < ascending.length; k++) {
        CacheInterval smaller = new CacheInterval(ascending[i]);
        CacheInterval larger = new CacheInterval(ascending[k]);

        assertThat(smaller.agreedWith(larger)).isEqualTo(smaller);
        assertThat(larger.agreedWith(smaller)).isEqualTo(smaller);
      }
    }
  }

  @Test
  @Requirement({"Z-4.9-08", "Z-4.9-13"})
  void countsFromConfirm1AndNeverEndsWithAllBitsSet() {
    long confirm1 = 1_800_000_000L;

    assertThat(CacheInterval.NOT_STORED.expiresAt(confirm1)).isEqualTo(confirm1);
    assertThat(new CacheInterval(60).expiresAt(confirm1)).isEqualTo(confirm1 + 60);
    assertThat(new CacheInterval(0xffff_fffeL).expiresAt(confirm1))
        .isEqualTo(confirm1 + 4_294_967_294L);
    assertThat(CacheInterval.FOREVER.expiresAt(confirm1)).isEqualTo(ZidRecord.NEVER);
  }

  @Test
  void refusesWhatDoesNotFitTheField() {
    assertThatThrownBy(() -> new CacheInterval(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> new CacheInterval(0x1_0000_0000L))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
