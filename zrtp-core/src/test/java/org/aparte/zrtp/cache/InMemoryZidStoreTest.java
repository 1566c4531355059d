package org.aparte.zrtp.cache;

import static org.aparte.zrtp.cache.Secrets.OWN;
import static org.aparte.zrtp.cache.Secrets.PEER;
import static org.aparte.zrtp.cache.Secrets.secret;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZidStore;
import org.junit.jupiter.api.Test;

class InMemoryZidStoreTest extends ZidStoreContract {

  @Override
  ZidStore newStore() {
    return new InMemoryZidStore(new SecureRandom());
  }

  @Override
  ZidStore reopened(ZidStore store) {
    return store;
  }

  @Test
  void forgetsEveryPeerButNotWhoWeAreWhenClosed() {
    InMemoryZidStore store = new InMemoryZidStore(new SecureRandom());
    Zid own = store.ownZid("me");
    store.compareAndSet(0, ZidRecord.builder(OWN, PEER).retained(secret(1), null).build());

    store.close();

    assertThat(store.records()).isEmpty();
    assertThat(store.ownZid("me")).isEqualTo(own);
  }
}
