package org.aparte.zrtp.scenario;

import java.util.List;
import java.util.Map;
import org.aparte.zrtp.cache.InMemoryZidStore;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZidStore;
import org.jspecify.annotations.Nullable;

/** The store of somebody who goes by the ZID of another and has none of its secrets. */
final class StolenZid implements ZidStore {

  private final InMemoryZidStore records = new InMemoryZidStore(new SeededRandom(77));
  private final Zid zid;

  StolenZid(Zid zid) {
    this.zid = zid;
  }

  @Override
  public Zid ownZid(String label) {
    return zid;
  }

  @Override
  public Map<String, Zid> ownZids() {
    return Map.of("", zid);
  }

  @Override
  public @Nullable ZidRecord find(Zid ownZid, Zid peerZid) {
    return null;
  }

  @Override
  public boolean compareAndSet(long expectedVersion, ZidRecord next) {
    return true;
  }

  @Override
  public List<ZidRecord> records() {
    return records.records();
  }

  @Override
  public boolean forget(Zid ownZid, Zid peerZid) {
    return false;
  }
}
