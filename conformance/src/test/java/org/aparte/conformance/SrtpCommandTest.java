package org.aparte.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.SrtpProfile;
import org.aparte.vectors.Fields;
import org.aparte.vectors.TestVector;
import org.aparte.vectors.VectorFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SrtpCommandTest {

  private static final String KEY = "00".repeat(30);
  private static final String RTP = "80601234decafbadcafebabe41";

  @Test
  void listsTheProfilesWithTheirKeyLengths() throws IOException {
    List<String> lines = run("");
    assertThat(lines)
        .contains("AES_CM_128_HMAC_SHA1_80 keylen=30", "AEAD_AES_256_GCM keylen=44")
        .contains("TWOFISH_CM_256_SKEIN_32 keylen=46")
        .hasSizeGreaterThan(SrtpProfile.named().size());
  }

  @Test
  void protectsAndUnprotectsTheVectorsByLines() throws IOException {
    int packets = 0;
    for (TestVector vector : VectorFile.resource("srtp/derived.json").vectors()) {
      Fields inputs = vector.inputs();
      if (inputs.has("rcc")) {
        continue;
      }
      List<String> arguments = new ArrayList<>();
      arguments.add(inputs.text("profile"));
      arguments.add(inputs.text("master_key") + inputs.text("master_salt"));
      if (inputs.has("mki")) {
        arguments.add("mki=" + inputs.text("mki"));
      }
      arguments.add("kdr=" + inputs.longInteger("kdr", 0));
      String rtp = inputs.text("rtp");
      String srtp = vector.expected().text("srtp");
      String roc = "ROC " + rtp.substring(16, 24) + " " + inputs.longInteger("roc") + "\n";
      List<String> lines =
          run(roc + "P " + rtp + "\nU " + srtp + "\n", arguments.toArray(String[]::new));
      assertThat(lines).as(vector.id()).containsExactly("OK 0 0", "OK " + srtp, "OK " + rtp);
      packets++;
    }
    assertThat(packets).isGreaterThan(100);
  }

  @Test
  void protectsAndUnprotectsRtcp() throws IOException {
    String rtcp = "80c90001cafebabe";
    List<String> first = run("PC " + rtcp + "\n", "AES_CM_128_HMAC_SHA1_80", KEY);
    List<String> lines =
        run("UC " + first.get(0).substring(3) + "\nUC 00\n", "AES_CM_128_HMAC_SHA1_80", KEY);
    assertThat(lines).containsExactly("OK " + rtcp, "ERR MALFORMED_TOO_SHORT");
  }

  @Test
  void answersWithTheNameOfTheResult() throws IOException {
    List<String> lines =
        run(
            "P " + RTP + "\nP " + RTP + "\nRESET\nP " + RTP + "\nU " + RTP + "00".repeat(10) + "\n",
            "AES_CM_128_HMAC_SHA1_80",
            KEY);
    assertThat(lines.get(1)).isEqualTo("ERR REPLAYED");
    assertThat(lines.get(2)).isEqualTo("OK");
    assertThat(lines.get(3)).isEqualTo(lines.get(0)).startsWith("OK 80601234decafbadcafebabe");
    assertThat(lines.get(4)).isEqualTo("ERR AUTHENTICATION_FAILED");
  }

  @Test
  void setsTheRocForBothDirectionsAndNotBackwards() throws IOException {
    List<String> lines =
        run(
            "ROC cafebabe 4294967295\nP "
                + RTP
                + "\nROC cafebabe 7\nROC cafebabe 4294967296\n"
                + "ROC xyz 1\nROC cafebabe\n",
            "AES_CM_128_HMAC_SHA1_80",
            KEY);
    assertThat(lines.get(0)).isEqualTo("OK 0 0");
    assertThat(lines.get(1)).startsWith("OK ");
    assertThat(lines.subList(2, 6)).containsExactly("ERR TOO_OLD", "ERR roc", "ERR hex", "ERR hex");
  }

  @Test
  void outlivesGarbageAndLongLines() throws IOException {
    String longest = "P " + RTP + "00".repeat(65_535 - 10 - 13) + "\n";
    String tooLong = "P " + RTP + "00".repeat(65_535 - 13) + "\n";
    String endless = "U " + "0".repeat(3_000_000) + "\n";
    List<String> lines =
        run(
            "bogus 00\n\n   \nP 0\nP xx\nP 00 00\nP\n\u0000\u00ff\n" + endless + tooLong + longest,
            "AES_CM_128_HMAC_SHA1_80",
            KEY);
    assertThat(lines.subList(0, 8))
        .containsExactly(
            "ERR command",
            "ERR hex",
            "ERR hex",
            "ERR hex",
            "ERR MALFORMED_TOO_SHORT",
            "ERR command",
            "ERR line",
            "ERR MALFORMED_TOO_LONG");
    assertThat(lines.get(8)).startsWith("OK 8060").hasSize(3 + 2 * 65_535);
    assertThat(lines).hasSize(9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "window=64",
        "mki=0a0b",
        "cryptex",
        "kdr=16",
        "encrypt-ids=1,3",
        "rcc=2,4",
        "unencrypted-rtp",
        "unencrypted-rtcp",
        "rtcp=allow",
        "roc-trials=2",
        "max-ssrcs=1"
      })
  void knowsItsOptions(String option) throws IOException {
    List<String> lines = run("P " + RTP + "\n", "AES_CM_128_HMAC_SHA1_80", KEY, option);
    assertThat(lines).hasSize(1).first().asString().startsWith("OK ");
  }

  @Test
  void saysWhatIsWrongWithItsArguments() throws IOException {
    assertThat(run("P 00\n", "AES_CM_128_HMAC_MD5", KEY)).containsExactly("ERR unknown profile");
    assertThat(run("P 00\n", "AES_CM_128_HMAC_SHA1_80", "00"))
        .containsExactly("ERR key must be 30 bytes");
    assertThat(run("P 00\n", "AES_CM_128_HMAC_SHA1_80", KEY, "colour=red"))
        .containsExactly("ERR unknown option colour");
    assertThat(run("P 00\n", "AES_CM_128_HMAC_SHA1_80", KEY, "kdr=3").get(0)).startsWith("ERR key");
  }

  private static List<String> run(String input, String... arguments) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SrtpCommand.run(
        arguments,
        new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1)),
        new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
