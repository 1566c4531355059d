package org.aparte.srtp.packet;

import org.jspecify.annotations.Nullable;

/**
 * The states of all SSRCs of one direction: open addressing on the 32-bit SSRC, without boxes, with
 * a bound.
 *
 * <p>Only authenticated packets and the application add entries, so a stranger can neither fill the
 * table nor lengthen its probes.
 */
public final class SsrcTable {

  private final int bound;
  private @Nullable SsrcState[] slots = new @Nullable SsrcState[16];
  private int size;
  private @Nullable SsrcState last;

  /**
   * An empty table.
   *
   * @param bound the most entries, 1 or more
   */
  public SsrcTable(int bound) {
    this.bound = bound;
  }

  /** The state of an SSRC, or null. */
  public @Nullable SsrcState get(int ssrc) {
    SsrcState recent = last;
    if (recent != null && recent.ssrc() == ssrc) {
      return recent;
    }
    SsrcState found = slots[slotOf(ssrc)];
    if (found != null) {
      last = found;
    }
    return found;
  }

  /** Whether no entry can be added. */
  public boolean isFull() {
    return size >= bound;
  }

  /** The number of entries. */
  public int size() {
    return size;
  }

  /** Adds a state whose SSRC is not in the table, which is not full. */
  public void add(SsrcState state) {
    if (2 * (size + 1) > slots.length) {
      grow();
    }
    slots[slotOf(state.ssrc())] = state;
    size++;
    last = state;
  }

  /** Removes an SSRC; false when it was not there. */
  public boolean remove(int ssrc) {
    int hole = slotOf(ssrc);
    if (slots[hole] == null) {
      return false;
    }
    last = null;
    size--;
    // Entries behind the hole that would no longer be found move up into it.
    for (int i = next(hole); ; i = next(i)) {
      SsrcState state = slots[i];
      if (state == null) {
        break;
      }
      int home = home(state.ssrc());
      boolean staysReachable = hole <= i ? hole < home && home <= i : hole < home || home <= i;
      if (!staysReachable) {
        slots[hole] = state;
        hole = i;
      }
    }
    slots[hole] = null;
    return true;
  }

  /** All SSRCs, in no order. */
  public int[] ssrcs() {
    int[] ssrcs = new int[size];
    int n = 0;
    for (SsrcState state : slots) {
      if (state != null) {
        ssrcs[n++] = state.ssrc();
      }
    }
    return ssrcs;
  }

  /** Tells every state that a new master key is in use. */
  public void keyChanged() {
    for (SsrcState state : slots) {
      if (state != null) {
        state.keyChanged();
      }
    }
  }

  private void grow() {
    @Nullable SsrcState[] old = slots;
    slots = new @Nullable SsrcState[2 * old.length];
    for (SsrcState state : old) {
      if (state != null) {
        slots[slotOf(state.ssrc())] = state;
      }
    }
  }

  private int slotOf(int ssrc) {
    int i = home(ssrc);
    for (SsrcState state = slots[i]; state != null && state.ssrc() != ssrc; state = slots[i]) {
      i = next(i);
    }
    return i;
  }

  private int home(int ssrc) {
    int mixed = ssrc * 0x9e3779b9;
    return (mixed ^ (mixed >>> 15)) & (slots.length - 1);
  }

  private int next(int i) {
    return (i + 1) & (slots.length - 1);
  }
}
