package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
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

  private static final String BOB = Linphone.ADDRESS;
  private static final String US = "sip:carol@127.0.0.1:15070";
  private static final Pattern SAS = Pattern.compile("\"sas\":\"([^\"]+)\"");

  @TempDir private Path folder;
  private SipLab lab;

  @BeforeAll
  static void findsLinphone() {
    Linphone.require();
  }

  @BeforeEach
  void makesANetwork() throws IOException {
    lab = new SipLab(folder);
  }

  @AfterEach
  void endsTheNetwork() throws IOException {
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PCMU", "PCMA", "opus"})
  void callsLinphoneAndEachHearsTheOther(String codec) throws Exception {
    try (Linphone linphone = Linphone.start(lab, Linphone.Settings.ZRTP);
        Conversation phone = lab.phone(BOB, "--codec", codec, "--duration", "6")) {
      String secure = phone.await("\"event\":\"secure\"");
      String screen = linphone.screen().await(Linphone.TOKEN.asPredicate());

      assertThat(phone.end()).as("%s", phone).isZero();
      linphone.end();

      assertThat(first(SAS, secure)).isEqualTo(first(Linphone.TOKEN, screen));
      assertHeard(linphone);
      assertThat(phone.await("\"event\":\"srtp\"")).contains("\"refused\":0", "\"plainDropped\":0");
    }
  }

  @Test
  void isCalledByLinphoneAndEachHearsTheOther() throws Exception {
    try (Conversation phone = lab.phone("--answer", US);
        Linphone linphone = Linphone.start(lab, Linphone.Settings.ZRTP)) {
      phone.await("\"waiting\"");
      linphone.say("call " + US);
      String secure = phone.await("\"event\":\"secure\"");
      String screen = linphone.screen().await(Linphone.TOKEN.asPredicate());
      hear();
      linphone.say("terminate");

      assertThat(phone.end()).as("%s", phone).isZero();
      linphone.end();

      assertThat(first(SAS, secure)).isEqualTo(first(Linphone.TOKEN, screen));
      assertHeard(linphone);
    }
  }

  /** Whoever has ZRTP is encrypted with, and what comes in the clear before that is not played. */
  @ParameterizedTest
  @ValueSource(strings = {"zrtp", "none"})
  void encryptsWithALinphoneThatDoesNotDemandIt(String encryption) throws Exception {
    try (Linphone linphone =
            Linphone.start(lab, new Linphone.Settings(encryption, false, false, ""));
        Conversation phone = lab.phone(BOB, "--codec", "PCMU")) {
      String secure = phone.await("\"event\":\"secure\"");
      String screen = linphone.screen().await(Linphone.TOKEN.asPredicate());
      hear();
      phone.say("h");

      assertThat(phone.end()).as("%s", phone).isZero();
      linphone.end();

      assertThat(first(SAS, secure)).isEqualTo(first(Linphone.TOKEN, screen));
      if (encryption.equals("none")) {
        phone.await("\"media-dropped-");
      }
      assertHeard(linphone);
    }
  }

  @Test
  void isCalledByALinphoneThatWantsAvpf() throws Exception {
    try (Conversation phone = lab.phone("--answer", US);
        Conversation server = lab.crookedServer(15_070, folder.resolve("media"));
        Linphone linphone = Linphone.start(lab, Linphone.Settings.ZRTP.with("[rtp]\navpf=1\n"))) {
      phone.await("\"waiting\"");
      linphone.say("call sip:carol@" + CrookedServer.ADDRESS);
      server.await("invite audio RTP/AVPF");
      server.await("answer audio RTP/AVPF");
      phone.await("\"event\":\"secure\"");
      linphone.screen().await(Linphone.TOKEN.asPredicate());
      hear();
      linphone.say("terminate");

      assertThat(phone.end()).as("%s", phone).isZero();
      linphone.end();
      assertHeard(linphone);
    }
  }

  @Test
  void remembersLinphoneAndTheComparedWords() throws Exception {
    for (boolean again : new boolean[] {false, true}) {
      try (Linphone linphone = Linphone.start(lab, Linphone.Settings.ZRTP);
          Conversation phone = lab.phone(BOB, "--codec", "PCMU", "--verify-sas")) {
        String secure = phone.await("\"event\":\"secure\"");
        linphone.screen().await(Linphone.TOKEN.asPredicate());
        linphone.say("zrtp-set-verified");
        hear();
        phone.say("h");

        assertThat(phone.end()).as("%s", phone).isZero();
        linphone.end();

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
    try (Linphone linphone = Linphone.start(lab, Linphone.Settings.ZRTP.withVideo());
        Conversation phone = lab.phone(BOB, "--codec", "PCMU", "--video")) {
      phone.await(line -> line.contains("\"event\":\"secure\"") && line.contains("\"Mult\""));
      linphone.screen().await(Linphone.TOKEN.asPredicate());
      hear();
      phone.say("h");

      assertThat(phone.end()).as("%s", phone).isZero();
      linphone.end();

      assertThat(phone.await("\"event\":\"srtp\",\"stream\":1"))
          .contains("\"refused\":0")
          .doesNotContain("\"decrypted\":0");
    }
  }

  @Test
  void goesOnUnderTheSameKeysAfterTheCallWasHeld() throws Exception {
    try (Linphone linphone = Linphone.start(lab, Linphone.Settings.ZRTP);
        Conversation phone = lab.phone(BOB, "--codec", "PCMU")) {
      phone.await("\"event\":\"secure\"");
      linphone.screen().await(Linphone.TOKEN.asPredicate());
      phone.say("o");
      phone.await("\"held\"");
      phone.say("o");
      phone.await("\"resumed\"");
      hear();
      phone.say("h");

      assertThat(phone.end()).as("%s", phone).isZero();
      linphone.end();

      assertThat(phone.lines())
          .filteredOn(line -> line.contains("\"event\":\"secure\""))
          .hasSize(1);
      assertThat(phone.await("\"event\":\"srtp\"")).contains("\"refused\":0");
    }
  }

  @Test
  void goesOnUnderTheSameKeysAfterLinphoneHeldTheCall() throws Exception {
    try (Linphone linphone = Linphone.start(lab, Linphone.Settings.ZRTP);
        Conversation phone = lab.phone(BOB, "--codec", "PCMU")) {
      phone.await("\"event\":\"secure\"");
      linphone.screen().await(Linphone.TOKEN.asPredicate());
      linphone.say("pause");
      phone.await("\"reinvited\",\"detail\":\"recvonly\"");
      linphone.screen().await("is now paused");
      linphone.say("resume 1");
      phone.await("\"reinvited\",\"detail\":\"sendrecv\"");
      linphone.screen().await(line -> line.contains("Media streams established"), 2);
      hear();
      phone.say("h");

      assertThat(phone.end()).as("%s", phone).isZero();
      linphone.end();

      assertThat(phone.lines())
          .filteredOn(line -> line.contains("\"event\":\"secure\""))
          .hasSize(1);
      assertThat(phone.await("\"event\":\"srtp\"")).contains("\"refused\":0", "\"plainDropped\":0");
      assertHeard(linphone);
    }
  }

  @Test
  void callsAnAddressOfRecordThroughAServer() throws Exception {
    Kamailio.require();
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
    try (Conversation kamailio = Kamailio.start(lab);
        Linphone linphone = Linphone.start(lab, Linphone.Settings.ZRTP.with(registered))) {
      kamailio.await("registered bob");
      try (Conversation phone =
          lab.phone(
              "sip:bob@lab.test",
              "--as",
              "sip:carol@lab.test",
              "--proxy",
              "127.0.0.1:15062",
              "--register",
              "--password-file",
              Files.writeString(folder.resolve("password"), Kamailio.PASSWORD + "\n").toString(),
              "--codec",
              "PCMU")) {
        String secure = phone.await("\"event\":\"secure\"");
        String screen = linphone.screen().await(Linphone.TOKEN.asPredicate());

        String told = "\"registered\",\"detail\":\"200";
        phone.await(line -> line.contains(told), 3);
        phone.say("h");

        assertThat(phone.end()).as("%s %s", phone, kamailio).isZero();
        linphone.end();

        assertThat(phone.lines()).noneMatch(line -> line.contains("not-registered"));
        kamailio.await(line -> line.contains("registered carol"), 3);
        assertThat(first(SAS, secure)).isEqualTo(first(Linphone.TOKEN, screen));
        assertHeard(linphone);
      }
    }
  }

  /** Lets three seconds of sound pass: this is real time, and there is nothing to wait for. */
  private static void hear() throws InterruptedException {
    Thread.sleep(3000);
  }

  private static String first(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    assertThat(matcher.find()).as(line).isTrue();
    return matcher.group(1);
  }

  private void assertHeard(Linphone linphone) throws IOException {
    Recording here = Recording.of(lab.heardBy("us"));
    Recording there = Recording.of(linphone.heard());
    assertThat(here.seconds()).isGreaterThan(1);
    assertThat(here.share(SipLab.THEIR_TONE)).isGreaterThan(0.9);
    assertThat(there.share(SipLab.OUR_TONE)).isGreaterThan(0.9);
    assertThat(here.share(SipLab.OUR_TONE)).isLessThan(0.1);
    assertThat(there.share(SipLab.THEIR_TONE)).isLessThan(0.1);
  }
}
