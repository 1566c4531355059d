package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A server that all signaling and media go through tries to make calls plain, or to have keys that
 * it knows. The phone says so, and not one packet of media is in the clear.
 */
class DowngradeTest {

  private static final String REFUSED =
      "WARNING: somebody, the peer or a server between, wanted to change this call to one that is"
          + " NOT ENCRYPTED END TO END; refused, the call goes on as it was";
  private static final String DANA = "sip:dana@127.0.0.1:15071";
  private static final int DANAS_PORT = 15_071;
  private static final int NOT_SECURE = 4;

  @TempDir private Path folder;
  private SipLab lab;
  private Path record;

  @BeforeAll
  static void findsLinphone() {
    Linphone.require();
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

  private Conversation call(String whom) throws IOException {
    return lab.screen("us", whom, "--codec", "PCMU", "--proxy", CrookedServer.ADDRESS);
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

  @ParameterizedTest
  @CsvSource({
    "strip, zrtp-hash was taken out of it",
    "sdes, RTP/SAVP in place of ZRTP: its keys are known to servers"
  })
  void keepsTheKeysWhenAServerChangesTheHoldOfLinphone(String how, String why) throws Exception {
    try (Conversation server = lab.crookedServer(Linphone.PORT, record);
        Linphone linphone = Linphone.start(lab, Linphone.Settings.ZRTP);
        Conversation phone = call(Linphone.ADDRESS)) {
      phone.await("compare by voice");
      linphone.screen().await(Linphone.TOKEN.asPredicate());
      server.say("reinvite " + how);
      server.await("will reinvite");
      linphone.say("pause");

      phone.await(REFUSED);
      phone.await("reinvite-refused: " + why);
      hear();
      phone.say("h");
      assertThat(phone.end()).as("%s", phone).isZero();
      linphone.end();

      phone.await("the call was encrypted");
      assertProtected();
    }
  }

  @Test
  void keepsTheKeysWhenAServerChangesTheAnswerToOurHold() throws Exception {
    try (Conversation server = lab.crookedServer(Linphone.PORT, record);
        Linphone linphone = Linphone.start(lab, Linphone.Settings.ZRTP);
        Conversation phone = call(Linphone.ADDRESS)) {
      phone.await("compare by voice");
      linphone.screen().await(Linphone.TOKEN.asPredicate());
      server.say("reanswer strip");
      server.await("will reanswer");
      phone.say("o");

      phone.await(REFUSED);
      phone.await("not-changed: zrtp-hash was taken out of it");
      hear();
      phone.say("h");
      assertThat(phone.end()).as("%s", phone).isZero();
      linphone.end();

      assertProtected();
    }
  }

  @ParameterizedTest
  @CsvSource({"strip", "sdes", "plain"})
  void keepsTheKeysBetweenTwoOfOurPhones(String how) throws Exception {
    try (Conversation server = lab.crookedServer(DANAS_PORT, record);
        Conversation dana = dana();
        Conversation phone = call(DANA)) {
      phone.await("compare by voice");
      dana.await("compare by voice");
      server.say("reinvite " + how);
      server.await("will reinvite");
      phone.say("o");

      dana.await(REFUSED);
      phone.await("not-changed: 488");
      hear();
      phone.say("h");
      assertThat(phone.end()).as("%s", phone).isZero();
      assertThat(dana.end()).as("%s", dana).isZero();

      assertProtected();
    }
  }

  @Test
  void keepsKeysOfSignalingAgainstPlainMedia() throws Exception {
    try (Conversation server = lab.crookedServer(DANAS_PORT, record);
        Conversation dana = dana("--sdes");
        Conversation phone =
            lab.screen("us", DANA, "--sdes", "--codec", "PCMU", "--proxy", CrookedServer.ADDRESS)) {
      phone.await("KEYS IN THE SIGNALING");
      dana.await("KEYS IN THE SIGNALING");
      server.say("reinvite plain");
      server.await("will reinvite");
      phone.say("o");

      dana.await(REFUSED);
      dana.await("reinvite-refused: RTP/AVP in place of SRTP");
      phone.await("not-changed: 488");
      hear();
      phone.say("h");
      assertThat(phone.end()).as("%s", phone).isZero();
      assertThat(dana.end()).as("%s", dana).isZero();

      assertProtected();
    }
  }

  @Test
  void encryptsAllTheSameWhenAServerTakesTheHashesOutOfTheFirstDescriptions() throws Exception {
    try (Conversation server = lab.crookedServer(Linphone.PORT, record);
        Linphone linphone = Linphone.start(lab, Linphone.Settings.ZRTP)) {
      server.say("invite strip");
      server.say("answer strip");
      server.await("will answer");
      try (Conversation phone = call(Linphone.ADDRESS)) {
        phone.await("unannounced: audio: signaling has no zrtp-hash of the peer");
        phone.await("compare by voice");
        hear();
        phone.say("h");
        assertThat(phone.end()).as("%s", phone).isZero();
        linphone.end();

        assertProtected();
      }
    }
  }

  @Test
  void doesNotTakeAnAnswerWithKeysOfTheServer() throws Exception {
    try (Conversation server = lab.crookedServer(Linphone.PORT, record);
        Linphone linphone = Linphone.start(lab, Linphone.Settings.ZRTP)) {
      server.say("answer sdes");
      server.await("will answer");
      try (Conversation phone = call(Linphone.ADDRESS)) {
        phone.await("refused: the answer is of another kind than the offer: RTP/SAVP");
        assertThat(phone.end()).as("%s", phone).isEqualTo(NOT_SECURE);
        linphone.end();

        assertThat(MediaLog.of(record).plain()).isZero();
      }
    }
  }

  @Test
  void doesNotTakeAnOfferWithKeysOfTheServer() throws Exception {
    try (Conversation server = lab.crookedServer(DANAS_PORT, record);
        Conversation dana = dana("--timeout", "4")) {
      server.say("invite sdes");
      server.await("will invite");
      try (Conversation phone = call(DANA)) {
        dana.await("refused: the caller wants keys of its server's knowledge");
        phone.await("ended: 488");
        assertThat(phone.end()).as("%s", phone).isEqualTo(NOT_SECURE);
        phone.await("the call was NOT encrypted");

        assertThat(MediaLog.of(record).packets()).isEmpty();
      }
    }
  }

  @Test
  void saysNothingToAPeerWhoseZrtpAServerTakesAway() throws Exception {
    try (Conversation server = lab.crookedServer(Linphone.PORT, record);
        Linphone linphone = Linphone.start(lab, Linphone.Settings.ZRTP)) {
      server.say("invite strip");
      server.say("answer strip");
      server.say("deaf");
      server.await("will deaf");
      try (Conversation phone = call(Linphone.ADDRESS)) {
        phone.await("WARNING: the peer's phone DOES NOT ENCRYPT: nothing is sent to it");
        phone.say("h");
        assertThat(phone.end()).as("%s", phone).isEqualTo(NOT_SECURE);
        linphone.end();

        assertThat(MediaLog.of(record).rtpBy(false)).isZero();
        assertThat(MediaLog.of(record).plain()).isZero();
      }
    }
  }

  /** The other tests would notice plain packets: here are some, because the users want them. */
  @Test
  void noticesPlainMedia() throws Exception {
    try (Conversation server = lab.crookedServer(DANAS_PORT, record);
        Conversation dana = dana("--best-effort")) {
      server.say("invite strip"); // where it was announced, nothing would be plain
      server.say("answer strip");
      server.say("deaf");
      server.await("will deaf");
      try (Conversation phone =
          lab.screen(
              "us",
              DANA,
              "--best-effort",
              "--codec",
              "PCMU",
              "--duration",
              "2",
              "--proxy",
              CrookedServer.ADDRESS)) {
        assertThat(phone.end()).as("%s", phone).isEqualTo(NOT_SECURE);
        phone.await("the call was NOT encrypted");
        assertThat(dana.end()).as("%s", dana).isEqualTo(NOT_SECURE);

        MediaLog media = MediaLog.of(record);
        assertThat(media.plain())
            .isGreaterThan(50)
            .isEqualTo(media.rtpBy(true) + media.rtpBy(false));
      }
    }
  }

  /** Lets sound pass: this is real time, and there is nothing to wait for. */
  private static void hear() throws InterruptedException {
    Thread.sleep(1500);
  }

  private void assertProtected() throws IOException {
    MediaLog media = MediaLog.of(record);
    assertThat(media.rtpBy(false)).isGreaterThan(50);
    assertThat(media.rtpBy(true)).isPositive();
    assertThat(media.plain()).isZero();
  }
}
