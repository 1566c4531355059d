package org.aparte.phone;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where a line sends: as signaling says, and then as the packets of the peer show. */
final class PeerAddress {

  private @Nullable InetSocketAddress rtp;
  private @Nullable InetSocketAddress rtcp;
  private @Nullable InetAddress signaled;
  private @Nullable InetAddress signaler;

  /** Where the peer is, by its signaling. */
  void signaled(InetSocketAddress to, int rtcpPort) {
    rtp = to;
    rtcp = new InetSocketAddress(to.getAddress(), rtcpPort);
    signaled = to.getAddress();
  }

  /** Where signaling itself comes from: behind a NAT, media come from there as well. */
  void signaledFrom(@Nullable InetAddress address) {
    signaler = address;
  }

  /**
   * Symmetric RTP (RFC 4961), for peers behind a NAT. An authentic packet leads anywhere, for only
   * the peer can have sent it. What anybody can have sent, a Hello or plain RTP, leads to another
   * port at most, of the host that signaling named or came from: who sees nothing of the call
   * cannot draw its packets, or turn them on a third party.
   *
   * @param searching whether a Hello may still say where the peer is
   */
  void follow(Protection.Taken taken, boolean searching, InetSocketAddress from) {
    boolean media = taken.kind() == Protection.Kind.RTP;
    boolean hello = taken.kind() == Protection.Kind.ZRTP && searching;
    InetAddress host = from.getAddress();
    boolean leads =
        media && taken.authentic()
            || (media || hello) && (host.equals(signaled) || host.equals(signaler));
    if (leads) {
      rtp = from;
    }
  }

  @Nullable InetSocketAddress rtp() {
    return rtp;
  }

  @Nullable InetSocketAddress rtcp() {
    return isMuxed() ? rtp : rtcp;
  }

  /** Whether RTCP goes to the port of RTP (RFC 5761). */
  boolean isMuxed() {
    return rtp != null && rtcp != null && rtp.getPort() == rtcp.getPort();
  }
}
