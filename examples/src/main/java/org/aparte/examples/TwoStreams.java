package org.aparte.examples;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.ZrtpEndpoint;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;

/** Audio and video in one call: the second stream takes its keys from the first (Multistream). */
public final class TwoStreams {

  /** One end of a stream, and the datagrams on their way to it. */
  private record End(SecureMedia media, List<ByteBuffer> arriving) {}

  private TwoStreams() {}

  private static ZrtpSession session() {
    return ZrtpEndpoint.cacheless(CryptoProviders.standard(), new SecureRandom())
        .openSession(ZrtpConfig.recommended());
  }

  /** Agrees on keys for both streams, one after the other. */
  public static void main(String... arguments) throws Exception {
    // region readme
    try (ZrtpSession alice = session();
        ZrtpSession bob = session()) {
      connect(alice.newMedia(1, MediaPolicy.REQUIRED), bob.newMedia(2, MediaPolicy.REQUIRED));
      connect(alice.newMedia(3, MediaPolicy.REQUIRED), bob.newMedia(4, MediaPolicy.REQUIRED));
    }
    // endregion
  }

  private static void connect(SecureMedia ofAlice, SecureMedia ofBob) throws Exception {
    End alice = new End(ofAlice, new ArrayList<>());
    End bob = new End(ofBob, new ArrayList<>());
    deliver(ofAlice.start(System.nanoTime()), bob);
    deliver(ofBob.start(System.nanoTime()), alice);
    long end = System.nanoTime() + 10_000_000_000L;
    while (ofAlice.state() != StreamPhase.SECURE || ofBob.state() != StreamPhase.SECURE) {
      step(alice, bob);
      step(bob, alice);
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("no keys");
      }
      Thread.sleep(1);
    }
  }

  private static void step(End own, End other) {
    long now = System.nanoTime();
    while (!own.arriving.isEmpty()) {
      deliver(own.media.receive(own.arriving.remove(0), now).output(), other);
    }
    if (own.media.nextTimeout().isPresent() && own.media.nextTimeout().getAsLong() - now <= 0) {
      deliver(own.media.timeout(now), other);
    }
  }

  private static void deliver(ZrtpOutput output, End other) {
    other.arriving.addAll(output.datagrams());
    for (ZrtpEvent event : output.events()) {
      if (event instanceof ZrtpEvent.Secure secure) {
        System.out.println("secure: " + secure.algorithms().keyAgreement());
      }
    }
  }
}
