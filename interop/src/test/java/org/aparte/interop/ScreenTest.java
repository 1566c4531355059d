package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is wrong with a call looks like itself, and like nothing else, on the screen of its user.
 */
class ScreenTest {

  private static final String DANA = "sip:dana@127.0.0.1:15071";
  private static final int DANAS_PORT = 15_071;
  private static final int NOT_SECURE = 4;

  private static final String NO_ZRTP = "the peer's phone DOES NOT ENCRYPT: nothing is sent to it";
  private static final String IN_THE_CLEAR = "DOES NOT ENCRYPT: everybody on the way can listen";
  private static final String TAKEN_AWAY = "SOMEBODY TAKES IT AWAY";
  private static final String WRONG_HASH = "NOT THE ONE WHO ANSWERED THE CALL";
  private static final String OTHER_PEER = "NOT the peer of earlier calls, or it lost its memory";
  private static final String CLEARED = "the peer ENDED THE ENCRYPTION";
  private static final String[] ALL = {
    NO_ZRTP, IN_THE_CLEAR, TAKEN_AWAY, WRONG_HASH, OTHER_PEER, CLEARED
  };

  @TempDir private Path folder;
  private SipLab lab;
  private Path record;

  @BeforeAll
  static void findsPeers() {
    Linphone.require();
    Baresip.require();
  }

  @BeforeEach
  void makesANetwork() throws IOException {
    lab = new SipLab(folder);
    record = folder.resolve("media");
  }

  @AfterEach
  void endsTheNetwork() throws IOException {
    lab.close();
  }

  private Conversation dana(String... more) throws IOException, InterruptedException {
    String[] options = new String[more.length + 2];
    options[0] = "--answer";
    options[1] = DANA;
    System.arraycopy(more, 0, options, 2, more.length);
    Conversation dana = lab.screen("dana", options);
    dana.await("waiting");
    return dana;
  }

  private static void assertShowsOnly(Conversation screen, String shown) {
    for (String text : ALL) {
      assertThat(screen.toString().contains(text))
          .as("%s%n%s", text, screen)
          .isEqualTo(text.equals(shown));
    }
  }

  @Test
  void aPeerWithoutZrtp() throws Exception {
    try (Conversation baresip = Baresip.plain(lab);
        Conversation phone = lab.screen("us", Baresip.ADDRESS, "--codec", "PCMU")) {
      phone.await(NO_ZRTP);
      phone.say("h");

      assertThat(phone.end()).as("%s", phone).isEqualTo(NOT_SECURE);
      baresip.await("terminated");
      assertShowsOnly(phone, NO_ZRTP);
      assertThat(Recording.of(Baresip.heard(lab)).share(SipLab.OUR_TONE)).isLessThan(0.1);
    }
  }

  @Test
  void aPeerWithoutZrtpThatTheUserTalksToInTheClear() throws Exception {
    try (Conversation baresip = Baresip.plain(lab);
        Conversation phone =
            lab.screen("us", Baresip.ADDRESS, "--codec", "PCMU", "--best-effort")) {
      phone.await(IN_THE_CLEAR);
      hear();
      phone.say("h");

      assertThat(phone.end()).as("%s", phone).isEqualTo(NOT_SECURE);
      baresip.await("terminated");
      assertShowsOnly(phone, IN_THE_CLEAR);
      assertThat(Recording.of(Baresip.heard(lab)).share(SipLab.OUR_TONE)).isGreaterThan(0.9);
      assertThat(Recording.of(lab.heardBy("us")).share(SipLab.THEIR_TONE)).isGreaterThan(0.9);
    }
  }

  @Test
  void zrtpThatWasAnnouncedAndTakenAway() throws Exception {
    try (Conversation server = lab.crookedServer(DANAS_PORT, record);
        Conversation dana = dana("--best-effort")) {
      server.say("deaf");
      server.await("will deaf");
      try (Conversation phone =
          lab.screen("us", DANA, "--best-effort", "--proxy", CrookedServer.ADDRESS)) {
        phone.await(TAKEN_AWAY);
        dana.await(TAKEN_AWAY);
        phone.say("h");

        assertThat(phone.end()).as("%s", phone).isEqualTo(NOT_SECURE);
        assertShowsOnly(phone, TAKEN_AWAY);
        MediaLog media = MediaLog.of(record);
        assertThat(media.rtpBy(true) + media.rtpBy(false)).isZero();
      }
    }
  }

  @Test
  void aHelloThatSignalingDidNotName() throws Exception {
    try (Conversation server = lab.crookedServer(DANAS_PORT, record);
        Conversation dana = dana()) {
      server.say("answer wrong");
      server.await("will answer");
      try (Conversation phone = lab.screen("us", DANA, "--proxy", CrookedServer.ADDRESS)) {
        dana.await("called");
        phone.await(WRONG_HASH);
        phone.say("h");

        phone.end();
        assertShowsOnly(phone, WRONG_HASH);
        assertThat(MediaLog.of(record).plain()).isZero();
      }
    }
  }

  @Test
  void aPeerWhoseSecretsAreOthers() throws Exception {
    for (int call = 1; call <= 2; call++) {
      try (Conversation dana = dana()) {
        if (call == 1) {
          Files.copy(folder.resolve("dana.zids"), folder.resolve("before"));
        }
        try (Conversation phone = lab.screen("us", DANA)) {
          phone.await("compare by voice");
          dana.await("compare by voice");
          if (call == 2) {
            phone.await(OTHER_PEER);
          }
          phone.say("h");

          phone.end();
          dana.end();
          if (call == 2) {
            assertShowsOnly(phone, OTHER_PEER);
          }
        }
      }
      Files.copy(
          folder.resolve("before"),
          folder.resolve("dana.zids"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void aPeerThatEndsTheEncryption() throws Exception {
    try (Conversation dana = dana("--allow-clear");
        Conversation phone = lab.screen("us", DANA, "--allow-clear")) {
      phone.await("compare by voice");
      dana.await("compare by voice");
      dana.say("c");
      dana.await("you ENDED THE ENCRYPTION");
      phone.await(CLEARED);
      phone.say("c");
      phone.await("NOT ENCRYPTED ANY MORE, as both sides wished");
      phone.say("h");

      phone.end();
      assertShowsOnly(phone, CLEARED);
    }
  }

  @Test
  void aPeerThatMayNotEndTheEncryption() throws Exception {
    try (Conversation dana = dana("--allow-clear");
        Conversation phone = lab.screen("us", DANA)) {
      phone.await("compare by voice");
      dana.await("compare by voice");
      dana.say("c");
      dana.await("clear-impossible");
      phone.say("h");

      assertThat(phone.end()).as("%s", phone).isZero();
      assertShowsOnly(phone, "");
    }
  }

  /** Lets sound pass: this is real time, and there is nothing to wait for. */
  private static void hear() throws InterruptedException {
    Thread.sleep(1500);
  }
}
