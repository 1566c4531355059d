package org.aparte.zrtp;

import org.aparte.zrtp.model.MediaDrop;
import org.jspecify.annotations.Nullable;

/**
 * What became of a datagram that {@link SecureMedia} was given. One object serves all datagrams of
 * a stream, so that none makes garbage: what it says holds until the next one is given.
 */
public final class Arrival {

  /** What the buffer of the datagram holds now. */
  public enum Kind {
    /** An RTP packet to play, in the clear. */
    RTP,
    /** An RTCP packet, in the clear. */
    RTCP,
    /** Nothing more: it was ZRTP, and was taken. */
    ZRTP,
    /** What it held before: STUN, DTLS or TURN, for others. */
    NOT_OURS,
    /** Nothing for the app: {@link #reason} says why. */
    DROPPED
  }

  private Kind kind = Kind.DROPPED;
  private int length;
  private ZrtpOutput output = ZrtpOutput.NOTHING;
  private @Nullable MediaDrop reason;

  Arrival() {}

  /** What the buffer holds now. */
  public Kind kind() {
    return kind;
  }

  /** The octets of the packet from its offset on; 0 for ZRTP and what was dropped. */
  public int length() {
    return length;
  }

  /** What is to be sent and told: it can come with media, too. */
  public ZrtpOutput output() {
    return output;
  }

  /** Why it was dropped; {@code null} when it was not. */
  public @Nullable MediaDrop reason() {
    return reason;
  }

  Arrival is(Kind kind, int length, ZrtpOutput output) {
    this.kind = kind;
    this.length = length;
    this.output = output;
    this.reason = null;
    return this;
  }

  Arrival dropped(MediaDrop reason, ZrtpOutput output) {
    is(Kind.DROPPED, 0, output);
    this.reason = reason;
    return this;
  }

  /** Kind, length and reason; no octet of the packet. */
  @Override
  public String toString() {
    return kind + (reason == null ? "" : " " + reason) + ", " + length + " octets";
  }
}
