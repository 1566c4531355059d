package org.aparte.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.aparte.zrtp.model.Role;

/** Tells the transcripts of the tree as docs/interop.md. */
final class InteropReport {

  private static final String HEAD =
      """
      # Calls with other engines

      Generated from the transcripts in `interop/transcripts` by `bin/interop`, which records them
      anew with `--record`. Each is a live call over UDP with an engine that nobody here wrote. The
      build runs them again without the peer (`TranscriptTest`): our engine sends the same packets,
      octet for octet, opens the same media, and comes to the same SAS.

      The live tests of the same build go further (`BzrtpMatrixTest`, `BzrtpCacheTest`,
      `BzrtpTest`): all 64 suites that both engines have, each with either side as initiator; cache
      histories of up to four calls; exported keys, auxsecrets, zrtp-hash right and wrong, Ping, loss,
      duplicates and reordering.

      Linphone is called by SIP, and of its calls the ZRTP packets are kept, not the sound
      (`LinphoneTranscriptTest`); `LinphoneTest`, `DowngradeTest` and `ScreenTest` call it from
      `bin/call`.

      *Packets* counts ZRTP / SRTP and SRTCP of both ends as our engine saw them. A result of *secure*
      says that both ends showed one SAS, and that all media that were kept were opened at both.

      """;

  private InteropReport() {}

  static String text() throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    text.append("| peer | version | mode | algorithms | we are | what | cache | packets | date |");
    text.append(" result |\n|---|---|---|---|---|---|---|---|---|---|\n");
    for (Path file : Transcript.files()) {
      Transcript transcript = Transcript.read(file);
      for (int i = 0; i < transcript.outcomes.size(); i++) {
        row(text, transcript, i);
      }
    }
    return text.toString();
  }

  private static void row(StringBuilder text, Transcript transcript, int channel) {
    Transcript.Outcome outcome = transcript.outcomes.get(channel);
    boolean multistream = outcome.algorithms().contains("Mult");
    List<Transcript.Packet> packets =
        transcript.packets.stream().filter(packet -> packet.channel() == channel).toList();
    long zrtp = packets.stream().filter(p -> p.kind() == Transcript.Kind.ZRTP).count();
    text.append("| ")
        .append(
            String.join(
                " | ",
                transcript.peer,
                transcript.version,
                multistream ? "Multistream" : "DH",
                String.join(" ", outcome.algorithms()),
                outcome.role() == Role.INITIATOR ? "initiator" : "responder",
                transcript.title,
                outcome.continuity() + ", " + outcome.standing(),
                zrtp + " / " + (packets.size() - zrtp),
                transcript.date,
                "secure"))
        .append(" |\n");
  }
}
