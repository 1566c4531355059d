package org.aparte.zrtp.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.message.ChosenAlgorithms;
import org.aparte.zrtp.message.OfferedAlgorithms;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.SasType;
import org.aparte.zrtp.model.ZrtpConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** We choose what the engine of Linphone chose, and the hash that its peer would have chosen. */
class RecordedChoicesTest {

  private static final String FILE = "org/aparte/zrtp/algorithm-choice/linphone.json";

  /** One end of a recorded pair, whose place we take. */
  record Side(JsonObject pair, String ours, String theirs) {

    List<String> offered(String side, String kind) {
      return strings(pair.getAsJsonObject("hello_" + side).getAsJsonArray(kind));
    }

    List<String> commit(String side) {
      return strings(pair.getAsJsonArray("commit_" + side));
    }

    /** Whether the end offered something that we do not have, and so is not ours to replace. */
    boolean hasUnknown() {
      return offered(ours, "ka").stream().anyMatch(code -> KeyAgreementType.ofCode(code).isEmpty());
    }

    ZrtpConfig config() {
      return ZrtpConfig.builder()
          .hashes(known("hash", HashType::ofCode).toArray(HashType[]::new))
          .ciphers(known("cipher", CipherType::ofCode).toArray(CipherType[]::new))
          .authTags(known("auth", AuthTagType::ofCode).toArray(AuthTagType[]::new))
          .keyAgreements(known("ka", KeyAgreementType::ofCode).toArray(KeyAgreementType[]::new))
          .sasTypes(known("sas", SasType::ofCode).toArray(SasType[]::new))
          .build();
    }

    private <T> List<T> known(String kind, Function<String, Optional<T>> registry) {
      return offered(ours, kind).stream().flatMap(code -> registry.apply(code).stream()).toList();
    }

    AlgorithmChoice choice() {
      return new AlgorithmChoice(
          config(),
          new OfferedAlgorithms(
              codes("hash"), codes("cipher"), codes("auth"), codes("ka"), codes("sas")));
    }

    private List<AlgorithmCode> codes(String kind) {
      return offered(theirs, kind).stream().map(AlgorithmCode::of).toList();
    }

    @Override
    public String toString() {
      return ours + " of " + pair.get("configured_a") + " and " + pair.get("configured_b");
    }
  }

  private static List<String> strings(JsonArray array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.getAsString()));
    return strings;
  }

  private static Stream<Side> sides() throws IOException {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(FILE)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<Side> sides = new ArrayList<>();
      JsonParser.parseString(text)
          .getAsJsonObject()
          .getAsJsonArray("cases")
          .forEach(pair -> {
            sides.add(new Side(pair.getAsJsonObject(), "a", "b"));
            sides.add(new Side(pair.getAsJsonObject(), "b", "a"));
          });
      assertThat(sides).hasSize(24);
      return sides.stream();
    }
  }

  static Stream<Arguments> replaceable() throws IOException {
    return sides().filter(side -> !side.hasUnknown()).map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("replaceable")
  @Requirement({"Z-KEM-08", "Z-KEM-09", "Z-KEM-10"})
  void choosesWhatWasRecorded(Side side) {
    AlgorithmChoice choice = side.choice();
    ChosenAlgorithms chosen = AlgorithmChoice.codes(choice.choose(choice.keyAgreement()));

    List<String> recorded = side.commit(side.ours());
    assertThat(
            List.of(
                chosen.hash().text(),
                chosen.cipher().text(),
                chosen.authTag().text(),
                chosen.keyAgreement().text(),
                chosen.sasType().text()))
        .containsExactly(
            side.commit(side.theirs()).get(0),
            recorded.get(1),
            recorded.get(2),
            recorded.get(3),
            recorded.get(4));
  }

  @ParameterizedTest
  @MethodSource("replaceable")
  @Requirement("Z-KEM-12")
  void takesTheRecordedCommitOfTheOtherSideForWhatItExpects(Side side) {
    List<String> commit = side.commit(side.theirs());
    ChosenAlgorithms chosen =
        new ChosenAlgorithms(
            AlgorithmCode.of(commit.get(0)),
            AlgorithmCode.of(commit.get(1)),
            AlgorithmCode.of(commit.get(2)),
            AlgorithmCode.of(commit.get(3)),
            AlgorithmCode.of(commit.get(4)));

    assertThat(side.choice().judge(chosen)).isInstanceOf(Check.Passed.class);
    assertThat(side.choice().isUnexpected(KeyAgreementType.ofCode(commit.get(3)).orElseThrow()))
        .isFalse();
  }

  /**
   * The one pair that offered what we do not have: the hybrid with the Kyber of before FIPS 203.
   */
  @Test
  void choosesTheHybridThatIsLeftWhenTheOtherIsUnknown() throws IOException {
    List<Side> others = sides().filter(Side::hasUnknown).toList();

    assertThat(others).hasSize(2);
    assertThat(others)
        .extracting(side -> side.choice().keyAgreement())
        .containsOnly(KeyAgreementType.X1M1);
  }
}
