package org.aparte.zrtp.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {

  @Test
  @Requirement({
    "Z-5.9-02", "Z-5.9-03", "Z-5.9-04", "Z-5.9-05", "Z-5.9-06", "Z-5.9-07", "Z-5.9-08", "Z-5.9-09",
    "Z-5.9-10", "Z-5.9-11", "Z-5.9-12", "Z-5.9-13", "Z-5.9-14", "Z-5.9-15", "Z-5.9-16", "Z-5.9-17",
    "Z-5.9-18", "Z-5.9-19", "Z-5.9-20", "Z-5.9-21"
  })
  void hasTheNumbersOfTable8InItsOrder() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::code))
        .containsExactly(
            0x10, 0x20, 0x30, 0x40, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x61, 0x62, 0x63, 0x70,
            0x80, 0x90, 0x91, 0xa0, 0xb0, 0x100);
  }

  @Test
  void isFoundByItsNumber() {
    assertThat(ErrorCode.ofCode(0x62)).contains(ErrorCode.DH_HVI_MISMATCH);
    assertThat(ErrorCode.ofCode(0x100)).contains(ErrorCode.GOCLEAR_NOT_ALLOWED);
  }

  @Test
  void answersWithNothingToANumberOutsideTheTable() {
    assertThat(ErrorCode.ofCode(0x202)).isEmpty();
    assertThat(ErrorCode.ofCode(-1)).isEmpty();
  }
}
