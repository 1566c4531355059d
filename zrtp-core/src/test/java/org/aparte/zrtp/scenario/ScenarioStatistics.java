package org.aparte.zrtp.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;

/**
 * Many calls over a bad wire, each with its own seed, and what became of them: the numbers of
 * docs/scenario-statistics.md.
 */
final class ScenarioStatistics {

  /** The first calls of each setting, which the build runs again and compares. */
  static final int SLICE = 1_000;

  private static final long LONGEST_CALL_MILLIS = 90_000;
  private static final ZrtpConfig CLASSICAL = Classical.config();

  /** Commit and DHPart1 in two fragments each. */
  private static final ZrtpConfig HYBRID =
      CLASSICAL.toBuilder().keyAgreements(KeyAgreementType.X3M3, KeyAgreementType.MULT).build();

  /** Commit in four fragments, DHPart1 in three. */
  private static final ZrtpConfig NARROW = HYBRID.toBuilder().mtu(600).build();

  /** Phases in which an app may send plain RTP without having been told that it failed. */
  private static final Set<StreamPhase> OPEN =
      EnumSet.of(
          StreamPhase.IDLE, StreamPhase.DISCOVERING, StreamPhase.PEER_FOUND, StreamPhase.CLEAR);

  /**
   * A kind of wire and of call.
   *
   * @param config of both ends
   * @param streams of each call
   * @param calls in the full run
   * @param slice of these, the first that the build runs again and compares
   * @param secureOf10000 how many of 10,000 calls have to be secure at both ends
   */
  record Setting(
      String name,
      Wire wire,
      ZrtpConfig config,
      int streams,
      int calls,
      int slice,
      int secureOf10000) {

    Setting(String name, Wire wire, int streams, int calls, int secureOf10000) {
      this(name, wire, CLASSICAL, streams, calls, SLICE, secureOf10000);
    }

    /** A call of one stream in KEM mode, which takes longer to compute. */
    static Setting hybrid(String name, Wire wire, ZrtpConfig config, int secureOf10000) {
      return new Setting(name, wire, config, 1, 5_000, SLICE / 5, secureOf10000);
    }
  }

  static List<Setting> settings() {
    Wire bad = Wire.PERFECT.jitter(60).duplication(0.1).corruption(0.05);
    return List.of(
        new Setting("nothing lost", Wire.PERFECT, 1, 2_000, 10_000),
        new Setting("10 % lost", Wire.PERFECT.loss(0.1), 1, 20_000, 10_000),
        new Setting("30 % lost", Wire.PERFECT.loss(0.3), 1, 20_000, 9_980),
        new Setting(
            "10 % lost, 10 % twice, 5 % damaged, 60 ms jitter", bad.loss(0.1), 1, 20_000, 10_000),
        new Setting(
            "30 % lost, 10 % twice, 5 % damaged, 60 ms jitter", bad.loss(0.3), 1, 20_000, 9_980),
        new Setting("two streams, 10 % lost", Wire.PERFECT.loss(0.1), 2, 10_000, 10_000),
        new Setting("three streams, 30 % lost", Wire.PERFECT.loss(0.3), 3, 5_000, 9_900),
        Setting.hybrid("X3M3, nothing lost", Wire.PERFECT, HYBRID, 10_000),
        Setting.hybrid("X3M3, 10 % lost", Wire.PERFECT.loss(0.1), HYBRID, 10_000),
        Setting.hybrid("X3M3, 30 % lost", Wire.PERFECT.loss(0.3), HYBRID, 9_900),
        Setting.hybrid(
            "X3M3, 30 % lost, 10 % twice, 5 % damaged, 60 ms jitter", bad.loss(0.3), HYBRID, 9_900),
        Setting.hybrid(
            "X3M3, packets of 600 octets, 30 % lost", Wire.PERFECT.loss(0.3), NARROW, 9_900));
  }

  /** What became of calls. */
  static final class Result {
    int calls;
    int secure;
    int visible;
    int oneEndOnly;
    int leaks;
    long datagrams;
    final List<Long> millis = new ArrayList<>();

    /** A row of the table. */
    String row(Setting setting) {
      Collections.sort(millis);
      return String.format(
          Locale.ROOT,
          "| %s | %d | %d | %.2f %% | %d | %d | %d | %d | %d | %d | %.1f |%n",
          setting.name(),
          calls,
          secure,
          100.0 * secure / calls,
          visible,
          oneEndOnly,
          leaks,
          percentile(50),
          percentile(99),
          percentile(100),
          (double) datagrams / calls);
    }

    private long percentile(int percent) {
      return millis.isEmpty() ? 0 : millis.get((millis.size() - 1) * percent / 100);
    }
  }

  static final String HEAD =
      """
      | wire | calls | secure at both ends | share | ended visibly | one end secure | plain beside secure | median ms | 99 % ms | longest ms | datagrams |
      |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
      """;

  private ScenarioStatistics() {}

  /** Runs the calls with the seeds from 1 on. */
  static Result run(Setting setting, int calls) {
    Result result = new Result();
    for (long seed = 1; seed <= calls; seed++) {
      one(setting, seed, result);
    }
    return result;
  }

  private static void one(Setting setting, long seed, Result result) {
    TwoPeers call =
        new TwoPeers(
            Peer.of("a", 2 * seed, setting.config()),
            Peer.of("b", 2 * seed + 1, setting.config()),
            setting.wire(),
            seed);
    boolean[] leak = {false};
    call.watch(() -> leak[0] |= isPlainBesideSecure(call));
    for (int stream = 0; stream < setting.streams(); stream++) {
      call.start(seed % 7 * 100);
    }
    long begun = call.now();
    call.run(LONGEST_CALL_MILLIS, call::allSecure);
    boolean secure = call.allSecure();
    result.calls++;
    result.datagrams += call.datagrams();
    result.leaks += leak[0] ? 1 : 0;
    if (secure) {
      result.secure++;
      result.millis.add((call.now() - begun) / 1_000_000);
      DhCallTest.assertSecure(call);
    } else if (isToldAtBothEnds(call)) {
      result.visible++;
    }
    for (int line = 0; line < setting.streams(); line++) {
      boolean a = call.a().lines().get(line).isSecure();
      boolean b = call.b().lines().get(line).isSecure();
      result.oneEndOnly += a != b ? 1 : 0;
    }
  }

  /** One end holds the call secure, and the other may send plain RTP and knows of no trouble. */
  private static boolean isPlainBesideSecure(TwoPeers call) {
    for (int line = 0; line < call.b().lines().size(); line++) {
      StreamPhase a = call.a().lines().get(line).stream().state();
      StreamPhase b = call.b().lines().get(line).stream().state();
      if (a == StreamPhase.SECURE && OPEN.contains(b)
          || b == StreamPhase.SECURE && OPEN.contains(a)) {
        return true;
      }
    }
    return false;
  }

  /** Whoever has a stream that is not secure was told. */
  private static boolean isToldAtBothEnds(TwoPeers call) {
    for (Peer peer : List.of(call.a(), call.b())) {
      for (Peer.Line line : peer.lines()) {
        if (!line.isSecure()
            && line.told(ZrtpEvent.Failed.class).isEmpty()
            && line.told(ZrtpEvent.NoPeer.class).isEmpty()) {
          return false;
        }
      }
    }
    return true;
  }
}
