package org.aparte.zrtp.cache;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.aparte.srtp.secret.Wipe;
import org.aparte.zrtp.cache.ZidFile.Entry;
import org.aparte.zrtp.cache.ZidFile.Pair;
import org.aparte.zrtp.cache.ZidFile.Span;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZidStore;
import org.aparte.zrtp.model.ZidStoreException;
import org.aparte.zrtp.model.ZidStoreException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The cache in one file, for phones and small servers.
 *
 * <p><b>What it survives.</b> A kill or a loss of power at any instant: the file always is one
 * complete version, the one before or the one after. Several processes and threads at once: each
 * change sees the one before. A full disk: {@link Kind#NO_SPACE}, and what was there is unchanged.
 * Damage to the file: the entry concerned is named and kept aside, see {@link #damagedRecords}; all
 * others work on.
 *
 * <p>Beside the file {@code NAME} stand {@code NAME.lock}, which stays, and for moments {@code
 * NAME.new}. All are readable and writable by the owner only, where the file system knows owners.
 * Do not restore the file from a backup or copy it to another device: retained secrets change with
 * every call, and an old copy is a mismatch with every peer (RFC 6189 section 15.1).
 *
 * <p>Each operation reads the whole file, each change writes it: a few milliseconds for some
 * hundred peers. Nothing is held open or in memory between operations. On Android and some network
 * file systems other processes may not be kept out, see {@link #isLockedAcrossProcesses}; threads
 * always are. Windows cannot force the names of a folder to the disk: after a loss of power the
 * version before may be back there.
 */
public final class FileZidStore implements ZidStore {

  private final AtomicFile file;
  private final KeyProtector protector;
  private final SecureRandom random;

  /**
   * Opens a cache; the file is made with the first change.
   *
   * @param path of the default file system, in a folder that is there
   * @param protector what seals the entries
   * @param random for new ZIDs
   * @throws ZidStoreException when there is a file that cannot be read, is sealed otherwise, or is
   *     something else
   */
  public static FileZidStore open(Path path, KeyProtector protector, SecureRandom random) {
    FileZidStore store = new FileZidStore(new AtomicFile(path), protector, random);
    store.read().close();
    return store;
  }

  FileZidStore(AtomicFile file, KeyProtector protector, SecureRandom random) {
    this.file = file;
    this.protector = protector;
    this.random = random;
  }

  @Override
  public Zid ownZid(String label) {
    ZidStore.requireLabel(label);
    try (ZidFile content = read()) {
      Zid known = content.ownZids().get(label);
      if (known != null) {
        return known;
      }
    }
    return change(content -> {
      Zid made = content.ownZids().computeIfAbsent(label, unused -> Zid.random(random));
      write(content);
      return made;
    });
  }

  @Override
  public Map<String, Zid> ownZids() {
    try (ZidFile content = read()) {
      return Map.copyOf(content.ownZids());
    }
  }

  @Override
  public @Nullable ZidRecord find(Zid ownZid, Zid peerZid) {
    Pair pair = new Pair(ownZid, peerZid);
    try (ZidFile content = read()) {
      requireUndamaged(content, pair);
      Entry entry = content.entries().get(pair);
      return entry == null ? null : ZidFile.open(pair, entry, protector);
    }
  }

  @Override
  public boolean compareAndSet(long expectedVersion, ZidRecord next) {
    Pair pair = new Pair(next.ownZid(), next.peerZid());
    return change(content -> {
      requireUndamaged(content, pair);
      Entry current = content.entries().get(pair);
      if ((current == null ? 0 : current.version()) != expectedVersion) {
        return false;
      }
      content.put(next, protector);
      write(content);
      return true;
    });
  }

  @Override
  public List<ZidRecord> records() {
    List<ZidRecord> records = new ArrayList<>();
    try (ZidFile content = read()) {
      content
          .entries()
          .forEach((pair, entry) -> {
            ZidRecord record = ZidFile.open(pair, entry, protector);
            if (record != null) {
              records.add(record);
            }
          });
      return records;
    }
  }

  @Override
  public boolean forget(Zid ownZid, Zid peerZid) {
    Pair pair = new Pair(ownZid, peerZid);
    return change(content -> {
      boolean forgotten = content.entries().remove(pair) != null;
      forgotten |= content.damaged().removeIf(span -> isOf(span, pair));
      if (forgotten) {
        write(content);
      }
      return forgotten;
    });
  }

  /**
   * What of the file is damaged, in no order. It stays in the file through all changes. While an
   * entry is damaged, {@link #find} and {@link #compareAndSet} for its pair of ZIDs throw {@link
   * Kind#DAMAGED_RECORD}: an entry that silently vanished would turn the warning of a mismatch into
   * a first call. {@link #forget} ends that for one peer, {@link #discardDamaged} for all.
   *
   * @throws ZidStoreException when the file cannot be read
   */
  public List<DamagedRecord> damagedRecords() {
    List<DamagedRecord> damaged = new ArrayList<>();
    try (ZidFile content = read()) {
      if (content.isHeaderCopyDamaged()) {
        damaged.add(
            new DamagedRecord(
                null, null, 0, "one copy of the header is damaged; the other has all of it"));
      }
      content
          .entries()
          .forEach((pair, entry) -> {
            if (isDamaged(pair, entry)) {
              String what = "the entry of peer " + pair.peer() + " fails its check";
              damaged.add(
                  new DamagedRecord(pair.own(), pair.peer(), entry.sealed().length(), what));
            }
          });
      content.damaged().forEach(span -> damaged.add(report(span)));
      return damaged;
    }
  }

  /**
   * Drops all that is damaged, octets included: the peers concerned are unknown from then on.
   *
   * @return how many damaged parts there were
   * @throws ZidStoreException when the file cannot be read or written
   */
  public int discardDamaged() {
    return change(content -> {
      int before = content.entries().size() + content.damaged().size();
      content.entries().entrySet().removeIf(e -> isDamaged(e.getKey(), e.getValue()));
      content.damaged().clear();
      int discarded = before - content.entries().size();
      if (discarded > 0 || content.isHeaderCopyDamaged()) {
        write(content);
      }
      return discarded;
    });
  }

  /**
   * Whether the last change kept other processes out, too. Where the operating system has no lock
   * for the file this is {@code false}, and only one process may use it; threads are always safe.
   */
  public boolean isLockedAcrossProcesses() {
    return file.isLockedAcrossProcesses();
  }

  private <T> T change(Function<ZidFile, T> action) {
    return file.locked(() -> {
      try (ZidFile content = read()) {
        return action.apply(content);
      }
    });
  }

  /** The content; that of an absent or empty file is empty. */
  private ZidFile read() {
    byte[] octets = file.read();
    if (octets == null || octets.length == 0) {
      return new ZidFile();
    }
    try {
      return ZidFile.parse(octets, protector);
    } catch (ZidStoreException e) {
      throw new ZidStoreException(e.kind(), file.path() + ": " + e.getMessage(), e);
    } finally {
      Wipe.octets(octets);
    }
  }

  private void write(ZidFile content) {
    byte[] octets = content.encode(protector);
    try {
      file.replace(octets);
    } finally {
      Wipe.octets(octets);
    }
  }

  private void requireUndamaged(ZidFile content, Pair pair) {
    Entry entry = content.entries().get(pair);
    boolean damaged =
        entry == null
            ? content.damaged().stream().anyMatch(span -> isOf(span, pair))
            : isDamaged(pair, entry);
    if (damaged) {
      throw new ZidStoreException(
          Kind.DAMAGED_RECORD,
          file.path() + ": the entry of peer " + pair.peer() + " is damaged; forget() drops it");
    }
  }

  private boolean isDamaged(Pair pair, Entry entry) {
    return ZidFile.isDamaged(pair, entry, protector);
  }

  private static boolean isOf(Span span, Pair pair) {
    return pair.own().equals(span.own()) && pair.peer().equals(span.peer());
  }

  private static DamagedRecord report(Span span) {
    String what =
        span.octets().length() == 0
            ? "entries are missing: there are fewer than the header counts"
            : span.peer() == null
                ? "octets that are no entry"
                : "the entry of peer " + span.peer() + " cannot be read";
    return new DamagedRecord(span.own(), span.peer(), span.octets().length(), what);
  }
}
