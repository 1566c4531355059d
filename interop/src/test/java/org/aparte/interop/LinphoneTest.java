package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls between our phone and Linphone, for which ZRTP is mandatory. */
class LinphoneTest {

  private static final String BOB = "sip:bob@127.0.0.1:15061";
  private static final String US = "sip:carol@127.0.0.1:15070";
  private static final Pattern TOKEN = Pattern.compile("is fully encrypted.*token is (\\S+)\\.");
  private static final Pattern SAS = Pattern.compile("\"sas\":\"([^\"]+)\"");

  @TempDir private Path folder;
  private Linphone network;

  @BeforeAll
  static void findsLinphone() {
    Linphone.require();
  }

  @BeforeEach
  void makesANetwork() throws IOException {
    network = new Linphone(folder);
  }

  @AfterEach
  void endsTheNetwork() throws IOException {
    network.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PCMU", "PCMA", "opus"})
  void callsLinphoneAndEachHearsTheOther(String codec) throws Exception {
    try (Conversation linphone = network.linphone(false);
        Conversation phone = network.phone(BOB, "--codec", codec, "--duration", "6")) {
      String secure = phone.await("\"event\":\"secure\"");
      String screen = linphone.await(TOKEN.asPredicate());

      assertThat(phone.end()).as("%s", phone).isZero();
      end(linphone);

      assertThat(first(SAS, secure)).isEqualTo(first(TOKEN, screen));
      assertHeard();
      assertThat(phone.await("\"event\":\"srtp\"")).contains("\"refused\":0", "\"plainDropped\":0");
    }
  }

  @Test
  void isCalledByLinphoneAndEachHearsTheOther() throws Exception {
    try (Conversation phone = network.phone("--answer", US);
        Conversation linphone = network.linphone(false)) {
      phone.await("\"waiting\"");
      linphone.say("call " + US);
      String secure = phone.await("\"event\":\"secure\"");
      String screen = linphone.await(TOKEN.asPredicate());
      hear();
      linphone.say("terminate");

      assertThat(phone.end()).as("%s", phone).isZero();
      end(linphone);

      assertThat(first(SAS, secure)).isEqualTo(first(TOKEN, screen));
      assertHeard();
    }
  }

  @Test
  void remembersLinphoneAndTheComparedWords() throws Exception {
    for (boolean again : new boolean[] {false, true}) {
      try (Conversation linphone = network.linphone(false);
          Conversation phone = network.phone(BOB, "--codec", "PCMU", "--verify-sas")) {
        String secure = phone.await("\"event\":\"secure\"");
        linphone.await(TOKEN.asPredicate());
        linphone.say("zrtp-set-verified");
        hear();
        phone.say("h");

        assertThat(phone.end()).as("%s", phone).isZero();
        end(linphone);

        assertThat(secure)
            .contains(
                again
                    ? "\"continuity\":\"match\",\"verified\":true"
                    : "\"continuity\":\"no-cache\",\"verified\":false");
      }
    }
  }

  @Test
  void addsTheVideoOfLinphoneByMultistream() throws Exception {
    try (Conversation linphone = network.linphone(true);
        Conversation phone = network.phone(BOB, "--codec", "PCMU", "--video")) {
      phone.await(line -> line.contains("\"event\":\"secure\"") && line.contains("\"Mult\""));
      linphone.await(TOKEN.asPredicate());
      hear();
      phone.say("h");

      assertThat(phone.end()).as("%s", phone).isZero();
      end(linphone);

      assertThat(phone.await("\"event\":\"srtp\",\"stream\":1"))
          .contains("\"refused\":0")
          .doesNotContain("\"decrypted\":0");
    }
  }

  @Test
  void goesOnUnderTheSameKeysAfterTheCallWasHeld() throws Exception {
    try (Conversation linphone = network.linphone(false);
        Conversation phone = network.phone(BOB, "--codec", "PCMU")) {
      phone.await("\"event\":\"secure\"");
      linphone.await(TOKEN.asPredicate());
      phone.say("o");
      phone.await("\"held\"");
      phone.say("o");
      phone.await("\"resumed\"");
      hear();
      phone.say("h");

      assertThat(phone.end()).as("%s", phone).isZero();
      end(linphone);

      assertThat(phone.lines())
          .filteredOn(line -> line.contains("\"event\":\"secure\""))
          .hasSize(1);
      assertThat(phone.await("\"event\":\"srtp\"")).contains("\"refused\":0");
    }
  }

  @Test
  void callsAnAddressOfRecordThroughAServer() throws Exception {
    Peers.require("kamailio", "calls through a SIP proxy", "sh", "-c", "command -v kamailio");
    String registered =
        """
        [proxy_0]
        reg_proxy=<sip:127.0.0.1:15062;transport=udp>
        reg_route=<sip:127.0.0.1:15062;transport=udp;lr>
        reg_identity="bob" <sip:bob@lab.test>
        reg_expires=600
        reg_sendregister=1
        publish=0
        """;
    try (Conversation kamailio = network.kamailio();
        Conversation linphone = network.linphone(false, "zrtp", registered)) {
      for (int tries = 1; tries < 20 && !linphone.toString().contains("registered, id"); tries++) {
        linphone.say("status register");
        Thread.sleep(500);
      }
      try (Conversation phone =
          network.phone(
              "sip:bob@lab.test",
              "--as",
              "sip:carol@lab.test",
              "--proxy",
              "127.0.0.1:15062",
              "--register",
              "--codec",
              "PCMU",
              "--duration",
              "5")) {
        String secure = phone.await("\"event\":\"secure\"");
        String screen = linphone.await(TOKEN.asPredicate());

        assertThat(phone.end()).as("%s %s", phone, kamailio).isZero();
        end(linphone);

        assertThat(phone.lines()).anyMatch(line -> line.contains("\"registered\""));
        assertThat(first(SAS, secure)).isEqualTo(first(TOKEN, screen));
        assertHeard();
      }
    }
  }

  /** Lets three seconds of sound pass: this is real time, and there is nothing to wait for. */
  private static void hear() throws InterruptedException {
    Thread.sleep(3000);
  }

  private static void end(Conversation linphone) throws InterruptedException {
    linphone.await("ended");
    linphone.say("quit");
    linphone.end();
  }

  private static String first(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    assertThat(matcher.find()).as(line).isTrue();
    return matcher.group(1);
  }

  private void assertHeard() throws IOException {
    Recording here = Recording.of(network.heardByUs());
    Recording there = Recording.of(network.heardByLinphone());
    assertThat(here.seconds()).isGreaterThan(1);
    assertThat(here.share(Linphone.TONE)).isGreaterThan(0.9);
    assertThat(there.share(Linphone.OUR_TONE)).isGreaterThan(0.9);
    assertThat(here.share(Linphone.OUR_TONE)).isLessThan(0.1);
    assertThat(there.share(Linphone.TONE)).isLessThan(0.1);
  }
}
