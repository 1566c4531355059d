package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.crypto.PeerHashChain;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.Zid;

/**
 * A Hello that may be the peer's: nothing about it is proven.
 *
 * @param hello as it came
 * @param chain with the H3 of this Hello
 */
record PeerCandidate(Received<Hello> hello, PeerHashChain chain) {

  Zid zid() {
    return hello.message().zid();
  }

  Octets octets() {
    return hello.octets();
  }
}
