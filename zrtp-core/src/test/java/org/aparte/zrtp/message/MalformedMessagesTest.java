package org.aparte.zrtp.message;

import static org.aparte.zrtp.message.Samples.ENDPOINT_HASH;
import static org.aparte.zrtp.message.Samples.IMAGE;
import static org.aparte.zrtp.message.Samples.ZID;
import static org.aparte.zrtp.message.Samples.chosen;
import static org.aparte.zrtp.message.Samples.hello;
import static org.aparte.zrtp.message.Samples.mac;
import static org.aparte.zrtp.message.Samples.mostOffered;
import static org.aparte.zrtp.message.Samples.nothingOffered;
import static org.aparte.zrtp.message.Samples.offered;
import static org.aparte.zrtp.message.Samples.words;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.message.Malformed.Reason;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.ZrtpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no message, and what is one although it looks odd. */
class MalformedMessagesTest {

  private static final int COUNTS_OFFSET = 76;

  private static void assertMalformed(Octets message, Reason... reasons) {
    ParsedMessage parsed = MessageParser.parse(message);
    assertThat(parsed).isInstanceOf(Malformed.class);
    assertThat(((Malformed) parsed).reason()).isIn((Object[]) reasons);
    assertThat(((Malformed) parsed).offset()).isBetween(0, message.length());
  }

  private static ZrtpMessage read(Octets message) {
    ParsedMessage parsed = MessageParser.parse(message);
    assertThat(parsed).isInstanceOf(Received.class);
    return ((Received<?>) parsed).message();
  }

  private static Octets withLengthField(Octets message, int words) {
    byte[] octets = message.toArray();
    octets[2] = (byte) (words >>> 8);
    octets[3] = (byte) words;
    return Octets.of(octets);
  }

  /** The first words of a message, or all of it and zeros, with the length field that fits. */
  private static Octets resized(Octets message, int words) {
    return withLengthField(Octets.of(Arrays.copyOf(message.toArray(), 4 * words)), words);
  }

  private static Octets with(Octets message, int offset, int... values) {
    byte[] octets = message.toArray();
    for (int i = 0; i < values.length; i++) {
      octets[offset + i] = (byte) values[i];
    }
    return Octets.of(octets);
  }

  /** Negative list 2: a length field of 0, one more, one less, 65535. */
  @Test
  @Requirement("Z-5.2-01")
  @Attack({"N-2.01", "A-8"})
  void refusesALengthFieldThatIsNotTheLength() {
    for (ZrtpMessage message : Samples.messages()) {
      Octets octets = message.write();
      int words = octets.length() / 4;
      for (int wrong : new int[] {0, 1, 2, words - 1, words + 1, 4 * words, 0xffff}) {
        assertMalformed(withLengthField(octets, wrong), Reason.LENGTH_FIELD_MISMATCH);
      }
    }
  }

  /** Negative list 2: cut off at each octet, with the length field as it was. */
  @Test
  @Requirement("Z-5.2-01")
  @Attack({"N-2.02", "A-8"})
  void refusesAMessageCutOffAtAnyOctet() {
    for (ZrtpMessage message : Samples.messages()) {
      Octets octets = message.write();
      for (int length = 0; length < octets.length(); length++) {
        assertMalformed(
            octets.slice(0, length), length < 12 ? Reason.TOO_SHORT : Reason.LENGTH_FIELD_MISMATCH);
      }
    }
  }

  @Test
  @Requirement({
    "Z-5.2-02",
    "Z-5.3-01",
    "Z-5.4-02",
    "Z-5.8-01",
    "Z-5.9-01",
    "Z-5.10-01",
    "Z-5.11-01",
    "Z-5.12-01",
    "Z-5.14-01",
    "Z-5.15-04",
    "Z-5.16-05"
  })
  void refusesAnyOtherLengthForATypeThatHasOne() {
    for (ZrtpMessage message : Samples.messages()) {
      Octets octets = message.write();
      if (message instanceof DhPart
          || message instanceof Confirm
          || message instanceof SasRelay
          || message instanceof HelloOfOtherVersion
          || (message instanceof Commit commit && commit.algorithms().equals(chosen("QQQQ")))
          || (message instanceof Ping ping && !ping.version().matches(ZrtpVersion.V1_10))) {
        continue;
      }
      for (int words = 3; words < 70; words++) {
        if (4 * words != octets.length()) {
          assertMalformed(
              resized(octets, words), Reason.WRONG_LENGTH_FOR_TYPE, Reason.COUNTS_MISMATCH);
        }
      }
    }
  }

