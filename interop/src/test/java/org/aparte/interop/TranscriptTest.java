package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls with foreign engines, run again without them: given the peer's packets at the times of
 * then, our engine sends the packets of then, octet for octet, and opens the media of then.
 */
class TranscriptTest {

  static List<Path> files() throws IOException {
    return Transcript.files();
  }

  @ParameterizedTest
  @MethodSource("files")
  void sendsWhatItSentThenAndComesToTheSameSas(Path file) {
    Replay.run(Transcript.read(file));
  }

  @Test
  void coversBothRolesEveryKeyAgreementAndTheCache() throws IOException {
    List<Transcript.Outcome> outcomes = new ArrayList<>();
    Transcript.files().forEach(file -> outcomes.addAll(Transcript.read(file).outcomes));

    assertThat(outcomes).extracting(Transcript.Outcome::role).contains(Role.values());
    assertThat(outcomes)
        .extracting(outcome -> outcome.algorithms().get(3))
        .contains("X255", "X448", "DH3k", "DH2k", "Mult");
    assertThat(outcomes)
        .extracting(Transcript.Outcome::continuity)
        .contains("NO_CACHE", "MATCH", "MISMATCH");
  }

  /** The comparison must be able to fail. */
  @Test
  void noticesAChangedOctetOfThePeer() throws IOException {
    Transcript transcript = Transcript.read(Transcript.files().get(0));
    for (int i = 0; i < transcript.packets.size(); i++) {
      Transcript.Packet packet = transcript.packets.get(i);
      if (packet.kind() == Transcript.Kind.ZRTP
          && !packet.ours()
          && packet.type().startsWith("DHPart")) {
        byte[] octets = packet.octets().toArray();
        octets[100] ^= 1;
        transcript.packets.set(
            i,
            new Transcript.Packet(
                packet.at(), packet.channel(), false, packet.kind(), Octets.of(octets)));
      }
    }

    assertThatThrownBy(() -> Replay.run(transcript)).isInstanceOf(AssertionError.class);
  }
}
