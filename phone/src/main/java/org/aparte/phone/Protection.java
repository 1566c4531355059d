package org.aparte.phone;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aparte.phone.sip.Sdp;
import org.aparte.zrtp.ZrtpOutput;

/** What keeps the packets of a line secret. It never lets one pass in the clear by itself. */
sealed interface Protection extends AutoCloseable permits ZrtpProtection, SdesProtection {

  /** What a datagram turned out to be. */
  enum Kind {
    RTP,
    RTCP,
    ZRTP,
    NOTHING
  }

  /**
   * What became of a datagram.
   *
   * @param length of the RTP or RTCP packet that is now in its place
   * @param authentic whether only the peer can have sent it
   * @param output of ZRTP
   */
  record Taken(Kind kind, int length, boolean authentic, ZrtpOutput output) {}

  // --- what stands in descriptions -----------------------------------------------------------

  /** The profiles of RTP that stand for it in the m= line; an offer has the first. */
  List<String> profiles();

  /** The attributes of an offer, with new keys if they stand in it. */
  List<String> offer();

  /** Takes the peer's answer to our offer; nothing, or why it cannot be taken. */
  Optional<String> conclude(Sdp.Media answer);

  /** The attributes that answer an offer of the peer, which is taken; or nothing. */
  Optional<List<String>> answer(Sdp.Media offer);

  /** Takes what the peer's first description says; whether it announces this protection. */
  boolean expect(Sdp.Media first);

  /** Why a later description would take this protection away; nothing when it does not. */
  Optional<String> objection(Sdp.Media later);

  /** Whether a line of SDP is one of {@link #offer} or {@link #answer}. */
  static boolean isAttribute(String line) {
    return line.startsWith("a=crypto:") || line.startsWith("a=zrtp-hash:");
  }

  // --- packets -------------------------------------------------------------------------------

  /** The SSRC that we send under. */
  int ssrc();

  /** Begins: signaling has said where the peer is. */
  ZrtpOutput start(long now);

  /** When {@link #timeout} is due. */
  OptionalLong nextTimeout();

  /** Does what is due. */
  ZrtpOutput timeout(long now);

  /** Takes a datagram, from the start of the array, and decrypts it in place. */
  Taken receive(byte[] datagram, int length, long now);

  /** Whether packets may be sent now, protected or as the user allows. */
  boolean maySend();

  /** Whether a datagram of ZRTP may still tell where the peer is. */
  boolean isSearching();

  /** Encrypts in place; the length of it, negative when it must not be sent. */
  int prepareRtp(byte[] packet, int length);

  /** As {@link #prepareRtp}, for a compound RTCP packet. */
  int prepareRtcp(byte[] packet, int length);

  /** Whether packets are encrypted now. */
  boolean isSecure();

  /** How many packets came that the peer cannot have sent like this. */
  long forged();

  /** Tells what became of the media of a stream. */
  void report(Reporter reporter, int stream, long sent, long decrypted);

  @Override
  void close();
}
