package org.aparte.phone;

import org.aparte.zrtp.model.HelloHash;
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

  /** The call is over. */
  void end(boolean secure, int exit);
}
