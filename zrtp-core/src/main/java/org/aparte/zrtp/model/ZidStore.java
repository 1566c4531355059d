package org.aparte.zrtp.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cache of RFC 6189 section 4.9: our own ZIDs, and what is kept about each peer.
 *
 * <p>An entry is replaced by {@link #compareAndSet} only: two calls with one peer may end at the
 * same moment, in one process or in two, and rs1 and rs2 heal that only if each update sees the one
 * before. There is no way to write that lets the last one win.
 *
 * <p>A store has no clock. What depends on the hour takes it as an argument.
 *
 * <p>Implementations may be used by several threads at once. A store that fails throws {@link
 * ZidStoreException}; an engine that meets one goes on without a cache for that call.
 */
public interface ZidStore {

  /** The longest label of an own ZID, in UTF-16 units. */
  int MAX_LABEL_CHARS = 255;

  /**
   * The ZID of ours that goes by a label: made on first use, the same ever after.
   *
   * @param label one per installation, account or callee, as the app pleases (section 4.9); at most
   *     {@link #MAX_LABEL_CHARS} UTF-16 units, may be empty
   * @throws IllegalArgumentException when the label is longer, or has a lone surrogate
   * @throws ZidStoreException when the store cannot be read or written
   */
  Zid ownZid(String label);

  /** All our ZIDs by their labels. */
  Map<String, Zid> ownZids();

  /**
   * The entry of a peer, or {@code null}; the caller closes it.
   *
   * @throws ZidStoreException when the store cannot be read, or this entry is damaged
   */
  @Nullable ZidRecord find(Zid ownZid, Zid peerZid);

  /**
   * Stores an entry if the one in place still has the expected version.
   *
   * @param expectedVersion the {@link ZidRecord#version} of what {@link #find} gave; 0 to create an
   *     entry where there is none
   * @param next the new content for its pair of ZIDs, copied; its own version is not looked at, the
   *     store gives it a new one that no entry ever had
   * @return whether it was stored; {@code false} when the entry is another by now
   * @throws ZidStoreException when the store cannot be read or written, or the entry in place is
   *     damaged; then the entry in place is unchanged, but for {@link
   *     ZidStoreException.Kind#NOT_DURABLE}
   */
  boolean compareAndSet(long expectedVersion, ZidRecord next);

  /**
   * All readable entries; the caller closes each.
   *
   * @throws ZidStoreException when the store cannot be read
   */
  List<ZidRecord> records();

  /**
   * Drops all that is kept about a peer, damaged or not.
   *
   * @return whether there was anything
   * @throws ZidStoreException when the store cannot be read or written
   */
  boolean forget(Zid ownZid, Zid peerZid);

  /**
   * Applies a change to an entry, again from the start whenever somebody else was faster.
   *
   * @param change a pure function; it may be called several times
   * @return whether something was stored
   * @throws ZidStoreException as {@link #find} and {@link #compareAndSet} do, and with {@link
   *     ZidStoreException.Kind#BUSY} when others were faster each of many times
   */
  default boolean update(Zid ownZid, Zid peerZid, Change change) {
    for (int attempt = 0; attempt < 1000; attempt++) {
      try (ZidRecord current = find(ownZid, peerZid);
          ZidRecord next = change.apply(current)) {
        if (next == null) {
          return false;
        }
        if (compareAndSet(current == null ? 0 : current.version(), next)) {
          return true;
        }
      }
    }
    throw new ZidStoreException(
        ZidStoreException.Kind.BUSY, "others changed the entry of " + peerZid + " each time");
  }

  /**
   * For implementations: refuses labels that {@link #ownZid} does not take.
   *
   * @throws IllegalArgumentException when the label is too long, or has a lone surrogate
   */
  static void requireLabel(String label) {
    if (label.length() > MAX_LABEL_CHARS || !StandardCharsets.UTF_8.newEncoder().canEncode(label)) {
      throw new IllegalArgumentException(
          "a label has at most " + MAX_LABEL_CHARS + " characters and no lone surrogate");
    }
  }

  /** A change of one entry, for {@link #update}. */
  interface Change {
    /**
     * The new content, or {@code null} to leave all as it is.
     *
     * @param current what is there, or {@code null}; lent, closed by the caller
     */
    @Nullable ZidRecord apply(@Nullable ZidRecord current);
  }
}
