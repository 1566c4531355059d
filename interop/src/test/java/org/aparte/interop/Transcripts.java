package org.aparte.interop;

import java.io.IOException;

/** Writes transcripts of live calls into the tree, when asked to: {@code bin/interop --record}. */
final class Transcripts {

  private Transcripts() {}

  /** Keeps the call, if calls are to be kept. */
  static void keep(BzrtpCall call, String name, String title) throws IOException {
    if ("record".equals(System.getProperty("aparte.interop"))) {
      call.transcript(title).write(Transcript.FOLDER.resolve("bzrtp_" + name + ".json"));
    }
  }
}
