package org.aparte.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Texts made by chance: any of them is taken or refused, nothing else, and what is taken fits the
 * grammar. A failure names its seed; put it in the place of the fresh one to see it again.
 */
class SdesFuzzTest {

  private static final int ROUNDS = 40_000;

  /**
   * The grammar of RFC 4568 section 9.1, with the parts of 9.2 that regular expressions can say.
   */
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?:a=crypto:)?(?:0|[1-9][0-9]{0,8})[ \\t]+[A-Za-z0-9_]+[ \\t]+KEY(?:;KEY)*"
                  .replace("KEY", key())
              + "(?:[ \\t]+(?:(?i:KDR=([1-9]|1[0-9]|2[0-4])|UNENCRYPTED_SRTP|UNENCRYPTED_SRTCP"
              + "|FEC_ORDER=FEC_SRTP|FEC_ORDER=SRTP_FEC|WSH=[1-9][0-9]+|FEC_KEY="
              + key()
              + "(?:;"
              + key()
              + ")*)|-[!-,.-~][!-~]*))*");

  private static String key() {
    return "(?i:inline):[A-Za-z0-9+/]+={0,2}(?:[|](?:2\\^(?:0|[1-9][0-9]*)|[1-9][0-9]*))?"
        + "(?:[|][1-9][0-9]{0,308}:[1-9][0-9]{0,2})?";
  }

  private static final String[] PARTS = {
    "a=crypto:",
    "1",
    "0",
    "42",
    "999999999",
    " ",
    "\t",
    "  ",
    "AES_CM_128_HMAC_SHA1_80",
    "AEAD_AES_128_GCM",
    "AES_256_CM_HMAC_SHA1_32",
    "inline:",
    "inline",
    ":",
    "|",
    ";",
    "=",
    "==",
    "2^",
    "20",
    "48",
    "1:4",
    "2:4",
    "1:128",
    "KDR=",
    "KDR=24",
    "UNENCRYPTED_SRTP",
    "UNENCRYPTED_SRTCP",
    "UNAUTHENTICATED_SRTP",
    "FEC_ORDER=",
    "FEC_SRTP",
    "SRTP_FEC",
    "FEC_KEY=",
    "WSH=",
    "64",
    "-",
    "-X",
    "\u0000",
    "\u00e9",
    "\ud83d",
    "\r\n",
    SdesLines.K,
    SdesLines.L,
    SdesLines.K256
  };

  private final long seed = new SecureRandom().nextLong();
  private final Random random = new Random(seed);
  private final List<String> valid = SdesLines.valid();

  @Test
  void takesOrRefusesAnyTextAndWhatItTakesFitsTheGrammar() {
    int taken = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = i % 4 == 0 ? assembled() : mutated(valid.get(random.nextInt(valid.size())));
      taken += check(text, i) ? 1 : 0;
    }
    // so that the rounds do not all end at the first character
    assertThat(taken).as("seed %d", seed).isGreaterThan(ROUNDS / 50);
  }

  private boolean check(String text, int round) {
    SdesResult<SdesCrypto> result;
    try {
      result = SdesCrypto.parse(text);
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed + ", round " + round + ": " + text, e);
    }
    if (!result.isAccepted()) {
      SdesRefusal refusal = result.refusal().get();
      assertThat(refusal.detail()).as("seed %d, round %d", seed, round).matches("[ -~]{1,100}");
      assertThat(refusal.toString())
          .as("seed %d, round %d", seed, round)
          .doesNotContain(SdesLines.K.substring(0, 8))
          .doesNotContain(SdesLines.L.substring(0, 8));
      return false;
    }
    try (SdesCrypto crypto = result.value();
        SdesCrypto again = SdesCrypto.parse(crypto.format()).value()) {
      assertThat(GRAMMAR.matcher(text).matches())
          .as("seed %d, round %d: %s", seed, round, text)
          .isTrue();
      assertThat(again.format())
          .as("seed %d, round %d: %s", seed, round, text)
          .isEqualTo(crypto.format());
    }
    return true;
  }

  @Test
  void negotiatesOrRefusesAnyListOfTexts() {
    SdesPolicy policy = SdesPolicy.of(List.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80));
    SecureRandom secureRandom = new SecureRandom();
    for (int i = 0; i < ROUNDS / 20; i++) {
      List<String> lines = new ArrayList<>();
      for (int n = random.nextInt(5); n > 0; n--) {
        lines.add(mutated(valid.get(random.nextInt(valid.size()))));
      }
      try (SdesOffer offer = SdesOffer.generate(policy, secureRandom)) {
        SdesResult<SdesAgreement> answered = SdesAnswer.to(lines, policy, secureRandom);
        SdesResult<SdesAgreement> concluded = offer.conclude(lines);
        if (answered.isAccepted()) {
          assertThat(answered.value().sending().tag())
              .as("seed %d, round %d: %s", seed, i, lines)
              .isEqualTo(answered.value().receiving().tag());
          answered.value().close();
        }
        if (concluded.isAccepted()) {
          concluded.value().close();
        }
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + i + ": " + lines, e);
      }
    }
  }

  private String assembled() {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(20); n > 0; n--) {
      text.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return text.toString();
  }

  /** A valid attribute with none to three changes. */
  private String mutated(String attribute) {
    StringBuilder text = new StringBuilder(attribute);
    for (int n = random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), at + random.nextInt(4));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(at, PARTS[random.nextInt(PARTS.length)]);
        case 2 -> text.insert(at, (char) random.nextInt(0x180));
        case 3 -> text.append(' ').append(PARTS[random.nextInt(PARTS.length)]);
        default -> text.replace(at, to, PARTS[random.nextInt(PARTS.length)]);
      }
    }
    return text.toString();
  }
}
