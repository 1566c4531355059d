package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.message.Ping;
import org.aparte.zrtp.message.PingAck;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZrtpVersion;
import org.jspecify.annotations.Nullable;

/** PingACK, which every endpoint owes to Ping, in a session or outside (RFC 6189 section 5.16). */
public final class PingAnswers {

  private static final int ENDPOINT_HASH_OCTETS = 8;

  private final Zid endpointZid;
  private final RateLimit limit = new RateLimit();

  /** Answers in the name of an endpoint, which keeps this ZID from call to call. */
  public PingAnswers(Zid endpointZid) {
    this.endpointZid = endpointZid;
  }

  /**
   * The message that answers a Ping; {@code null} when there were too many within a second.
   *
   * @param pingSsrc of the packet that held the Ping
   */
  public @Nullable Octets answer(Ping ping, int pingSsrc, long nowNanos) {
    if (!limit.allows(nowNanos)) {
      return null;
    }
    // Z-5.15-01, Z-5.16-01, Z-5.16-03, Z-5.16-04: there is one version that we know. Z-5.16-05 to
    // Z-5.16-07: our EndpointHash is the left end of the ZID
    return new PingAck(
            ZrtpVersion.V1_10,
            endpointZid.octets().slice(0, ENDPOINT_HASH_OCTETS),
            ping.endpointHash(),
            pingSsrc)
        .write();
  }
}
