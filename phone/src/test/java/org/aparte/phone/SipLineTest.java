package org.aparte.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.aparte.zrtp.ZrtpEndpoint;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.ZrtpConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who can move the address that a line sends to, before anything is authentic. */
class SipLineTest {

  private final SecureRandom random = new SecureRandom();
  private final ZrtpSession session = session();
  private final ZrtpSession others = session();
  private final InetAddress host = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  private final InetAddress otherHost = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
  private SipLine line;
  private DatagramChannel signaled;

  SipLineTest() throws IOException {}

  private ZrtpSession session() {
    return ZrtpEndpoint.cacheless(CryptoProviders.standard(), random)
        .openSession(ZrtpConfig.builder().build(), "");
  }

  @BeforeEach
  void starts() throws IOException {
    line =
        new SipLine(
            0,
            "audio",
            host,
            new ZrtpProtection(session.newMedia(1, MediaPolicy.REQUIRED)),
            new JsonReporter(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)),
            random);
    signaled = socket(host);
    line.peer().signaled((InetSocketAddress) signaled.getLocalAddress(), 9);
    line.start(0);
    assertThat(hasGot(signaled)).isTrue();
  }

  @AfterEach
  void closes() throws IOException {
    line.close();
    signaled.close();
    session.close();
    others.close();
  }

  @Test
  void aHelloFromAnotherHostMovesNothing() throws IOException {
    try (DatagramChannel stranger = socket(otherHost)) {
      sayHello(stranger);

      assertThat(hasGot(stranger)).isFalse();
      assertThat(hasGot(signaled)).isTrue();
    }
  }

  @Test
  void aHelloFromAnotherPortOfTheHostIsAnswered() throws IOException {
    try (DatagramChannel behindNat = socket(host)) {
      sayHello(behindNat);

      assertThat(hasGot(behindNat)).isTrue();
    }
  }

  @Test
  void aHelloFromWhereSignalingComesIsAnswered() throws IOException {
    line.peer().signaledFrom(otherHost);
    try (DatagramChannel behindNat = socket(otherHost)) {
      sayHello(behindNat);

      assertThat(hasGot(behindNat)).isTrue();
    }
  }

  private static DatagramChannel socket(InetAddress address) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.configureBlocking(false);
    channel.bind(new InetSocketAddress(address, 0));
    return channel;
  }

  private void sayHello(DatagramChannel from) throws IOException {
    ByteBuffer hello = others.newMedia(2, MediaPolicy.REQUIRED).start(0).datagrams().get(0);
    from.send(hello, new InetSocketAddress(host, line.port()));
    line.read(1_000_000);
  }

  private static boolean hasGot(DatagramChannel socket) throws IOException {
    return socket.receive(ByteBuffer.allocate(2000)) != null;
  }
}
