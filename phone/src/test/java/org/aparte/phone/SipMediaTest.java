package org.aparte.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.aparte.phone.sip.Names;
import org.aparte.phone.sip.Sdp;
import org.aparte.zrtp.ZrtpEndpoint;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.ZrtpConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Offers and answers, and what somebody on the way makes of them. */
class SipMediaTest {

  private static final String HASH = "a=zrtp-hash:1.10 " + "ab".repeat(32) + "\r\n";
  private static final String OFFER =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
          + "m=audio 17000 RTP/AVP 96 0\r\na=rtpmap:96 speex/8000\r\n"
          + HASH
          + "a=sendrecv\r\n";

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final SecureRandom random = new SecureRandom();
  private final ZrtpSession session =
      ZrtpEndpoint.cacheless(CryptoProviders.standard(), random)
          .openSession(ZrtpConfig.builder().build(), "");
  private final Names names = new Names(() -> {});
  private final Selector selector = Selector.open();
  private final SipMedia media =
      new SipMedia(
          new SipMedia.Settings(
              InetAddress.getLoopbackAddress(),
              List.of("opus", "PCMU"),
              false,
              false,
              false,
              MediaPolicy.REQUIRED,
              new Sound.Wishes(null, 440, null)),
          session,
          random,
          new JsonReporter(new PrintStream(said, true, StandardCharsets.UTF_8)),
          names,
          selector);
  private final Negotiation negotiation = media.negotiation();

  SipMediaTest() throws IOException {}

  @AfterEach
  void closes() throws IOException {
    media.close();
    names.close();
    selector.close();
  }

  private static Sdp sdp(String text) {
    return Sdp.parse(text).orElseThrow();
  }

  @Test
  void answersWithItsOwnHashAndTheCodecThatBothKnow() throws IOException {
    Sdp.Media answer = negotiation.answer(sdp(OFFER)).orElseThrow().media().get(0);

    assertThat(answer.formats()).containsExactly("0");
    assertThat(answer.protocol()).isEqualTo("RTP/AVP");
    assertThat(answer.values("zrtp-hash")).hasSize(1);
    assertThat(answer.attributes()).contains("a=sendrecv");
  }

  @Test
  void answersAvpfByAvpf() throws IOException {
    Sdp answer = negotiation.answer(sdp(OFFER.replace("RTP/AVP ", "RTP/AVPF "))).orElseThrow();

    assertThat(answer.media().get(0).protocol()).isEqualTo("RTP/AVPF");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RTP/SAVP", "RTP/SAVPF", "UDP/TLS/RTP/SAVPF"})
  void refusesKeysThatServersKnow(String protocol) throws IOException {
    assertThat(negotiation.answer(sdp(OFFER.replace("RTP/AVP", protocol)))).isEmpty();
    assertThat(negotiation.refusal().why()).contains("SDES");
    assertThat(media.isOpen()).isFalse();
  }

  @Test
  void holdsAndResumes() throws IOException {
    negotiation.answer(sdp(OFFER));

    Sdp held =
        negotiation.reanswer(sdp(OFFER.replace("sendrecv", "sendonly")), false).orElseThrow();
    assertThat(held.media().get(0).attributes()).contains("a=recvonly");
    Sdp resumed = negotiation.reanswer(sdp(OFFER), false).orElseThrow();
    assertThat(resumed.media().get(0).attributes()).contains("a=sendrecv");
    assertThat(resumed.media().get(0).values("zrtp-hash"))
        .isEqualTo(held.media().get(0).values("zrtp-hash"));
  }

  @Test
  void refusesAChangeThatTakesTheHashOut() throws IOException {
    negotiation.answer(sdp(OFFER));

    assertThat(negotiation.reanswer(sdp(OFFER.replace(HASH, "")), false)).isEmpty();
    assertThat(negotiation.refusal().why()).isEqualTo("zrtp-hash was taken out of it");
  }

  @Test
  void refusesAChangeToAnotherHash() throws IOException {
    negotiation.answer(sdp(OFFER));

    assertThat(negotiation.reanswer(sdp(OFFER.replace("abab", "abcd")), false)).isEmpty();
    assertThat(negotiation.refusal().why()).isEqualTo("zrtp-hash is another's");
  }

  @Test
  void refusesAChangeToSdes() throws IOException {
    negotiation.answer(sdp(OFFER));

    assertThat(negotiation.reanswer(sdp(OFFER.replace("RTP/AVP", "RTP/SAVP")), false)).isEmpty();
    assertThat(negotiation.refusal().why()).startsWith("RTP/SAVP in place of ZRTP");
  }

  @Test
  void refusesAnotherCodecDuringTheCallAndCallsThatNoDowngrade() throws IOException {
    negotiation.answer(sdp(OFFER));

    assertThat(negotiation.reanswer(sdp(OFFER.replace(" 96 0", " 96")), false)).isEmpty();
    assertThat(negotiation.refusal().why()).startsWith("another codec");
    assertThat(negotiation.refusal().downgrade()).isFalse();
  }

  @Test
  void refusesAnAnswerToAChangeWithoutTheHash() throws IOException {
    negotiation.answer(sdp(OFFER));
    negotiation.nextOffer(true);

    assertThat(negotiation.reconclude(sdp(OFFER.replace(HASH, "")), true)).isFalse();
    assertThat(negotiation.refusal().downgrade()).isTrue();
  }
}
