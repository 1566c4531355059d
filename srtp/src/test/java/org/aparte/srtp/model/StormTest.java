package org.aparte.srtp.model;

import static org.aparte.srtp.SrtpResult.AUTHENTICATION_FAILED;
import static org.aparte.srtp.SrtpResult.OK;
import static org.aparte.srtp.SrtpResult.REPLAYED;
import static org.aparte.srtp.SrtpResult.TOO_MANY_SSRCS;
import static org.aparte.srtp.SrtpResult.TOO_OLD;
import static org.aparte.srtp.SrtpResult.UNKNOWN_MKI;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aparte.srtp.RocCarriage;
import org.aparte.srtp.SrtpCipher;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpTag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A million operations beside the model. The seeds stand in the names of the tests; {@code
 * -Daparte.seed=N} begins elsewhere.
 */
class StormTest {

  private static final int OPERATIONS = 100_000;

  /** Where a forged packet costs the most: keys derived anew, or an exception inside the JCA. */
  private static final int DEAR_OPERATIONS = 35_000;

  private static final SrtpProfile CM = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
  private static final SrtpProfile GCM = SrtpProfile.AEAD_AES_128_GCM;
  private static final SrtpProfile NULL = SrtpProfile.NULL_HMAC_SHA1_80;
  private static final SrtpProfile F8 = SrtpProfile.F8_128_HMAC_SHA1_80;
  private static final SrtpProfile SKEIN = SrtpProfile.of(SrtpCipher.AES_CM_256, SrtpTag.SKEIN_64);

  static List<Arguments> storms() {
    List<Storm.Setting> settings =
        List.of(
            new Storm.Setting(CM, false, 64, 100, 0, RocCarriage.NONE, 1, -1),
            new Storm.Setting(NULL, false, 256, 100, 0, RocCarriage.NONE, 1, -1),
            new Storm.Setting(CM, false, 128, 6, 0, RocCarriage.NONE, 1, -1),
            new Storm.Setting(NULL, false, 1024, 100, 3, RocCarriage.NONE, 1, -1),
            new Storm.Setting(CM, true, 64, 100, 2, RocCarriage.NONE, 1, -1),
            new Storm.Setting(CM, false, 64, 100, 1, RocCarriage.MODE_2, 7, -1),
            new Storm.Setting(NULL, true, 128, 9, 0, RocCarriage.MODE_2, 1, -1),
            new Storm.Setting(CM, false, 128, 100, 0, RocCarriage.NONE, 1, 4),
            new Storm.Setting(GCM, false, 128, 100, 1, RocCarriage.NONE, 1, -1),
            new Storm.Setting(GCM, true, 64, 6, 0, RocCarriage.NONE, 1, 16),
            new Storm.Setting(GCM, false, 64, 100, 0, RocCarriage.MODE_3, 10, -1),
            new Storm.Setting(F8, true, 64, 100, 0, RocCarriage.NONE, 1, -1),
            new Storm.Setting(SKEIN, false, 2048, 100, 0, RocCarriage.NONE, 1, -1));
    List<Arguments> storms = new ArrayList<>();
    long seed = Long.getLong("aparte.seed", 3711);
    for (Storm.Setting setting : settings) {
      boolean dear = setting.isAead() || setting.keyDerivationRateLog2() >= 0;
      storms.add(Arguments.of(setting, seed++, dear ? DEAR_OPERATIONS : OPERATIONS));
    }
    return storms;
  }

  @ParameterizedTest(name = "{0}, seed {1}, {2} operations")
  @MethodSource("storms")
  void answersAndRemembersAsTheModelDoes(Storm.Setting setting, long seed, int operations) {
    Map<SrtpResult, Integer> verdicts = new Storm(setting, seed).run(operations);

    // so that no kind of verdict goes untested
    assertThat(verdicts).containsKeys(OK, TOO_OLD, REPLAYED, AUTHENTICATION_FAILED);
    assertThat(verdicts.get(OK)).isGreaterThan(operations / 16);
    assertThat(verdicts.containsKey(UNKNOWN_MKI)).isEqualTo(setting.mki());
    assertThat(verdicts.containsKey(TOO_MANY_SSRCS)).isEqualTo(setting.maxSsrcs() < 10);
  }
}
