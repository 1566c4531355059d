package org.aparte.zrtp.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.ZrtpEndpoint;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.cache.InMemoryZidStore;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.scenario.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

  private static final byte[] STUN = new byte[20];

  /** One end: what the phone was made to do. */
  private static final class End implements ZrtpCall.Phone {
    private final Deque<ByteBuffer> sent = new ArrayDeque<>();
    private final List<String> played = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private int others;
    private final ZrtpCall call;

    End(int seed) {
      call =
          new ZrtpCall(
              ZrtpEndpoint.of(
                  new InMemoryZidStore(new SeededRandom(seed)),
                  CryptoProviders.standard(),
                  new SeededRandom(seed),
                  () -> 0),
              this,
              seed);
    }

    void speak(String word) {
      ByteBuffer rtp = ByteBuffer.allocate(100 + SecureMedia.MAX_EXPANSION);
      rtp.put((byte) 0x80).put((byte) 0).putShort((short) played.size()).putInt(1).putInt(1);
      rtp.put(word.getBytes(StandardCharsets.US_ASCII)).flip();
      call.onMicrophone(rtp);
    }

    @Override
    public void send(ByteBuffer datagram) {
      sent.add(datagram);
    }

    @Override
    public void play(ByteBuffer rtp) {
      byte[] word = new byte[rtp.remaining() - 12];
      rtp.position(rtp.position() + 12).get(word);
      played.add(new String(word, StandardCharsets.US_ASCII));
    }

    @Override
    public void report(ByteBuffer rtcp) {
      played.add("RTCP");
    }

    @Override
    public void ice(ByteBuffer datagram) {
      others++;
    }

    @Override
    public void show(String text) {
      shown.add(text);
    }
  }

  @Test
  void quotesTheExampleAsItIsCompiled() throws IOException {
    Path module = Path.of("").toAbsolutePath();
    String source =
        Files.readString(module.resolve("src/test/java/org/aparte/zrtp/example/ZrtpCall.java"));
    String region =
        source
            .substring(source.indexOf("// region readme\n"), source.indexOf("  // endregion"))
            .replace("// region readme\n", "")
            .replaceAll("(?m)^  ", "")
            .strip();

    assertThat(Files.readString(module.resolveSibling("README.md"))).contains(region);
  }

  @Test
  void callsThePeerOfTheExample() {
    End alice = new End(1);
    End bob = new End(2);
    alice.call.peerSaid(List.of("m=audio 5004 RTP/AVP 0", bob.call.lineForSdp()));
    bob.call.peerSaid(List.of("m=audio 5004 RTP/AVP 0", alice.call.lineForSdp()));
    alice.speak("too early");
    alice.call.start(0);
    bob.call.start(0);
    for (long now = 0; now < 5_000_000_000L && !isSecure(alice, bob); now += 10_000_000) {
      carry(alice, bob, now);
      carry(bob, alice, now);
      alice.call.onTimer(now);
      bob.call.onTimer(now);
    }

    assertThat(isSecure(alice, bob)).isTrue();
    assertThat(alice.shown).hasSize(1).allMatch(text -> text.startsWith("compare: "));
    assertThat(bob.shown).isEqualTo(alice.shown);
    bob.speak("hello");
    bob.sent.add(ByteBuffer.wrap(STUN));
    carry(bob, alice, 0);
    assertThat(alice.played).containsExactly("hello");
    assertThat(alice.others).isEqualTo(1);
    assertThat(bob.played).isEmpty();

    alice.call.userSays(true);
    assertThat(alice.shown).last().isEqualTo("remembered");
    bob.call.userSays(false);
    alice.call.close();
    bob.call.close();
  }

  @Test
  void opensTheEndpointOfTheExample(@TempDir Path folder) {
    ZrtpEndpoint endpoint = ZrtpCall.endpoint(folder.resolve("zids"), "secret".toCharArray());
    try (ZrtpSession first = endpoint.openSession(ZrtpConfig.recommended());
        ZrtpSession second = endpoint.openSession(ZrtpConfig.recommended())) {
      assertThat(second.ownZid()).isEqualTo(first.ownZid());
    }
  }

  private static boolean isSecure(End alice, End bob) {
    return alice.call.audio().state() == StreamPhase.SECURE
        && bob.call.audio().state() == StreamPhase.SECURE;
  }

  private static void carry(End from, End to, long now) {
    while (!from.sent.isEmpty()) {
      to.call.onDatagram(from.sent.remove(), now);
    }
  }
}
