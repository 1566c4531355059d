package org.aparte.phone.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from the network as SIP. */
class SipMessageTest {

  private static final String SDP =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
          + "m=audio 17000 RTP/AVP 96 0\r\na=rtpmap:96 opus/48000/2\r\na=sendonly\r\n";

  private static final String INVITE =
      "INVITE sip:bob@127.0.0.1:15061 SIP/2.0\r\n"
          + "v: SIP/2.0/UDP 127.0.0.1:15060;branch=z9hG4bK.a, SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK.b\r\n"
          + "From: \"Al, <ice>\" <sip:alice@127.0.0.1;x=y>;tag=KY89\r\n"
          + "To: sip:bob@127.0.0.1\r\n"
          + "CSeq: 20 INVITE\r\n"
          + "Call-ID: G-3rXnnq-A\r\n"
          + "Record-Route: <sip:p1;lr>,\r\n <sip:p2;lr>\r\n"
          + "Content-Type: application/sdp\r\n"
          + "Content-Length: "
          + SDP.length()
          + "\r\n\r\n"
          + SDP;

  private static Optional<SipMessage> parse(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    return SipMessage.parse(octets, octets.length);
  }

  @Test
  void readsCompactFoldedAndListedFields() {
    SipMessage invite = parse(INVITE).orElseThrow();

    assertThat(invite.method()).isEqualTo("INVITE");
    assertThat(invite.branch()).isEqualTo("z9hG4bK.a");
    assertThat(invite.list("Via")).hasSize(2);
    assertThat(invite.list("Record-Route")).isEqualTo(List.of("<sip:p1;lr>", "<sip:p2;lr>"));
    assertThat(NameAddress.uri(invite.from())).isEqualTo("sip:alice@127.0.0.1;x=y");
    assertThat(NameAddress.parameter(invite.from(), "tag")).contains("KY89");
    assertThat(invite.sequence()).isEqualTo(20);
    assertThat(invite.hasSdp()).isTrue();
  }

  @Test
  void readsWhatItWrites() {
    SipMessage invite = parse(INVITE).orElseThrow();
    byte[] written = invite.toOctets();

    SipMessage again = SipMessage.parse(written, written.length).orElseThrow();

    assertThat(again.toOctets()).isEqualTo(written);
    assertThat(again.body()).isEqualTo(SDP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n\r\n",
        "INVITE\r\n\r\n",
        "SIP/2.0 999 x\r\n\r\n",
        "INVITE sip:a SIP/3.0\r\n\r\n"
      })
  void refusesWhatIsNoMessage(String text) {
    assertThat(parse(text)).isEmpty();
  }

  @Test
  void refusesWhatIsCutOrWouldWriteOnATerminal() {
    assertThat(parse(INVITE.substring(0, INVITE.length() - 1))).isEmpty();
    assertThat(parse(INVITE.replace("KY89", "KY\u001b[2J"))).isEmpty();
    assertThat(parse(INVITE.replace("KY89", "KY\nVia: x"))).isEmpty();
    assertThat(parse(INVITE.replace("20 INVITE", "20 BYE"))).isEmpty();
    assertThat(parse(INVITE.replace("20 INVITE", "99999999999 INVITE"))).isEmpty();
  }

  @Test
  void anyOctetsCauseNoException() {
    Random random = new Random(1);
    byte[] good = INVITE.getBytes(StandardCharsets.UTF_8);
    int readable = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bad = good.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextBoolean() ? bad.length : random.nextInt(bad.length);
      Optional<SipMessage> message = SipMessage.parse(bad, length);
      if (message.isPresent()) {
        readable++;
        Sdp.parse(message.get().body());
        SipUri.parse(NameAddress.uri(message.get().from()));
        message.get().toOctets();
      }
    }
    assertThat(readable).isBetween(1000, 19_000);
  }

  @Test
  void readsADescription() {
    Sdp sdp = Sdp.parse(SDP).orElseThrow();
    Sdp.Media audio = sdp.media().get(0);

    assertThat(sdp.addressOf(audio)).isEqualTo("127.0.0.1");
    assertThat(audio.encoding("96")).isEqualTo("opus/48000/2");
    assertThat(audio.rtcpPort()).isEqualTo(17_001);
    assertThat(sdp.direction(audio)).isEqualTo(Sdp.Direction.SENDONLY);
  }

  @Test
  void answersTheDigestChallengeOfRfc2617() {
    String challenge =
        "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\","
            + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\","
            + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"";

    Optional<String> answer =
        Digest.answer(
            List.of("Basic realm=x", challenge),
            "GET",
            "/dir/index.html",
            "Mufasa",
            "Circle Of Life",
            "0a4f113b",
            1);

    assertThat(answer).isPresent();
    assertThat(answer.get()).contains("response=\"6629fae49393a05397450978507c4ef1\"");
  }
}
