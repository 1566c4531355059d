package org.aparte.zrtp.crypto;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.Role;

/** clear_mac, which authenticates GoClear (RFC 6189 section 4.7.2). */
public final class ClearMac {

  /** The message type with its trailing space. */
  private static final String GO_CLEAR = "GoClear ";

  private ClearMac() {}

  /** clear_mac of the GoClear that this role sends: 8 octets. */
  public static Octets of(ZrtpHash negotiated, StreamKeys keys, Role sender) {
    // Z-4.7.2-02
    return negotiated.mac64(keys.macKey(sender), ZrtpHash.ascii(GO_CLEAR));
  }

  /** Whether a received clear_mac is that of this sender. */
  public static boolean fits(ZrtpHash negotiated, StreamKeys keys, Role sender, Octets received) {
    // Z-4.7.2-09
    return MessageMac.matches(of(negotiated, keys, sender), received);
  }
}
