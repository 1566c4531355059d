package org.aparte.zrtp.state;

import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.PeerDescription;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.model.ZrtpWarning;

/** Which Hellos may be the peer's at all. */
final class HelloCheck {

  private HelloCheck() {}

  static Check<Received<Hello>> check(StreamContext context, Received<Hello> hello) {
    // Z-5.2-14, Z-5.9-17: an echo, or a copy of our cache. An echo must not end the call, so the
    // Error waits until nobody else has answered
    if (hello.message().zid().equals(context.ownZid())) {
      return Check.refused(IgnoredReason.OWN_ZID, ZrtpFailure.EQUAL_ZIDS);
    }
    // Z-8.1-03: false. The fitting one may follow
    if (!context.mayBeExpected(hello.octets())) {
      return Check.refused(
          IgnoredReason.HELLO_HASH_MISMATCH,
          ZrtpFailure.HELLO_HASH_MISMATCH,
          ZrtpWarning.HELLO_HASH_MISMATCH);
    }
    // Z-4.4.3-07: all streams of a call have the ZIDs of the first
    EstablishedSession session = context.session().established();
    if (session != null && !session.peerZid().equals(hello.message().zid())) {
      return Check.refused(IgnoredReason.ZID_MISMATCH);
    }
    // Z-4.1.2-06: what policy forbids cannot come out. The mandatory algorithms are offered all the
    // same by every Hello (Z-5.2-12), so that it shows only here
    ZrtpEvent.PolicyNotMet gap = AlgorithmChoice.gap(context.config(), hello.message().offered());
    if (gap != null) {
      return Check.refused(
          IgnoredReason.POLICY_NOT_MET,
          ZrtpFailure.POLICY_NOT_MET,
          context.isNewGap(gap) ? gap : null);
    }
    return Check.passed(hello);
  }

  static ZrtpEvent found(Received<Hello> received) {
    Hello hello = received.message();
    return new ZrtpEvent.PeerFound(
        new PeerDescription(
            hello.zid(),
            hello.clientName(),
            hello.version(),
            hello.signatureCapable(),
            hello.mitm(),
            hello.passive(),
            hello.offered().hashes(),
            hello.offered().ciphers(),
            hello.offered().authTags(),
            hello.offered().keyAgreements(),
            hello.offered().sasTypes()));
  }
}
