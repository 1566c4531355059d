package org.aparte.srtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aparte.srtp.SdesParameters.FecOrder;
import org.aparte.srtp.SdesRefusal.Reason;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SdesCryptoTest {

  private static final SrtpProfile DEFAULT = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
  private static final String START = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:";

  private final SecureRandom random = new SecureRandom();

  static List<SdesLines.Row> rows() {
    return SdesLines.all();
  }

  static List<String> validLines() {
    return SdesLines.valid();
  }

  @Requirement({
    "S4568-4-02",
    "S4568-4.1-01",
    "S4568-4.3-03",
    "S4568-4.3-04",
    "S4568-6.1-03",
    "S4568-6.1-04",
    "S4568-6.1-06",
    "S4568-6.1-07",
    "S4568-6.1-10",
    "S4568-6.1-11",
    "S4568-6.1-12",
    "S4568-6.1-13",
    "S4568-6.1-15",
    "S4568-6.1-16",
    "S4568-6.1-17",
    "S4568-6.1-18",
    "S4568-6.1-19",
    "S4568-6.1-20",
    "S4568-6.1-21",
    "S4568-6.1-22",
    "S4568-6.2.1-02",
    "S4568-6.2.2-02",
    "S4568-6.2.3-01",
    "S4568-6.3.1-01",
    "S4568-6.3.1-02",
    "S4568-6.3.3-01",
    "S4568-6.3.5-01",
    "S4568-6.3.6-02",
    "S4568-6.3.7-01",
    "S4568-6.3.7-02",
    "S4568-9.1-01",
    "S4568-9.2-01",
    "S7714-8.2-01",
    "S7714-14.1-01"
  })
  @ParameterizedTest
  @MethodSource("rows")
  void takesOrRefusesTheAttributesOfTheTableForTheReasonsNamedThere(SdesLines.Row row) {
    SdesResult<SdesCrypto> result = SdesCrypto.parse(row.attribute());

    assertThat(verdict(result)).as(row.attribute()).isEqualTo(row.verdict());
    if (result.isAccepted()) {
      result.value().close();
    }
  }

  @Test
  void hasARowForEveryReasonThatASingleAttributeCanBeRefusedFor() {
    Set<String> verdicts = new HashSet<>();
    rows().forEach(row -> verdicts.add(row.verdict()));

    for (Reason reason : Reason.values()) {
      if (reason.compareTo(Reason.UNENCRYPTED_AEAD) <= 0
          && reason != Reason.TOO_LONG
          && reason != Reason.TOO_MANY_KEYS) {
        assertThat(verdicts).contains(reason.name());
      }
    }
  }

  @Requirement({"S4568-6.1-01", "S4568-6.1-07"})
  @ParameterizedTest
  @MethodSource("validLines")
  void splitsTheDecodedOctetsIntoKeyAndSalt(String line) {
    try (SdesCrypto crypto = SdesCrypto.parse(line).value()) {
      Matcher inline = Pattern.compile("(?i)inline:([A-Za-z0-9+/=]+)").matcher(line);
      assertThat(inline.find()).isTrue();
      byte[] decoded = Base64.getDecoder().decode(inline.group(1));

      assertThat(keyAndSalt(crypto.key())).isEqualTo(decoded);
      assertThat(crypto.key().key().length()).isEqualTo(crypto.profile().keyOctets());
    }
  }

  @Requirement({"S4568-6.1-16", "S4568-6.1-10", "S4568-4.3-03"})
  @Test
  void readsTheTwoKeysOfSection715WithTheirLifetimesAndMkis() {
    String line =
        "a=crypto:2 F8_128_HMAC_SHA1_80"
            + " inline:MTIzNDU2Nzg5QUJDREUwMTIzNDU2Nzg5QUJjZGVm|2^20|1:4;"
            + "inline:QUJjZGVmMTIzNDU2Nzg5QUJDREUwMTIzNDU2Nzg5|2^20|2:4 FEC_ORDER=FEC_SRTP";
    try (SdesCrypto crypto = SdesCrypto.parse(line).value()) {
      assertThat(crypto.tag()).isEqualTo(2);
      assertThat(crypto.profile()).isEqualTo(SrtpProfile.F8_128_HMAC_SHA1_80);
      assertThat(crypto.keys()).hasSize(2);
      SrtpMasterKey second = crypto.keys().get(1);
      assertThat(keyAndSalt(second)).isEqualTo("ABcdef123456789ABCDE0123456789".getBytes(US_ASCII));
      assertThat(second.lifetimePackets()).isEqualTo(1 << 20);
      assertThat(second.mki()).isEqualTo(Octets.ofHex("00000002"));
      assertThat(crypto.parameters()).isEqualTo(SdesParameters.NONE);
      assertThat(crypto.fecKeys()).isEmpty();
    }
  }

  @Requirement("S4568-6.1-16")
  @Test
  void putsTheMkiOfSection61IntoFourOctetsBigEndian() {
    try (SdesCrypto crypto = parsed(START + SdesLines.K + "|1066:4")) {
      assertThat(crypto.key().mki()).isEqualTo(Octets.ofHex("0000042a"));
      assertThat(crypto.key().lifetimePackets()).isEqualTo(1L << 48);
    }
    try (SdesCrypto crypto = parsed(SdesLines.expand(START + "{K}|{MKI128}:128"))) {
      assertThat(crypto.key().mki().length()).isEqualTo(128);
      assertThat(crypto.key().mki().at(0)).isEqualTo(0xff);
    }
  }

  @Requirement({"S4568-6.1-14", "S4568-6.2-01", "S6188-4-01", "S6188-4-03", "S7714-12-02"})
  @Test
  void takesTheDefaultLifetimeOfTheSuiteWhereNoneIsWritten() {
    for (SrtpProfile profile : SrtpProfile.named()) {
      if (profile.sdesName().isPresent()) {
        boolean rfc6188 = profile.name().contains("_192_") || profile.name().contains("CM_256");
        try (SdesCrypto ours = SdesCrypto.of(1, SdesCrypto.generateKey(profile, random));
            SdesCrypto read = parsed(ours.format())) {
          assertThat(read.key().lifetimePackets()).isEqualTo(rfc6188 ? 1L << 31 : 1L << 48);
          assertThat(ours.format()).doesNotContain("|");
        }
      }
    }
  }

  @Requirement({"S4568-6.2.4-02", "S4568-6.2-01", "S7714-14.1-01"})
  @Test
  void knowsTheSuitesThatRfc4568And6188And7714Registered() {
    assertThat(SrtpProfile.named())
        .filteredOn(profile -> profile.sdesName().isPresent())
        .extracting(profile -> profile.sdesName().get())
        .containsExactlyInAnyOrder(
            "AES_CM_128_HMAC_SHA1_80",
            "AES_CM_128_HMAC_SHA1_32",
            "F8_128_HMAC_SHA1_80",
            "AES_192_CM_HMAC_SHA1_80",
            "AES_192_CM_HMAC_SHA1_32",
            "AES_256_CM_HMAC_SHA1_80",
            "AES_256_CM_HMAC_SHA1_32",
            "AEAD_AES_128_GCM",
            "AEAD_AES_256_GCM");
  }

  @Requirement({"S4568-6.3.1-03", "S4568-6.3.2-03", "S4568-6.3.4-01", "S4568-6.3.6-01"})
  @Test
  void givesTheSessionParametersAsSettingsOfSrtp() {
    String line =
        START
            + SdesLines.K
            + " KDR=24 UNENCRYPTED_SRTP UNENCRYPTED_SRTCP FEC_ORDER=SRTP_FEC FEC_KEY=inline:"
            + SdesLines.L
            + " WSH=1024 -NEW";
    try (SdesCrypto crypto = parsed(line)) {
      assertThat(crypto.parameters())
          .isEqualTo(
              new SdesParameters(
                  1 << 24, false, false, FecOrder.SRTP_FEC, OptionalInt.of(1024), List.of("-NEW")));
      assertThat(keyAndSalt(crypto.fecKeys().get(0)))
          .isEqualTo(Base64.getDecoder().decode(SdesLines.L));
    }
    try (SdesCrypto crypto = parsed(START + SdesLines.K + " WSH=99999999999999999999")) {
      assertThat(crypto.parameters().windowSizeHint()).hasValue(Integer.MAX_VALUE);
      assertThat(crypto.parameters().keyDerivationRate()).isZero();
      assertThat(crypto.parameters().encryptRtp()).isTrue();
      assertThat(crypto.parameters().encryptRtcp()).isTrue();
    }
  }

  @Requirement({"S4568-6.1-17", "S4568-6.3.1-01"})
  @ParameterizedTest
  @MethodSource("validLines")
  void writesWhatItReadsInAFormThatReadsTheSame(String line) {
    try (SdesCrypto first = parsed(line);
        SdesCrypto second = parsed(first.format())) {
      assertThat(second.format()).isEqualTo(first.format());
      assertThat(second.tag()).isEqualTo(first.tag());
      assertThat(second.parameters()).isEqualTo(first.parameters());
      assertThat(second.keys()).hasSameSizeAs(first.keys());
      for (int i = 0; i < first.keys().size(); i++) {
        SrtpMasterKey key = first.keys().get(i);
        SrtpMasterKey again = second.keys().get(i);
        assertThat(keyAndSalt(again)).isEqualTo(keyAndSalt(key));
        assertThat(again.mki()).isEqualTo(key.mki());
        assertThat(again.lifetimePackets()).isEqualTo(key.lifetimePackets());
      }
    }
  }

  @Test
  void writesLinphonesAndTheRfcsLinesOctetForOctet() {
    List<String> lines =
        validLines().stream().filter(line -> line.startsWith(SdesCrypto.PREFIX)).toList();

    assertThat(lines).hasSize(13);
    for (String line : lines) {
      try (SdesCrypto crypto = parsed(line)) {
        // the default order of FEC need not be written
        assertThat(crypto.format()).isEqualTo(line.replace(" FEC_ORDER=FEC_SRTP", ""));
      }
    }
  }

  @Test
  void writesEveryParameterInTheOrderOfTheRfc() {
    SdesParameters all =
        new SdesParameters(
                0, true, true, FecOrder.FEC_SRTP, OptionalInt.empty(), List.of("-NEW", "-X=1"))
            .withKeyDerivationRate(1 << 24)
            .withEncryption(false, false)
            .withFecOrder(FecOrder.SRTP_FEC)
            .withWindowSizeHint(64);
    SrtpMasterKey key = parsed(START + SdesLines.K + "|1023|1066:4").key();
    SrtpMasterKey second = parsed(START + SdesLines.L + "|1024|1:4").key();
    SrtpMasterKey fec = parsed(SdesLines.expand(START + "{M}")).key();
    try (SdesCrypto made = SdesCrypto.of(0, List.of(key, second), List.of(fec), all)) {
      assertThat(made.format())
          .isEqualTo(
              SdesLines.expand(
                  "a=crypto:0 AES_CM_128_HMAC_SHA1_80 inline:{K}|1023|1066:4;inline:{L}|2^10|1:4"
                      + " KDR=24 UNENCRYPTED_SRTP UNENCRYPTED_SRTCP FEC_ORDER=SRTP_FEC"
                      + " FEC_KEY=inline:{M} WSH=64 -NEW -X=1"));
      assertThat(made.toString())
          .isEqualTo(
              "SdesCrypto[0, AES_CM_128_HMAC_SHA1_80, keys=2, fecKeys=1,"
                  + " SdesParameters[keyDerivationRate=16777216, encryptRtp=false,"
                  + " encryptRtcp=false, fecOrder=SRTP_FEC, windowSizeHint=64, extensions=2]]");
    }
  }

  @Test
  void saysWhereAnAttributeIsWrong() {
    assertThat(SdesCrypto.parse(START + SdesLines.K + " KDR=25").refusal())
        .hasValue(new SdesRefusal(Reason.BAD_KDR, "KDR is not 1 to 24, at character 79"));
    assertThat(SdesCrypto.parse(START + SdesLines.K + " -- ").refusal())
        .hasValueSatisfying(r -> assertThat(r.reason()).isEqualTo(Reason.BAD_WHITE_SPACE));
    String keys = "1 AES_CM_128_HMAC_SHA1_80 inline:" + SdesLines.K + "|1:4;inline:" + SdesLines.L;
    assertThat(SdesCrypto.parse(keys).refusal())
        .hasValue(new SdesRefusal(Reason.MKI_MISSING, "key 2"));
    assertThat(SdesCrypto.parse(keys + "|1:4").refusal())
        .hasValue(new SdesRefusal(Reason.DUPLICATE_MKI, "key 2"));
    assertThat(SdesCrypto.parse(keys + "|1:5").refusal())
        .hasValue(new SdesRefusal(Reason.MKI_LENGTHS_DIFFER, "key 2"));
    assertThat(SdesCrypto.parse(START + SdesLines.K + " FEC_KEY=inline:" + SdesLines.K).refusal())
        .hasValue(new SdesRefusal(Reason.DUPLICATE_KEY, "key 2"));
    assertThat(SdesCrypto.parse(START + SdesLines.K + "|1:0").refusal())
        .hasValueSatisfying(r -> assertThat(r.detail()).endsWith("at character 77"));
  }

  @Test
  void readsAnAttributeOfExactlyItsLimitAndNoneThatIsLonger() {
    String line = START + SdesLines.K + " -";
    String longest =
        line + "x".repeat(SdesCrypto.MAX_CHARS - (line.length() - SdesCrypto.PREFIX.length()));

    assertThat(verdict(SdesCrypto.parse(longest))).isEqualTo("ok");
    assertThat(verdict(SdesCrypto.parse(longest + "x"))).isEqualTo("TOO_LONG");
  }

  @Test
  void refusesAnAttributeOfAMillionCharactersWithoutLookingAtThem() {
    String keys = String.join(";", Collections.nCopies(20_000, "inline:" + SdesLines.K + "|1:4"));

    assertThat(verdict(SdesCrypto.parse("1 AES_CM_128_HMAC_SHA1_80 " + keys)))
        .isEqualTo("TOO_LONG");
    assertThat(verdict(SdesCrypto.parse("\u0000".repeat(1_000_000)))).isEqualTo("TOO_LONG");
  }

  @Test
  void refusesMoreKeysThanItWouldCompare() {
    List<String> keys = new ArrayList<>();
    for (int i = 1; i <= SdesCrypto.MAX_KEYS + 1; i++) {
      try (SdesCrypto fresh = SdesCrypto.of(1, SdesCrypto.generateKey(DEFAULT, random))) {
        keys.add(fresh.format().substring(START.length() - "inline:".length()) + "|" + i + ":1");
      }
    }
    String tooMany = "1 AES_CM_128_HMAC_SHA1_80 " + String.join(";", keys);

    assertThat(verdict(SdesCrypto.parse(tooMany))).isEqualTo("TOO_MANY_KEYS");
    assertThat(
            verdict(SdesCrypto.parse(START + SdesLines.K + " FEC_KEY=" + String.join(";", keys))))
        .isEqualTo("TOO_MANY_KEYS");
    keys.remove(0);
    assertThat(verdict(SdesCrypto.parse("1 AES_CM_128_HMAC_SHA1_80 " + String.join(";", keys))))
        .isEqualTo("ok");

    List<SrtpMasterKey> made = new ArrayList<>();
    for (int i = 1; i <= SdesCrypto.MAX_KEYS; i++) {
      made.add(SdesCrypto.generateKey(DEFAULT, random).withMki(Octets.of((byte) i)));
    }
    SrtpMasterKey single = SdesCrypto.generateKey(DEFAULT, random);
    assertThat(SdesCrypto.of(1, made, List.of(), SdesParameters.NONE).keys()).hasSize(16);
    assertThat(SdesCrypto.of(1, List.of(single), made, SdesParameters.NONE).fecKeys()).hasSize(16);
    made.add(single.withMki(Octets.of((byte) 99)));
    assertNotMade(made, List.of(), "17 keys");
    assertNotMade(List.of(single), made, "17 for FEC");
  }

  @Requirement({"S4568-6.1-05", "S4568-6.1-03"})
  @Test
  void takesEveryOctetOfAFreshKeyAndSaltFromTheGivenSourceAndWipesWhatItFilled() {
    List<byte[]> filled = new ArrayList<>();
    SecureRandom counting =
        new SecureRandom() {
          private static final long serialVersionUID = 1;

          @Override
          public void nextBytes(byte[] octets) {
            for (int i = 0; i < octets.length; i++) {
              octets[i] = (byte) (i + 1);
            }
            filled.add(octets);
          }
        };
    try (SrtpMasterKey key = SdesCrypto.generateKey(DEFAULT, counting)) {
      byte[] octets = keyAndSalt(key);
      assertThat(octets).hasSize(30).startsWith(1, 2, 3).endsWith(29, 30);
      assertThat(filled).containsExactly(new byte[30]);
    }
  }

  @Requirement({"S4568-6.1-03", "S4568-6.1-20", "S4568-6.1-21", "S4568-4.3-03", "S4568-6.3.5-01"})
  @Test
  void makesNoAttributeThatItWouldNotRead() {
    SrtpMasterKey plain = SdesCrypto.generateKey(DEFAULT, random);
    SrtpMasterKey one = SdesCrypto.generateKey(DEFAULT, random).withMki(Octets.of((byte) 1));
    SrtpMasterKey same = SdesCrypto.generateKey(DEFAULT, random).withMki(Octets.of((byte) 1));
    SrtpMasterKey wide = SdesCrypto.generateKey(DEFAULT, random).withMki(Octets.ofHex("0002"));
    SrtpMasterKey zero = SdesCrypto.generateKey(DEFAULT, random).withMki(Octets.of((byte) 0));
    SrtpMasterKey other = SdesCrypto.generateKey(SrtpProfile.AEAD_AES_128_GCM, random);

    assertNotMade(List.of(plain, one), List.of(), "MKI_MISSING");
    assertNotMade(List.of(one, same), List.of(), "DUPLICATE_MKI");
    assertNotMade(List.of(one, wide), List.of(), "MKI_LENGTHS_DIFFER");
    assertNotMade(List.of(plain), List.of(plain), "DUPLICATE_KEY");
    assertNotMade(List.of(zero), List.of(), "BAD_MKI");
    assertNotMade(List.of(plain), List.of(other), "one profile");
    assertNotMade(List.of(), List.of(), "0 keys");
    for (int tag : new int[] {-1, SdesCrypto.MAX_TAG + 1}) {
      assertThatThrownBy(() -> SdesCrypto.of(tag, plain)).hasMessageContaining("tag " + tag);
    }
    assertThat(SdesCrypto.of(SdesCrypto.MAX_TAG, plain).tag()).isEqualTo(999_999_999);
    assertThatThrownBy(() ->
            SdesCrypto.of(
                1, List.of(other), List.of(), SdesParameters.NONE.withEncryption(false, true)))
        .hasMessageContaining("UNENCRYPTED_AEAD");
    assertThatThrownBy(() -> SdesCrypto.generateKey(SrtpProfile.NULL_HMAC_SHA1_80, random))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Requirement("S4568-6.3.1-01")
  @Test
  void takesOnlySettingsThatTheAttributeCanSay() {
    for (int rate : new int[] {-1, 1, 3, 1 << 25, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> SdesParameters.NONE.withKeyDerivationRate(rate))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(SdesParameters.NONE.withKeyDerivationRate(2).keyDerivationRate()).isEqualTo(2);
    assertThatThrownBy(() -> SdesParameters.NONE.withWindowSizeHint(63))
        .isInstanceOf(IllegalArgumentException.class);
    for (String extension : new String[] {"NEW", "-", "--NEW", "-A B", "-\u00e9"}) {
      assertThatThrownBy(() ->
              new SdesParameters(
                  0, true, true, FecOrder.FEC_SRTP, OptionalInt.empty(), List.of(extension)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void wipesAllKeysWhenClosed() {
    SdesCrypto crypto = parsed(START + SdesLines.K + " FEC_KEY=inline:" + SdesLines.L);
    crypto.close();

    assertThat(crypto.key().key().isClosed()).isTrue();
    assertThat(crypto.key().salt().isClosed()).isTrue();
    assertThat(crypto.fecKeys().get(0).key().isClosed()).isTrue();
    assertThatThrownBy(crypto::format).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void printsNoKeyAndNothingOfAnUnknownParameter() {
    String line =
        START + SdesLines.K + " FEC_KEY=inline:" + SdesLines.L + " -inline:" + SdesLines.K;
    try (SdesCrypto crypto = parsed(line)) {
      assertThat(crypto.toString()).doesNotContain("inline").doesNotContain(SdesLines.K);
      assertThat(SdesCrypto.parse(line).toString()).isEqualTo(crypto.toString());
    }
    SdesResult<SdesCrypto> refused = SdesCrypto.parse(line + " inline:" + SdesLines.K);
    assertThat(refused.toString()).startsWith("UNKNOWN_PARAMETER").doesNotContain(SdesLines.K);
    assertThatThrownBy(refused::value)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("UNKNOWN_PARAMETER");
  }

  private static SdesCrypto parsed(String line) {
    return SdesCrypto.parse(line).value();
  }

  private static void assertNotMade(
      List<SrtpMasterKey> keys, List<SrtpMasterKey> fecKeys, String why) {
    assertThatThrownBy(() -> SdesCrypto.of(1, keys, fecKeys, SdesParameters.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  static String verdict(SdesResult<?> result) {
    return result.refusal().map(refusal -> refusal.reason().name()).orElse("ok");
  }

  static byte[] keyAndSalt(SrtpMasterKey key) {
    byte[] octets = new byte[key.key().length() + key.salt().length()];
    System.arraycopy(key.key().expose(), 0, octets, 0, key.key().length());
    System.arraycopy(key.salt().expose(), 0, octets, key.key().length(), key.salt().length());
    return octets;
  }
}
