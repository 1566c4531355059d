package org.aparte.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two phones over the sockets of this machine. */
class UdpCommandTest {

  @TempDir private Path folder;

  @Test
  void becomesSecureAndHearsTheOtherEnd() throws Exception {
    Path heard = folder.resolve("heard.wav");

    Call call =
        call(List.of("--packets", "25"), List.of("--packets", "25", "--record", heard.toString()));

    assertThat(call.a.exit).isZero();
    assertThat(call.b.exit).isZero();
    JsonObject a = call.a.only("secure");
    JsonObject b = call.b.only("secure");
    assertThat(a.get("sas")).isEqualTo(b.get("sas"));
    assertThat(a.get("continuity").getAsString()).isEqualTo("no-cache");
    assertThat(List.of(a.get("role").getAsString(), b.get("role").getAsString()))
        .containsExactlyInAnyOrder("initiator", "responder");
    assertThat(call.a.only("srtp").get("decrypted").getAsInt()).isEqualTo(25);
    assertThat(call.b.only("srtp").get("sent").getAsInt()).isEqualTo(25);
    assertThat(Audio.read(heard)).isEqualTo(Audio.tone(440, 25 * Audio.FRAME));
    assertThat(call.a.only("end").get("secure").getAsBoolean()).isTrue();
  }

  @Test
  void remembersThePeerAndTheComparedWords() throws Exception {
    List<String> a = List.of("--packets", "2", "--zid-store", file("a"), "--verify-sas");
    List<String> b = List.of("--packets", "2", "--zid-store", file("b"), "--verify-sas");
    call(a, b);

    Call again = call(a, b);

    assertThat(again.a.only("secure").get("continuity").getAsString()).isEqualTo("match");
    assertThat(again.b.only("secure").get("verified").getAsBoolean()).isTrue();
  }

  @Test
  void agreesUnderAPresetInFragmentsWhereThePathIsNarrow() throws Exception {
    List<String> options = List.of("--packets", "5", "--preset", "anssi-pqc", "--mtu", "600");

    Call call = call(options, options);

    assertThat(call.a.exit).isZero();
    assertThat(call.b.exit).isZero();
    assertThat(call.a.only("secure").toString()).contains("X3M3", "AES3", "GCM", "S512");
    assertThat(call.a.only("srtp").get("decrypted").getAsInt()).isEqualTo(5);
  }

  @Test
  void saysWhatThePresetWantsAndThePeerDoesNotOffer() throws Exception {
    Call call =
        call(
            List.of("--preset", "CNSA_2", "--timeout", "6"),
            List.of("--preset", "RFC6189", "--timeout", "6"));

    assertThat(call.a.exit).isEqualTo(4);
    assertThat(call.a.lines("secure")).isEmpty();
    assertThat(call.a.lines("warning").get(0).get("reason").getAsString())
        .isEqualTo("policy-not-met-auth-tag: wanted GCM, offered HS80 HS32 SK64 SK32");
  }

  @Test
  void addsStreamsOverABadLine() throws Exception {
    List<String> options =
        List.of(
            "--streams",
            "3",
            "--packets",
            "20",
            "--loss",
            "0.2",
            "--reorder",
            "0.1",
            "--duplicate",
            "0.1",
            "--linger",
            "2");

    Call call = call(options, options);

    assertThat(call.a.exit).isZero();
    assertThat(call.b.exit).isZero();
    assertThat(call.a.lines("secure"))
        .extracting(line -> line.get("keyAgreement").getAsString())
        .containsExactly("X3M3", "Mult", "Mult");
  }

  @Test
  void refusesAPeerThatSignalingDidNotAnnounce() throws Exception {
    Call call =
        call(
            List.of("--peer-zrtp-hash", "00".repeat(32), "--timeout", "6"),
            List.of("--timeout", "6"));

    assertThat(call.a.exit).isEqualTo(4);
    assertThat(call.a.lines("secure")).isEmpty();
    assertThat(call.a.lines("warning").get(0).get("reason").getAsString())
        .isEqualTo("hello-hash-mismatch");
  }

  @Test
  void saysWhenNobodyIsThere() throws Exception {
    int port = freePort();

    Phone alone = phone(port, port + 1, List.of("--timeout", "5"));

    assertThat(alone.exit).isEqualTo(3);
    assertThat(alone.only("end").get("secure").getAsBoolean()).isFalse();
  }

  @Test
  void printsKeysOnlyWhenAskedAndConfessesIt() throws Exception {
    Call call = call(List.of("--packets", "2", "--insecure-print-keys"), List.of("--packets", "2"));

    assertThat(call.a.lines("keys")).hasSize(2);
    assertThat(call.b.lines("keys")).isEmpty();
    assertThat(call.b.lines("warning"))
        .extracting(line -> line.get("reason").getAsString())
        .contains("peer-discloses-keys");
  }

  @Test
  void explainsWhatItDoesNotUnderstand() {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int exit =
        PhoneMain.run(
            InputStream.nullInputStream(),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            "udp",
            "--listen",
            "127.0.0.1:1",
            "--peer",
            "127.0.0.1:2",
            "--hash",
            "MD5");

    assertThat(exit).isEqualTo(2);
    assertThat(errors.toString(StandardCharsets.UTF_8)).contains("--hash: there is no MD5");
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private record Call(Phone a, Phone b) {}

  /** What one phone said. */
  private record Phone(int exit, List<JsonObject> said) {
    List<JsonObject> lines(String event) {
      return said.stream().filter(line -> line.get("event").getAsString().equals(event)).toList();
    }

    JsonObject only(String event) {
      assertThat(lines(event)).as("%s in %s", event, said).hasSize(1);
      return lines(event).get(0);
    }
  }

  private static Call call(List<String> a, List<String> b) throws Exception {
    int portA = freePort();
    int portB = freePort();
    CompletableFuture<Phone> other = CompletableFuture.supplyAsync(() -> phone(portB, portA, b));
    Phone one = phone(portA, portB, a);
    return new Call(one, other.get());
  }

  private static Phone phone(int own, int peer, List<String> options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "udp", "--json", "--listen", "127.0.0.1:" + own, "--peer", "127.0.0.1:" + peer));
    arguments.addAll(options);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exit =
        PhoneMain.run(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            System.err,
            arguments.toArray(new String[0]));
    List<JsonObject> said =
        out.toString(StandardCharsets.UTF_8)
            .lines()
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .toList();
    return new Phone(exit, said);
  }

  /** A port with room for three streams above it, as far as one can tell. */
  private static int freePort() throws IOException {
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      return Math.min(socket.getLocalPort(), 65_000);
    }
  }
}
