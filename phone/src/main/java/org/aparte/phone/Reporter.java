package org.aparte.phone;

import java.util.List;
import java.util.stream.Collectors;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.HelloHash;
import org.aparte.zrtp.model.MediaDrop;
import org.aparte.zrtp.model.PeerDescription;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;

/** Tells how a call goes, to a person or to a program. Streams count from 0. */
interface Reporter {

  /** What signaling would announce. */
  void helloHash(int stream, HelloHash hash);

  /** A peer was found; nothing about it is proven. */
  void peerHello(int stream, PeerDescription peer);

  /** A stream moved on. */
  void state(int stream, StreamPhase phase);

  /** A stream is protected. */
  void secure(int stream, ZrtpEvent.Secure secure);

  /** A stream is encrypted under keys that signaling brought, so that servers know them. */
  default void sdes(int stream, String profile) {}

  /** Something the user should know; the call goes on. */
  void warning(int stream, String reason);

  /** The key agreement came to nothing. */
  void failed(int stream, String reason, String sentence);

  /**
   * What became of media.
   *
   * @param sent SRTP packets
   * @param decrypted authentic SRTP packets
   * @param refused packets that came and were not authentic, repeated or broken
   * @param plainDropped packets that came without protection and were dropped
   */
  void srtp(int stream, long sent, long decrypted, long refused, long plainDropped);

  /** A datagram of ZRTP was sent or received. */
  default void datagram(int stream, boolean outgoing, String type, int octets) {}

  /** Keys, where the user asked for them. */
  void keys(int stream, String direction, String profile, String key, String salt);

  /** Signaling moved on: one word, and what there is to say about it. */
  default void sip(String event, String detail) {}

  /** What the engine told of a stream. */
  default void event(int stream, ZrtpEvent event) {
    if (event instanceof ZrtpEvent.PhaseChanged changed) {
      state(stream, changed.phase());
    } else if (event instanceof ZrtpEvent.PeerFound found) {
      peerHello(stream, found.peer());
    } else if (event instanceof ZrtpEvent.NoPeer) {
      warning(stream, "no-peer");
    } else if (event instanceof ZrtpEvent.Secure secured) {
      secure(stream, secured);
    } else if (event instanceof ZrtpEvent.Failed failure) {
      failed(stream, JsonReporter.word(failure.failure()), failure.failure().sentence());
    } else if (event instanceof ZrtpEvent.Warning warning) {
      warning(stream, JsonReporter.word(warning.warning()));
    } else if (event instanceof ZrtpEvent.PolicyNotMet gap) {
      warning(
          stream,
          "policy-not-met-%s: wanted %s, offered %s"
              .formatted(JsonReporter.word(gap.kind()), codes(gap.wanted()), codes(gap.offered())));
    } else if (event instanceof ZrtpEvent.ProtectionEnded ended) {
      warning(stream, ended.byPeer() ? "peer-ended-encryption" : "encryption-ended");
    } else if (event instanceof ZrtpEvent.MediaDropped dropped) {
      warning(stream, "media-dropped-" + JsonReporter.word(dropped.reason()));
    } else if (event instanceof ZrtpEvent.PeerReportsError error) {
      warning(stream, "peer-reports-error-" + Integer.toHexString(error.code()));
    } else if (event instanceof ZrtpEvent.ReceiveKey key) {
      keys(stream, "receive", key.key());
    } else if (event instanceof ZrtpEvent.SendKey key) {
      keys(stream, "send", key.key());
    }
  }

  private static String codes(List<AlgorithmCode> codes) {
    return codes.stream().map(code -> code.text().trim()).collect(Collectors.joining(" "));
  }

  private void keys(int stream, String direction, SrtpMasterKey exported) {
    try (SrtpMasterKey key = exported) {
      keys(
          stream,
          direction,
          key.profile().toString(),
          Octets.of(key.key().expose()).toString(),
          Octets.of(key.salt().expose()).toString());
    }
  }

  /** What became of the media of a stream, by the drops that it counted. */
  default void media(int stream, SecureMedia media, long sent, long decrypted) {
    long plain =
        media.dropped(MediaDrop.UNPROTECTED)
            + media.dropped(MediaDrop.IN_KEY_AGREEMENT)
            + media.dropped(MediaDrop.AFTER_COMMIT);
    long refused =
        media.dropped(MediaDrop.NOT_AUTHENTIC)
            + media.dropped(MediaDrop.MALFORMED)
            + media.dropped(MediaDrop.REPLAYED)
            + media.dropped(MediaDrop.KEY_EXHAUSTED)
            + media.dropped(MediaDrop.AGAINST_OPTIONS);
    srtp(stream, sent, decrypted, refused, plain);
  }

  /**
   * The call is over.
   *
   * @param secure whether it was encrypted from end to end
   */
  void end(boolean secure, int exit);
}
