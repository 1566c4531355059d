package org.aparte.zrtp.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.scenario.Peer;

/** What has to hold of an end that did not come to an agreement. */
final class NoKeys {

  private NoKeys() {}

  /** No key came out, and nothing says that the call is secure. */
  static void assertNone(Peer.Line line) {
    assertThat(line.told(ZrtpEvent.SendKey.class)).isEmpty();
    assertThat(line.told(ZrtpEvent.ReceiveKey.class)).isEmpty();
    assertThat(line.told(ZrtpEvent.Secure.class)).isEmpty();
  }

  /** No key came out, and the app was told that it failed, once. */
  static void assertFailed(Peer.Line line) {
    assertNone(line);
    assertThat(line.told(ZrtpEvent.Failed.class)).hasSize(1);
  }

  /** No key came out, and the app was told why, once. */
  static void assertFailed(Peer.Line line, ZrtpFailure failure) {
    assertNone(line);
    assertThat(line.told(ZrtpEvent.Failed.class)).containsExactly(new ZrtpEvent.Failed(failure));
  }
}