  @Test
  void saysWhereAMessageEndsTooEarlyOrGoesOnTooLong() {
    Octets commit = new DhCommit(IMAGE, ZID, chosen("DH3k"), Samples.HVI, mac()).write();
    Octets preshared = with(commit, 68, 'P', 'r', 's', 'h');
    Octets multistream = with(commit, 68, 'M', 'u', 'l', 't');
    Octets kem = with(commit, 68, 'K', '2', '5', '5');
    Octets error = new ErrorMessage(1).write();
    Octets helloAck = new HelloAck().write();
    Octets confirm = new Confirm1(Samples.sealedPart(10)).write();
    assertWrongLengthAt(4 * 24, resized(commit, 24));
    assertWrongLengthAt(4 * 28, resized(commit, 28));
    assertWrongLengthAt(4 * 29, resized(commit, 33));
    assertWrongLengthAt(4 * 26, resized(preshared, 26));
    assertWrongLengthAt(4 * 27, resized(preshared, 29));
    assertWrongLengthAt(4 * 25, resized(multistream, 29));
    assertWrongLengthAt(4 * 36, resized(kem, 36));
    assertWrongLengthAt(4 * 37, resized(kem, 38));
    assertWrongLengthAt(4 * 3, resized(error, 3));
    assertWrongLengthAt(4 * 4, resized(error, 9));
    assertWrongLengthAt(4 * 3, resized(helloAck, 4));
    assertWrongLengthAt(4 * 18, resized(confirm, 18));
    assertWrongLengthAt(4 * 530, resized(confirm, 531));
  }

  private static void assertWrongLengthAt(int offset, Octets message) {
    assertThat(MessageParser.parse(message))
        .isEqualTo(new Malformed(Reason.WRONG_LENGTH_FOR_TYPE, offset));
  }

  @Test
  @Requirement({"Z-5.1-02", "Z-5.5-02", "Z-5.6-02"})
  void readsADhPartWithAPublicValueOfAnyLengthButNone() {
    Octets dhPart1 = new DhPart1(IMAGE, Samples.secretIds(), words(16, 1), mac()).write();
    for (int words = 3; words < 22; words++) {
      assertMalformed(resized(dhPart1, words), Reason.WRONG_LENGTH_FOR_TYPE);
    }
    for (int words : new int[] {22, 25, 29, 35, 117, 530, 4033, 0xffff}) {
      DhPart read = (DhPart) read(resized(dhPart1, words));
      assertThat(read.publicValue().length()).isEqualTo(4 * (words - 21));
    }
  }

  @Test
  @Requirement({"Z-5.7-06", "Z-5.7-07", "Z-5.13-10"})
  void readsConfirmAndSasRelayOf19To530Words() {
    List<ZrtpMessage> sealed =
        List.of(
            new Confirm1(Samples.sealedPart(10)),
            new Confirm2(Samples.sealedPart(10)),
            new SasRelay(Samples.sealedPart(10)));
    for (ZrtpMessage message : sealed) {
      for (int words = 3; words < 560; words++) {
        Octets resized = resized(message.write(), words);
        if (words < 19 || words > 530) {
          assertMalformed(resized, Reason.WRONG_LENGTH_FOR_TYPE);
        } else {
          assertThat(read(resized).write()).isEqualTo(resized);
        }
      }
    }
  }

