package org.aparte.phone;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two SIP phones over the sockets of this machine. */
class SipCommandTest {

  @TempDir private Path folder;

  private record Phone(int exit, String said) {}

  @ParameterizedTest
  @ValueSource(strings = {"PCMU", "PCMA", "opus"})
  void callsAndIsCalled(String codec) throws Exception {
    int port = freePort();
    String bob = "sip:bob@127.0.0.1:" + port;
    CompletableFuture<Phone> other =
        CompletableFuture.supplyAsync(() -> phone("bob", "--answer", bob, "--video"));

    Phone caller =
        phone("alice", bob, "--codec", codec, "--duration", "3", "--video", "--rtcp-mux");
    Phone called = other.get();

    assertThat(caller.exit).as(caller.said).isZero();
    assertThat(called.exit).as(called.said).isZero();
    assertThat(caller.said).contains("\"Mult\"").contains("\"refused\":0");
    assertThat(called.said).contains("\"established\"");
  }

  @Test
  void callsWithKeysOfSignalingWhereBothWantThem() throws Exception {
    int port = freePort();
    String bob = "sip:bob@127.0.0.1:" + port;
    CompletableFuture<Phone> other =
        CompletableFuture.supplyAsync(() -> phone("bob", "--answer", bob, "--video", "--sdes"));

    Phone caller = phone("alice", bob, "--duration", "2", "--video", "--sdes");
    Phone called = other.get();

    assertThat(caller.exit).as(caller.said).isZero();
    assertThat(called.exit).as(called.said).isZero();
    assertThat(caller.said)
        .contains("\"event\":\"sdes\",\"stream\":1,\"profile\":\"AEAD_AES_256_GCM\"")
        .contains("\"secure\":false");
  }

  @Test
  void saysWhenNobodyIsThere() throws Exception {
    Phone alone = phone("alice", "sip:bob@127.0.0.1:" + freePort(), "--timeout", "1");

    assertThat(alone.exit).isEqualTo(3);
  }

  @Test
  void explainsWhatItDoesNotUnderstand() {
    assertThat(phone("alice", "sip:bob@127.0.0.1", "--codec", "GSM").exit).isEqualTo(2);
    assertThat(phone("alice", "sip:@@").exit).isEqualTo(2);
  }

  private Phone phone(String name, String... options) {
    List<String> arguments = new ArrayList<>(Arrays.asList(options));
    arguments.addAll(
        List.of("--json", "--tone", "440", "--zid-store", folder.resolve(name).toString()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exit =
        PhoneMain.run(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            arguments.toArray(new String[0]));
    return new Phone(exit, out.toString(StandardCharsets.UTF_8));
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      return socket.getLocalPort();
    }
  }
}
