package org.aparte.srtp.packet;

import org.jspecify.annotations.Nullable;

/**
 * The states of all SSRCs of one direction: ROC and s_l, and the replay lists of RTP and RTCP (RFC
 * 3711 section 3.2.1). Open addressing on the 32-bit SSRC, without boxes, with a bound.
 *
 * <p>What each SRTP packet needs stands in one row of one array: SSRC, highest index, replay list;
 * 32 octets with the usual window of 128 packets, so that a packet of one of ten thousand SSRCs
 * waits for a line or two of memory and not for a chain of objects. The rest is a {@link
 * SsrcState}, made when it is needed.
 *
 * <p>A row is named by where it begins, which {@link #find} tells; the name holds until an SSRC is
 * added or removed. {@link #NONE} stands for an SSRC that is not there, and has the state of one of
 * which no packet was seen, so strangers cost no memory. Only authenticated packets and the
 * application add rows, so a stranger can neither fill the table nor lengthen its probes.
 */
public final class SsrcTable {

  /** The name of no row. */
  public static final int NONE = -1;

  /** The first number that is no SRTCP index any more: 2^31. */
  public static final long RTCP_LIMIT = 1L << 31;

  /** The result of {@link #estimate} when the index space is used up. */
  public static final long EXHAUSTED = -1;

  /** In a row's first long, above the SSRC: the row is taken. */
  private static final long TAKEN = 1L << 32;

  /** In a row's first long: SRTP packets have to ask the {@link SsrcState}. */
  private static final long SPECIAL = 1L << 33;

  private static final int LIST = 1;

  private final int bound;
  private final ReplayWindow window;
  private final int rowLongs;
  private long[] rows;
  private @Nullable SsrcState[] states;
  private int size;

  /**
   * An empty table.
   *
   * @param bound the most SSRCs, 1 or more
   * @param windowPackets of the replay lists: a power of two, 64 or more
   */
  public SsrcTable(int bound, int windowPackets) {
    this.bound = bound;
    window = new ReplayWindow(windowPackets);
    rowLongs = LIST + window.longs();
    states = new @Nullable SsrcState[8];
    rows = new long[states.length * rowLongs];
  }

  /** The row of an SSRC, or {@link #NONE}. */
  public int find(int ssrc) {
    int at = rowOf(ssrc);
    return rows[at] == 0 ? NONE : at;
  }

  /** Whether no SSRC can be added. */
  public boolean isFull() {
    return size >= bound;
  }

  /** The number of SSRCs. */
  public int size() {
    return size;
  }

  /** Adds an SSRC that is not in the table, which is not full; its row. */
  public int add(int ssrc) {
    if (3 * (size + 1) > 2 * states.length) {
      grow();
    }
    int at = rowOf(ssrc);
    rows[at] = TAKEN | (ssrc & 0xffffffffL);
    window.clear(rows, at + LIST);
    size++;
    return at;
  }

  /** Removes an SSRC; false when it was not there. */
  public boolean remove(int ssrc) {
    int hole = rowOf(ssrc);
    if (rows[hole] == 0) {
      return false;
    }
    size--;
    // Rows behind the hole that would no longer be found move up into it.
    for (int at = next(hole); rows[at] != 0; at = next(at)) {
      int home = home((int) rows[at]);
      boolean staysReachable = hole <= at ? hole < home && home <= at : hole < home || home <= at;
      if (!staysReachable) {
        copyRow(rows, at, states, hole);
        hole = at;
      }
    }
    rows[hole] = 0;
    states[hole / rowLongs] = null;
    return true;
  }

  /** All SSRCs, in no order. */
  public int[] ssrcs() {
    int[] ssrcs = new int[size];
    int n = 0;
    for (int at = 0; at < rows.length; at += rowLongs) {
      if (rows[at] != 0) {
        ssrcs[n++] = (int) rows[at];
      }
    }
    return ssrcs;
  }

  /**
   * Tells that a new master key is in use. ROC, indices and replay lists stay (S3711-3.3.1-08,
   * S3711-3.4-10, S7714-13.1-06), but an index space that is nearly used up may begin anew once.
   */
  public void keyChanged() {
    for (int at = 0; at < rows.length; at += rowLongs) {
      // Of a row without a state, less than half used, a new key changes nothing.
      if (rows[at] != 0 && (state(at) != null || highest(at) > PacketIndex.LIMIT / 2)) {
        madeState(at).keyChanged(rows, at + LIST);
        mark(at);
      }
    }
  }

  /** The ROC in force, 0 to 2^32 - 1: the given one, else that of the highest index, else 0. */
  public long roc(int at) {
    SsrcState state = state(at);
    if (state != null) {
      return state.roc(highest(at));
    }
    return at == NONE || highest(at) < 0 ? 0 : highest(at) >>> 16;
  }

  /**
   * Sets the ROC of the next packet (S3711-3.3.1-04: a late joiner is told the ROC).
   *
   * @return false, and nothing changes, when the index would fall behind what was seen, or behind
   *     the end of what the key has left
   */
  public boolean giveRoc(int at, long roc) {
    boolean given = madeState(at).giveRoc(roc, highest(at));
    mark(at);
    return given;
  }

  /** The index an SRTP packet most likely has, or {@link #EXHAUSTED}. */
  public long estimate(int at, int sequence) {
    if (at == NONE) {
      return sequence;
    }
    if (isSpecial(at)) {
      return madeState(at).estimate(highest(at), sequence);
    }
    long index = PacketIndex.estimate(highest(at), sequence);
    return index < PacketIndex.LIMIT ? index : EXHAUSTED;
  }