  @Test
  @Requirement("Z-5.2-01")
  void refusesAnotherPreamble() {
    for (ZrtpMessage message : Samples.messages()) {
      assertMalformed(with(message.write(), 0, 0x5a, 0x50), Reason.WRONG_PREAMBLE);
      assertMalformed(with(message.write(), 0, 0x50, 0x5b), Reason.WRONG_PREAMBLE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HELLO   ",
        "Hello\0\0\0",
        " Hello  ",
        "Helloack",
        "Clear   ",
        "GoClear\0",
        "DHPart3 ",
        "Confirm ",
        "Conf1ACK",
        "SASRelay",
        "PingAck ",
        "\0\0\0\0\0\0\0\0",
        "Fragment"
      })
  @Requirement({"Z-5.1.1-04", "Z-5.1-01"})
  void refusesATypeThatIsNotInTheTable(String type) {
    byte[] block = type.getBytes(StandardCharsets.US_ASCII);
    for (ZrtpMessage message : Samples.messages()) {
      byte[] octets = message.write().toArray();
      System.arraycopy(block, 0, octets, 4, 8);
      assertThat(MessageParser.parse(Octets.of(octets)))
          .isEqualTo(new Malformed(Reason.UNKNOWN_TYPE, 4));
    }
  }

  /** Negative list 3: versions 1.00 and 2.00 are other layouts, "1.1x" is this one. */
  @Test
  @Requirement({"Z-4.1.1-14", "Z-5.3-01"})
  @Attack("N-3.03")
  void readsAHelloByThreeCharactersOfItsVersion() {
    Octets hello = hello(offered()).write();
    for (String version : new String[] {"1.11", "1.1 ", "1.1x"}) {
      Octets octets = with(hello, 12, version.chars().toArray());
      assertThat(read(octets)).isInstanceOf(Hello.class);
      assertThat(read(octets).write()).isEqualTo(octets);
    }
    for (String version : new String[] {"1.00", "2.00", "1.20", "\0\0\0\0"}) {
      Octets octets = with(hello, 12, version.chars().toArray());
      assertThat(read(octets)).isInstanceOf(HelloOfOtherVersion.class);
      assertThat(read(octets).write()).isEqualTo(octets);
    }
  }

  @Test
  @Requirement("Z-5.3-01")
  @Attack("N-3.02")
  void judgesNothingOfAHelloOfAnotherVersionButThatItHasAVersion() {
    Octets hello = with(hello(offered()).write(), 12, '2', '.', '0', '0');
    assertThat(read(with(hello, COUNTS_OFFSET, 0xff, 0xff, 0xff, 0xff)))
        .isInstanceOf(HelloOfOtherVersion.class);
    for (int words = 4; words < 70; words++) {
      assertThat(read(resized(hello, words))).isInstanceOf(HelloOfOtherVersion.class);
    }
    assertMalformed(resized(hello, 3), Reason.WRONG_LENGTH_FOR_TYPE);
  }

  /** Negative list 4: counts above 7, with a length that would fit them. */
  @Test
  @Requirement("Z-5.2-09")
  @Attack({"N-4.01", "A-8"})
  void refusesAHelloThatCountsMoreThanSevenOfAKind() {
    for (int kind = 0; kind < 5; kind++) {
      for (int count = 0; count <= 15; count++) {
        int counts = count << (4 * kind);
        Octets octets =
            with(
                resized(hello(nothingOffered()).write(), 22 + count),
                COUNTS_OFFSET,
                0,
                counts >>> 16,
                counts >>> 8,
                counts);
        if (count <= 7) {
          assertThat(read(octets)).isInstanceOf(Hello.class);
        } else {
          assertThat(MessageParser.parse(octets))
              .isEqualTo(new Malformed(Reason.COUNT_ABOVE_SEVEN, COUNTS_OFFSET));
        }
      }
    }
  }

  /** Negative list 4: all counts 15, in the shortest Hello and in one of the length that fits. */
  @Test
  @Requirement("Z-5.2-09")
  @Attack({"N-4.01", "A-8"})
  void refusesAHelloThatCountsFifteenOfEveryKind() {
    Octets shortest = with(hello(nothingOffered()).write(), COUNTS_OFFSET, 0, 0x0f, 0xff, 0xff);
    assertMalformed(shortest, Reason.COUNT_ABOVE_SEVEN);
    assertMalformed(resized(shortest, 22 + 75), Reason.COUNT_ABOVE_SEVEN);
    assertMalformed(
        with(hello(mostOffered()).write(), COUNTS_OFFSET, 0, 0x0f, 0xff, 0xff),
        Reason.COUNT_ABOVE_SEVEN);
  }

  /** Negative list 4: counts that promise more, or less, than there is. */
  @Test
  @Requirement("Z-5.2-02")
  void refusesCountsThatDoNotAddUpToTheLength() {
    Octets hello = hello(offered()).write();
    for (int words = 22; words < 70; words++) {
      if (4 * words != hello.length()) {
        assertThat(MessageParser.parse(resized(hello, words)))
            .isEqualTo(new Malformed(Reason.COUNTS_MISMATCH, COUNTS_OFFSET));
      }
    }
  }

  @Test
  @Requirement({"Z-5.2-07", "Z-5.2-08"})
  void ignoresEveryUnusedBitOfHello() {
    Octets hello = hello(offered()).write();
    Octets odd = with(hello, COUNTS_OFFSET, hello.at(76) | 0x8f, hello.at(77) | 0xf0);
    assertThat(read(odd).write()).isEqualTo(hello);
    assertThat(((Received<?>) MessageParser.parse(odd)).octets()).isEqualTo(odd);
  }

  @Test
  @Requirement("Z-5.4-02")
  void refusesACommitInTheFormOfAnotherKeyAgreement() {
    String[] agreements = {"DH3k", "Mult", "Prsh", "K255", "K448", "MLK1", "X1M1", "MLK3", "X3M3"};
    int[] words = {29, 25, 27, 37, 43, 229, 237, 421, 435};
    Octets commit = new DhCommit(IMAGE, ZID, chosen("DH3k"), Samples.HVI, mac()).write();
    for (int i = 0; i < agreements.length; i++) {
      for (int length = 20; length < 500; length++) {
        Octets octets = with(commit, 68, agreements[i].chars().toArray());
        if (length == words[i]) {
          assertThat(((Commit) read(resized(octets, length))).algorithms())
              .isEqualTo(chosen(agreements[i]));
        } else {
          assertMalformed(resized(octets, length), Reason.WRONG_LENGTH_FOR_TYPE);
        }
      }
    }
  }

  /** Whether it was offered is another's business, and an Error is due when it was not. */
  @Test
  @Requirement({"Z-5.4-02", "Z-KEM-02"})
  void readsACommitWithAnUnknownKeyAgreementByItsLength() {
    Octets commit = new DhCommit(IMAGE, ZID, chosen("QQQQ"), Samples.HVI, mac()).write();
    for (int words = 20; words < 29; words++) {
      assertMalformed(resized(commit, words), Reason.WRONG_LENGTH_FOR_TYPE);
    }
    assertThat(read(commit)).isInstanceOf(DhCommit.class);
    for (int words : new int[] {30, 37, 1158, 0xffff}) {
      KemCommit read = (KemCommit) read(resized(commit, words));
      assertThat(read.publicKey().length()).isEqualTo(4 * (words - 29));
      assertThat(read.write()).isEqualTo(resized(commit, words));
    }
  }

  /** Negative list 11: a signature length beyond the message, or short of its end. */
  @Test
  @Requirement({"Z-5.7-06", "Z-5.7-07", "Z-5.13-05", "Z-5.13-10"})
  void refusesASignatureLengthThatIsNotTheRest() {
    for (int words : new int[] {10, 11, 12, 40, 521}) {
      for (int signatureWords = 0; signatureWords < 512; signatureWords++) {
        int high = signatureWords >>> 8;
        Octets confirm = with(Octets.of(new byte[4 * words]), 32, 0, high, signatureWords, 0);
        Octets relay = with(Octets.of(new byte[4 * words]), 0, 0, high, signatureWords, 0);
        if (10 + signatureWords == words) {
          assertThat(ConfirmPlaintext.parse(confirm)).isInstanceOf(ConfirmPlaintext.class);
          assertThat(SasRelayPlaintext.parse(relay)).isInstanceOf(SasRelayPlaintext.class);
        } else {
          assertThat(ConfirmPlaintext.parse(confirm))
              .isEqualTo(new Malformed(Reason.SIGNATURE_LENGTH_MISMATCH, 32));
          assertThat(SasRelayPlaintext.parse(relay))
              .isEqualTo(new Malformed(Reason.SIGNATURE_LENGTH_MISMATCH, 0));
        }
      }
    }
  }

  @Test
  @Requirement({"Z-5.7-07", "Z-5.13-10"})
  void refusesAPlaintextShorterThanItsFields() {
    for (int length = 0; length < 40; length++) {
      Octets plaintext = Octets.of(new byte[length]);
      assertThat(ConfirmPlaintext.parse(plaintext))
          .isEqualTo(new Malformed(Reason.TOO_SHORT, length));
      assertThat(SasRelayPlaintext.parse(plaintext))
          .isEqualTo(new Malformed(Reason.TOO_SHORT, length));
    }
    assertThat(ConfirmPlaintext.parse(Octets.of(new byte[41]))).isInstanceOf(Malformed.class);
    assertThat(SasRelayPlaintext.parse(Octets.of(new byte[41]))).isInstanceOf(Malformed.class);
  }

  @Test
  @Requirement({"Z-5.7-04", "Z-5.7-05", "Z-5.7-08"})
  void ignoresTheFifteenUnusedBitsAndTheUndefinedFlagsOfConfirm() {
    Octets plain = new ConfirmPlaintext(IMAGE, true, false, false, true, 7, null).write();
    Octets odd = with(plain, 32, 0xff, 0xfe, 0x00, 0xf9);
    assertThat(ConfirmPlaintext.parse(odd)).isEqualTo(ConfirmPlaintext.parse(plain));
  }

  @Test
  @Requirement({"Z-5.13-07", "Z-5.13-08"})
  void ignoresTheFifteenUnusedBitsAndTheUndefinedFlagsOfSasRelay() {
    Octets plain =
        new SasRelayPlaintext(false, true, false, AlgorithmCode.of("B32"), IMAGE, null).write();
    Octets odd = with(plain, 0, 0xff, 0xfe, 0x00, 0xfa);
    assertThat(SasRelayPlaintext.parse(odd)).isEqualTo(SasRelayPlaintext.parse(plain));
  }

  /** Negative list 16: a version that we do not speak is to be answered all the same. */
  @Test
  @Attack("N-16.02")
  void readsAPingOfAnotherVersionWhateverFollowsItsHash() {
    Octets ping = new Ping(ZrtpVersion.of("2.00"), ENDPOINT_HASH).write();
    for (int words = 6; words < 530; words++) {
      assertThat(read(resized(ping, words)))
          .isEqualTo(new Ping(ZrtpVersion.of("2.00"), ENDPOINT_HASH));
    }
  }

  /** Negative list 16: what made an engine answer with octets from beyond the packet. */
  @Test
  @Requirement("Z-5.15-04")
  @Attack({"N-16.02", "A-8"})
  void refusesAPingThatEndsBeforeItsHash() {
    for (String version : new String[] {"1.10", "2.00"}) {
      Octets ping = new Ping(ZrtpVersion.of(version), ENDPOINT_HASH).write();
      for (int length = 0; length < ping.length(); length++) {
        assertThat(MessageParser.parse(ping.slice(0, length))).isInstanceOf(Malformed.class);
      }
      for (int words = 3; words < 6; words++) {
        assertMalformed(resized(ping, words), Reason.WRONG_LENGTH_FOR_TYPE);
      }
    }
  }
}
