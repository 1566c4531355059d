package org.aparte.zrtp.state;

import java.util.Objects;
import org.aparte.zrtp.message.ConfirmPlaintext;

/** What the peer's Confirm of the first stream said, flags that do not count included. */
public final class PeerConfirm {

  private PeerConfirm() {}

  public static ConfirmPlaintext of(SessionContext session) {
    return Objects.requireNonNull(session.established()).mitm().confirmed();
  }
}
