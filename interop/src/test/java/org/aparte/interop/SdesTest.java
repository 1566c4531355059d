package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls whose keys stand in signaling, where the user asks for them, with phones that have no
 * other.
 */
class SdesTest {

  private static final String US = "sip:carol@127.0.0.1:15070";
  private static final String SHOWN = "with KEYS IN THE SIGNALING: only as safe as the signaling";

  @TempDir private Path folder;
  private SipLab lab;

  @BeforeEach
  void makesANetwork() throws IOException {
    lab = new SipLab(folder);
  }

  @AfterEach
  void endsTheNetwork() throws IOException {
    lab.close();
  }

  private static Linphone.Settings sdes() {
    return new Linphone.Settings("srtp", true, false, "");
  }

  @Test
  void callsLinphoneAndHoldsTheCall() throws Exception {
    Linphone.require();
    try (Linphone linphone = Linphone.start(lab, sdes());
        Conversation phone = lab.screen("us", Linphone.ADDRESS, "--sdes")) {
      phone.await(SHOWN);
      hear();
      linphone.say("pause");
      phone.await("reinvited: recvonly");
      linphone.screen().await("is now paused");
      linphone.say("resume 1");
      phone.await("reinvited: sendrecv");
      phone.say("o");
      phone.await("held");
      phone.say("o");
      phone.await("resumed");
      hear();
      phone.say("h");

      assertThat(phone.end()).as("%s", phone).isZero();
      linphone.end();
      phone.await("NOT encrypted end to end: its keys were in the signaling");
      assertHeard(linphone.heard());
    }
  }

  @Test
  void isCalledByLinphone() throws Exception {
    Linphone.require();
    try (Conversation phone = lab.screen("us", "--answer", US, "--sdes");
        Linphone linphone = Linphone.start(lab, sdes())) {
      phone.await("waiting");
      linphone.say("call " + US);
      phone.await(SHOWN);
      hear();
      linphone.say("terminate");

      assertThat(phone.end()).as("%s", phone).isZero();
      linphone.end();
      assertHeard(linphone.heard());
    }
  }

  @Test
  void callsBaresip() throws Exception {
    Baresip.require();
    try (Conversation baresip = Baresip.start(lab, "");
        Conversation phone = lab.screen("us", Baresip.ADDRESS, "--sdes", "--codec", "PCMU")) {
      phone.await(SHOWN);
      hear();
      phone.say("h");

      assertThat(phone.end()).as("%s", phone).isZero();
      baresip.await("terminated");
      assertHeard(Baresip.heard(lab));
    }
  }

  @Test
  void isCalledByBaresip() throws Exception {
    Baresip.require();
    try (Conversation phone = lab.screen("us", "--answer", US, "--sdes")) {
      phone.await("waiting");
      try (Conversation baresip = Baresip.start(lab, "/dial " + US)) {
        phone.await(SHOWN);
        hear();
        phone.say("h");

        assertThat(phone.end()).as("%s", phone).isZero();
        baresip.await("terminated");
        assertHeard(Baresip.heard(lab));
      }
    }
  }

  @Test
  void takesNoKeysOfSignalingUnlessTheUserWantsThem() throws Exception {
    Baresip.require();
    try (Conversation phone = lab.screen("us", "--answer", US, "--timeout", "5")) {
      phone.await("waiting");
      try (Conversation baresip = Baresip.start(lab, "/dial " + US)) {
        phone.await("refused: the caller wants keys of its server's knowledge");
        baresip.await("488");
        phone.say("h");

        assertThat(phone.end()).as("%s", phone).isNotZero();
      }
    }
  }

  /** Lets sound pass: this is real time, and there is nothing to wait for. */
  private static void hear() throws InterruptedException {
    Thread.sleep(2000);
  }

  private void assertHeard(Path there) throws IOException {
    assertThat(Recording.of(lab.heardBy("us")).share(SipLab.THEIR_TONE)).isGreaterThan(0.9);
    assertThat(Recording.of(there).share(SipLab.OUR_TONE)).isGreaterThan(0.9);
  }
}
