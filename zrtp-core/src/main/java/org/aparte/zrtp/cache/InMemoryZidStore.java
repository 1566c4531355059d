package org.aparte.zrtp.cache;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZidStore;
import org.jspecify.annotations.Nullable;

/**
 * A cache that lives as long as the process: for tests, for servers that want continuity between
 * restarts only, and for those who must leave no trace on a disk.
 */
public final class InMemoryZidStore implements ZidStore, AutoCloseable {

  private record Pair(Zid own, Zid peer) {}

  private final SecureRandom random;
  private final Map<String, Zid> ownZids = new LinkedHashMap<>();
  private final Map<Pair, ZidRecord> records = new LinkedHashMap<>();
  private long lastVersion;

  /**
   * An empty store.
   *
   * @param random for new ZIDs
   */
  public InMemoryZidStore(SecureRandom random) {
    this.random = random;
  }

  @Override
  public synchronized Zid ownZid(String label) {
    ZidStore.requireLabel(label);
    return ownZids.computeIfAbsent(label, unused -> Zid.random(random));
  }

  @Override
  public synchronized Map<String, Zid> ownZids() {
    return Map.copyOf(ownZids);
  }

  @Override
  public synchronized @Nullable ZidRecord find(Zid ownZid, Zid peerZid) {
    ZidRecord record = records.get(new Pair(ownZid, peerZid));
    return record == null ? null : record.toBuilder().build();
  }

  @Override
  public synchronized boolean compareAndSet(long expectedVersion, ZidRecord next) {
    Pair pair = new Pair(next.ownZid(), next.peerZid());
    ZidRecord current = records.get(pair);
    if ((current == null ? 0 : current.version()) != expectedVersion) {
      return false;
    }
    records.put(pair, next.toBuilder().version(++lastVersion).build());
    if (current != null) {
      current.close();
    }
    return true;
  }

  @Override
  public synchronized List<ZidRecord> records() {
    List<ZidRecord> copies = new ArrayList<>();
    records.values().forEach(record -> copies.add(record.toBuilder().build()));
    return copies;
  }

  @Override
  public synchronized boolean forget(Zid ownZid, Zid peerZid) {
    ZidRecord forgotten = records.remove(new Pair(ownZid, peerZid));
    if (forgotten != null) {
      forgotten.close();
    }
    return forgotten != null;
  }

  /** Wipes and drops all entries; our own ZIDs stay. */
  @Override
  public synchronized void close() {
    records.values().forEach(ZidRecord::close);
    records.clear();
  }
}
