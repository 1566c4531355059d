package org.aparte.srtp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the table beside a map, while it grows and shrinks and rows move. */
class SsrcTableTest {

  private static final int BOUND = 3000;

  @ParameterizedTest
  @ValueSource(ints = {64, 128, 1024})
  void remembersEachSsrcWhereverItsRowMoves(int windowPackets) {
    SsrcTable table = new SsrcTable(BOUND, windowPackets);
    Map<Integer, Long> highest = new TreeMap<>();
    Map<Integer, Long> rtcp = new TreeMap<>();
    Random random = new Random(windowPackets);
    List<Integer> known = new ArrayList<>();
    for (int step = 0; step < 60_000; step++) {
      boolean grows = step % 20_000 < 12_000;
      if (known.isEmpty() || (grows && random.nextInt(4) == 0 && !table.isFull())) {
        int ssrc = table.size() % 3 == 0 ? 7 * step : random.nextInt();
        if (highest.putIfAbsent(ssrc, 0L) == null) {
          known.add(ssrc);
          table.acceptRtp(table.add(ssrc), 0);
        }
      }
      int ssrc = known.get(random.nextInt(known.size()));
      int row = table.find(ssrc);
      switch (random.nextInt(grows ? 8 : 4)) {
        case 0 -> {
          assertThat(table.remove(ssrc)).isTrue();
          assertThat(table.remove(ssrc)).isFalse();
          known.remove((Integer) ssrc);
          highest.remove(ssrc);
          rtcp.remove(ssrc);
        }
        case 1 -> {
          long next = rtcp.getOrDefault(ssrc, 0L) + 1 + random.nextInt(5);
          assertThat(table.isRtcpReplayed(row, next)).isFalse();
          table.acceptRtcp(row, next);
          rtcp.put(ssrc, next);
        }
        default -> {
          long next = highest.getOrDefault(ssrc, 0L) + 1 + random.nextInt(200);
          assertThat(table.isReplayed(row, next)).isFalse();
          table.acceptRtp(row, next);
          highest.put(ssrc, next);
        }
      }
      assertThat(table.size()).isEqualTo(known.size());
      if (step % 500 == 0) {
        requireEqual(table, highest, rtcp);
      }
    }
    assertThat(Arrays.stream(table.ssrcs()).boxed())
        .containsExactlyInAnyOrderElementsOf(highest.keySet());
  }

  private static void requireEqual(
      SsrcTable table, Map<Integer, Long> highest, Map<Integer, Long> rtcp) {
    for (Map.Entry<Integer, Long> each : highest.entrySet()) {
      int row = table.find(each.getKey());
      long index = each.getValue();
      assertThat(row).isNotEqualTo(SsrcTable.NONE);
      assertThat(table.roc(row)).isEqualTo(index >>> 16);
      assertThat(table.isReplayed(row, index)).isTrue();
      assertThat(table.isReplayed(row, index + 1)).isFalse();
      Long rtcpIndex = rtcp.get(each.getKey());
      assertThat(table.isRtcpReplayed(row, rtcpIndex == null ? 1 : rtcpIndex))
          .isEqualTo(rtcpIndex != null);
    }
  }
}
