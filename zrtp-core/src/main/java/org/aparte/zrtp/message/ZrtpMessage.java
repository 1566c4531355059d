package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/**
 * A ZRTP message (RFC 6189 section 5.1.1). Each record has the components of its figure in their
 * order, without what follows from them: preamble, length and type block.
 */
public sealed interface ZrtpMessage
    permits MacProtected,
        HelloOfOtherVersion,
        HelloAck,
        Confirm,
        Conf2Ack,
        ErrorMessage,
        ErrorAck,
        GoClear,
        ClearAck,
        SasRelay,
        RelayAck,
        Ping,
        PingAck {

  /** The type that the message header names. */
  MessageType type();

  /**
   * The message as it stands on the wire, from the preamble to the end of its last field; every
   * unused bit is zero.
   *
   * <p>Not to be used for what was received: there the exact octets count ({@link
   * Received#octets}), and a peer may have set unused bits.
   */
  Octets write();
}
