package org.aparte.zrtp.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.model.HelloHash;
import org.junit.jupiter.api.Test;

/** The messages of foreign engines: every one is read, and written again as it was. */
class RecordedMessagesTest {

  private static Received<?> read(Octets message) {
    ParsedMessage parsed = MessageParser.parse(message);
    assertThat(parsed).isInstanceOf(Received.class);
    return (Received<?>) parsed;
  }

  private static Octets octets(JsonObject channel, String key) {
    return Octets.ofHex(channel.get(key).getAsString());
  }

  @Test
  @Requirement({"Z-5.1.1-01", "Z-5.1.1-02", "Z-5.1.1-04", "Z-5.2-01", "Z-5.4-02"})
  void everyMessageIsReadAndWrittenAgainOctetForOctet() {
    Map<MessageType, Integer> seen = new EnumMap<>(MessageType.class);
    for (Recordings.Packet recorded : Recordings.messages()) {
      Received<?> received = read(recorded.datagram());
      assertThat(received.octets()).as(recorded.source()).isEqualTo(recorded.datagram());
      assertThat(received.message().write())
          .as(recorded.source())
          .isEqualTo(withoutUnusedBits(received));
      seen.merge(received.message().type(), 1, Integer::sum);
    }
    assertThat(seen)
        .as("nobody recorded Error, ErrorACK, Ping and PingACK")
        .containsOnlyKeys(
            MessageType.HELLO,
            MessageType.HELLO_ACK,
            MessageType.COMMIT,
            MessageType.DH_PART1,
            MessageType.DH_PART2,
            MessageType.CONFIRM1,
            MessageType.CONFIRM2,
            MessageType.CONF2_ACK,
            MessageType.GO_CLEAR,
            MessageType.CLEAR_ACK,
            MessageType.SAS_RELAY,
            MessageType.RELAY_ACK);
  }

  /**
   * libzrtp sets the bit before S, which Figure 3 shows as 0. Whoever refused that could not talk
   * to it, and whoever computed a hash or MAC over the message written again would take it for an
   * attacker.
   */
  @Test
  @Requirement({"Z-5.2-07", "Z-5.2-08"})
  void unusedBitsOfAHelloAreIgnoredAndKeptInTheOctetsOnly() {
    int withUnusedBits = 0;
    for (Recordings.Packet recorded : Recordings.messages()) {
      Received<?> received = read(recorded.datagram());
      if (!withoutUnusedBits(received).equals(received.octets())) {
        assertThat(recorded.source()).startsWith("libzrtp.txt");
        assertThat(received.octets()).isEqualTo(recorded.datagram());
        assertThat(received.octets().at(76) & 0x8f).isEqualTo(0x80);
        assertThat(received.message().write().at(76) & 0x8f).isZero();
        withUnusedBits++;
      }
    }
    assertThat(withUnusedBits).isPositive();
  }

  /** The octets, with the bits around S, M, P and the counts of a Hello cleared. */
  private static Octets withoutUnusedBits(Received<?> received) {
    byte[] octets = received.octets().toArray();
    if (received.message() instanceof Hello) {
      octets[76] &= 0x70;
      octets[77] &= 0x0f;
    }
    return Octets.of(octets);
  }

  @Test
  @Requirement({"Z-5.2-02", "Z-5.4-03", "Z-9-03"})
  void helloAndCommitHoldWhatTheEnginesHadPutIntoThem() {
    Recordings.channels()
        .forEach((source, channel) -> {
          for (String role : new String[] {"i", "r"}) {
            Hello hello = (Hello) read(octets(channel, "hello_" + role)).message();
            assertThat(hello.h3()).as(source).isEqualTo(octets(channel, "h3_" + role));
            assertThat(hello.zid().octets()).as(source).isEqualTo(octets(channel, "zid_" + role));
            assertThat(hello.clientName()).as(source).isEqualTo("BZRTPv1.1");
          }
          Commit commit = (Commit) read(octets(channel, "commit")).message();
          assertThat(commit.h2()).as(source).isEqualTo(octets(channel, "h2_i"));
          assertThat(commit.zid().octets()).as(source).isEqualTo(octets(channel, "zid_i"));
          ChosenAlgorithms chosen = commit.algorithms();
          assertThat(channel.getAsJsonArray("algs"))
              .as(source)
              .extracting(code -> code.getAsString())
              .containsExactly(
                  chosen.hash().text(),
                  chosen.cipher().text(),
                  chosen.authTag().text(),
                  chosen.keyAgreement().text(),
                  chosen.sasType().text());
          if (commit instanceof DhCommit dh) {
            assertThat(dh.hvi()).as(source).isEqualTo(octets(channel, "hvi"));
          } else {
            assertThat(commit).as(source).isInstanceOf(MultistreamCommit.class);
          }
        });
  }