  /** Whether this index would be below the window; an index that begins anew never is. */
  public boolean isTooOld(int at, long index) {
    if (at == NONE) {
      return false;
    }
    return isSpecial(at)
        ? madeState(at).rtp().isTooOld(rows, at + LIST, index)
        : window.isTooOld(rows, at + LIST, index);
  }

  /** Whether an index that is not too old was accepted before. */
  public boolean isReplayed(int at, long index) {
    if (at == NONE) {
      return false;
    }
    return isSpecial(at)
        ? madeState(at).rtp().isReplayed(rows, at + LIST, index)
        : window.contains(rows, at + LIST, index);
  }

  /**
   * Records an authenticated SRTP packet, ROC and s_l with it.
   *
   * @return whether the index space began anew
   */
  public boolean acceptRtp(int at, long index) {
    // S3711-3.3.1-07: a higher index raises ROC||s_l, a lower one (a late packet) changes neither
    if (isSpecial(at)) {
      SsrcState state = madeState(at);
      state.forgetGivenRoc();
      boolean anew = state.rtp().accept(rows, at + LIST, index);
      mark(at);
      return anew;
    }
    window.accept(rows, at + LIST, index);
    return false;
  }

  /** Whether an SRTP packet under the key before the newest can have this index. */
  public boolean mayBeOfPreviousKey(int at, long index) {
    SsrcState state = state(at);
    return state == null || state.rtp().mayBeOfPreviousKey(rows, at + LIST, index);
  }

  /** The SRTCP index of the next packet to send, {@link #RTCP_LIMIT} when there is none left. */
  public long nextRtcpIndex(int at) {
    SsrcState state = state(at);
    return state == null ? 0 : state.nextRtcpIndex(); // S3711-3.4-08: the first is 0
  }

  /** Moves on to the following SRTCP index. */
  public void countRtcpSent(int at) {
    madeState(at).countRtcpSent();
  }

  /**
   * Sets the SRTCP index of the next packet to send.
   *
   * @return false, and nothing changes, when that index may have been used
   */
  public boolean giveRtcpIndex(int at, long next) {
    return madeState(at).giveRtcpIndex(next);
  }

  /** Whether this SRTCP index would be below the window. */
  public boolean isRtcpTooOld(int at, long index) {
    SsrcState state = state(at);
    return state != null && state.isRtcpTooOld(index);
  }

  /** Whether an SRTCP index that is not too old was accepted before. */
  public boolean isRtcpReplayed(int at, long index) {
    SsrcState state = state(at);
    return state != null && state.isRtcpReplayed(index);
  }

  /**
   * Records an authenticated SRTCP packet.
   *
   * @return whether the index space began anew
   */
  public boolean acceptRtcp(int at, long index) {
    return madeState(at).acceptRtcp(index);
  }

  /** As {@link #mayBeOfPreviousKey}, for SRTCP. */
  public boolean rtcpMayBeOfPreviousKey(int at, long index) {
    SsrcState state = state(at);
    return state == null || state.rtcpMayBeOfPreviousKey(index);
  }

  private boolean isSpecial(int at) {
    return (rows[at] & SPECIAL) != 0;
  }

  // S3711-3.2.1-25: the index, 2^16 * ROC + s_l, is the highest of this SSRC's own list
  private long highest(int at) {
    return rows[at + LIST];
  }

  /** The rest of an SSRC's state, or null when it is that of one that was not seen. */
  private @Nullable SsrcState state(int at) {
    return at == NONE ? null : states[at / rowLongs];
  }

  private SsrcState madeState(int at) {
    SsrcState state = states[at / rowLongs];
    if (state == null) {
      state = new SsrcState(window);
      states[at / rowLongs] = state;
    }
    return state;
  }

  private void mark(int at) {
    rows[at] = madeState(at).concernsRtp() ? rows[at] | SPECIAL : rows[at] & ~SPECIAL;
  }

  private void grow() {
    long[] oldRows = rows;
    @Nullable SsrcState[] oldStates = states;
    @Nullable SsrcState[] newStates = new @Nullable SsrcState[2 * oldStates.length];
    rows = new long[newStates.length * rowLongs]; // where memory runs out, nothing has changed
    states = newStates;
    for (int at = 0; at < oldRows.length; at += rowLongs) {
      if (oldRows[at] != 0) {
        copyRow(oldRows, at, oldStates, rowOf((int) oldRows[at]));
      }
    }
  }

  private void copyRow(long[] fromRows, int from, @Nullable SsrcState[] fromStates, int to) {
    System.arraycopy(fromRows, from, rows, to, rowLongs);
    states[to / rowLongs] = fromStates[from / rowLongs];
  }

  /** The row of an SSRC, or the free one where it belongs. */
  private int rowOf(int ssrc) {
    int at = home(ssrc);
    for (long first = rows[at]; first != 0 && (int) first != ssrc; first = rows[at]) {
      at = next(at);
    }
    return at;
  }

  private int home(int ssrc) {
    int mixed = ssrc * 0x9e3779b9;
    return ((mixed ^ (mixed >>> 15)) & (states.length - 1)) * rowLongs;
  }

  private int next(int at) {
    int behind = at + rowLongs;
    return behind == rows.length ? 0 : behind;
  }
}
