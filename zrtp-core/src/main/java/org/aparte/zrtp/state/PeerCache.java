package org.aparte.zrtp.state;

import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZidStore;
import org.aparte.zrtp.model.ZidStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The cache as one call sees it: from the first failure of the store on there is none, and the call
 * goes on as that of a cacheless endpoint (RFC 6189 section 4.9.1).
 */
final class PeerCache {

  private final @Nullable ZidStore store;
  private boolean failed;
  private boolean failureToTell;

  PeerCache(@Nullable ZidStore store) {
    this.store = store;
  }

  boolean isUsable() {
    return store != null && !failed;
  }

  /** The entry of a peer, for the caller to close. */
  @Nullable ZidRecord find(Zid ownZid, Zid peerZid) {
    if (store == null || failed) {
      return null;
    }
    try {
      return store.find(ownZid, peerZid);
    } catch (ZidStoreException failure) {
      fail();
      return null;
    }
  }

  void update(Zid ownZid, Zid peerZid, ZidStore.Change change) {
    if (store == null || failed) {
      return;
    }
    try {
      store.update(ownZid, peerZid, change);
    } catch (ZidStoreException failure) {
      fail();
    }
  }

  /** There is no cache from now on. */
  void fail() {
    failed = true;
    failureToTell = true;
  }

  /** Whether a failure has come about since this was asked last. */
  boolean failedSinceAsked() {
    boolean tell = failureToTell;
    failureToTell = false;
    return tell;
  }
}
