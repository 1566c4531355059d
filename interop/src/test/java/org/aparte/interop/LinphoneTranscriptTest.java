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

/** Writes live calls with Linphone down, and runs them again. */
class LinphoneTranscriptTest {

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

  @Test
  void sendsTheSameAgainWithoutLinphone() throws Exception {
    try (Linphone linphone = Linphone.start(lab, Linphone.Settings.ZRTP);
        Conversation recorder = lab.linphoneRecorder(Linphone.version())) {
      String screen = linphone.screen().await(Linphone.TOKEN.asPredicate());
      recorder.await("recorded 2");
      assertThat(recorder.end()).as("%s", recorder).isZero();
      linphone.end();

      for (int call = 1; call <= 2; call++) {
        String name = "linphone_call_" + call + ".json";
        Transcript transcript = Transcript.read(folder.resolve(name));
        Replay.run(transcript);
        Transcript.Outcome outcome = transcript.outcomes.get(0);
        assertThat(outcome.continuity()).isEqualTo(call == 1 ? "NO_CACHE" : "MATCH");
        if (call == 1) {
          assertThat(screen).contains("token is " + outcome.sas() + ".");
        }
        if ("record".equals(System.getProperty("aparte.interop"))) {
          Files.copy(
              folder.resolve(name),
              Transcript.FOLDER.resolve(name),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