  @Test
  @Requirement({"Z-5.5-02", "Z-5.6-02", "Z-9-03"})
  void dhPartsHoldTheHashImageOfTheirSender() {
    Recordings.channels()
        .forEach((source, channel) -> {
          if (channel.has("dhpart1") && !channel.get("dhpart1").getAsString().isEmpty()) {
            DhPart1 dhPart1 = (DhPart1) read(octets(channel, "dhpart1")).message();
            DhPart2 dhPart2 = (DhPart2) read(octets(channel, "dhpart2")).message();
            assertThat(dhPart1.h1()).as(source).isEqualTo(octets(channel, "h1_r"));
            assertThat(dhPart2.h1()).as(source).isEqualTo(octets(channel, "h1_i"));
          }
        });
  }

  @Test
  @Requirement({"Z-5.7-03", "Z-5.7-07", "Z-4.6-01", "Z-9-03"})
  void decryptedConfirmsAreReadAndWrittenAgainOctetForOctet() {
    Recordings.channels()
        .forEach((source, channel) -> {
          for (int n = 1; n <= 2; n++) {
            Confirm confirm = (Confirm) read(octets(channel, "confirm" + n)).message();
            assertThat(confirm.sealedPart().iv())
                .as(source)
                .isEqualTo(octets(channel, "confirm" + n + "_iv"));
            Octets plaintext = octets(channel, "confirm" + n + "_plain");
            assertThat(plaintext.length()).isEqualTo(confirm.sealedPart().ciphertext().length());
            ConfirmPlaintext content = (ConfirmPlaintext) ConfirmPlaintext.parse(plaintext);
            assertThat(content.h0())
                .as(source)
                .isEqualTo(octets(channel, n == 1 ? "h0_r" : "h0_i"));
            assertThat(content.cacheExpirationSeconds())
                .as(source)
                .isEqualTo(ConfirmPlaintext.NEVER_EXPIRES);
            assertThat(flags(content))
                .as(source)
                .isEqualTo(octets(channel, "confirm" + n + "_flags").at(0));
            assertThat(content.signature()).isNull();
            assertThat(content.write()).as(source).isEqualTo(plaintext);
          }
        });
  }

  private static int flags(ConfirmPlaintext content) {
    return (content.enrollment() ? 8 : 0)
        + (content.sasVerified() ? 4 : 0)
        + (content.allowClear() ? 2 : 0)
        + (content.disclosure() ? 1 : 0);
  }

  @Test
  @Requirement({"Z-5.13-05", "Z-5.13-11", "Z-5.13-13"})
  void decryptedSasRelaysAreReadAndWrittenAgainOctetForOctet() {
    int checked = 0;
    for (Recordings.Line line : Recordings.lines("libzrtp.txt")) {
      if (line.key().startsWith("SASrelay from ")) {
        Octets plaintext = Octets.ofHex(line.value().substring(0, 80));
        SasRelayPlaintext content = (SasRelayPlaintext) SasRelayPlaintext.parse(plaintext);
        assertThat(content.sasVerified()).isTrue();
        assertThat(content.allowClear()).isFalse();
        assertThat(content.disclosure()).isFalse();
        assertThat(content.sasType()).hasToString("B32 ");
        assertThat(content.sasHash()).isEqualTo(plaintext.slice(8, 40));
        assertThat(content.write()).isEqualTo(plaintext);
        checked++;
      }
    }
    assertThat(checked).isEqualTo(2);
  }

  @Test
  @Requirement("Z-8.1-01")
  void theHelloHashOfSignalingIsSha256OfTheHelloMessage() throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    for (Map.Entry<String, JsonObject> channel : Recordings.channels().entrySet()) {
      for (String role : new String[] {"i", "r"}) {
        Received<?> hello = read(octets(channel.getValue(), "hello_" + role));
        Octets hash = Octets.of(sha256.digest(hello.octets().toArray()));
        String signaled = channel.getValue().get("zrtp_hash_" + role).getAsString();
        HelloHash helloHash = new HelloHash(((Hello) hello.message()).version(), hash);
        assertThat(HelloHash.parse(signaled)).as(channel.getKey()).contains(helloHash);
        assertThat(helloHash.value()).as(channel.getKey()).isEqualTo(signaled);
      }
    }
  }
}
