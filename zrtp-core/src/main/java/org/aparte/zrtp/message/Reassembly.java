package org.aparte.zrtp.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.aparte.srtp.secret.Octets;

/**
 * Makes messages of the {@linkplain Fragment fragments} that a stream receives.
 *
 * <p>Anybody can send fragments, with any id and any content, and nothing in a fragment says whose
 * it is; only the message as a whole can be judged, by hash chain, MACs and hvi. So nothing is
 * decided here:
 *
 * <ul>
 *   <li>Each fragment is kept as it came, beside all others. There is no buffer that a fragment is
 *       written into, hence no hole and no overlap; a forged fragment with the id, offset and
 *       length of a genuine one takes away nothing from it.
 *   <li>A message is a row of fragments of one id and one total length in which each begins where
 *       the one before ends, from the first word to the last. Lengths that merely add up make none.
 *   <li>Where several fragments compete for a place every row is a message, and the engine judges
 *       each as it would judge messages that came in whole packets. The row of what was heard last
 *       comes first: that is the genuine one when it was just sent again.
 *   <li>Ids are compared for equality alone. A high one keeps out no low one, and they may wrap.
 *   <li>Fragments stay after they made a message, for the sender repeats them with the same id: one
 *       that was lost may come with the second transmission while its neighbour came with the
 *       first. A message that was made before is made again when any of its fragments comes again,
 *       but only some time later, so that one transmission of it is answered once.
 * </ul>
 *
 * <p>Bounds per stream: {@value #MAX_FRAGMENTS} fragments of {@value #MAX_OCTETS} octets in all,
 * the longest unheard gone first, so that a flood has to come between the genuine fragments of one
 * transmission, every time; {@value #MAX_PER_MESSAGE} fragments in a message; {@value
 * #MAX_MESSAGES} messages looked for after a fragment. With the books kept about them that is less
 * than 64 KB. Work after a fragment is linear in what is kept, and in the messages made.
 */
public final class Reassembly {

  /** The most fragments that are kept. */
  static final int MAX_FRAGMENTS = 64;

  /** The most octets of messages that are kept in fragments. */
  static final int MAX_OCTETS = 48 * 1024;

  /** The most fragments of a message: four times what the longest one needs at an MTU of 600. */
  static final int MAX_PER_MESSAGE = 16;

  /** The most messages that one fragment can complete. */
  static final int MAX_MESSAGES = 32;

  /** Shorter than the first wait of T2, longer than the fragments of a transmission need. */
  static final long AGAIN_NANOS = 100_000_000;

  /** One fragment that is kept; itself and nothing equal, so that it is compared at no cost. */
  private static final class Piece {
    private final Fragment fragment;

    Piece(Fragment fragment) {
      this.fragment = fragment;
    }
  }

  /** A row of pieces that was handed out as a message. */
  private record Made(List<Piece> row, long atNanos) {}

  /** The one heard last at the end. */
  private final ArrayList<Piece> pieces = new ArrayList<>();

  private final ArrayList<Made> made = new ArrayList<>();
  private int octets;

  /** Of a stream that has heard nothing. */
  public Reassembly() {}

  /**
   * Takes a fragment.
   *
   * @param nowNanos monotonic
   * @return the messages that it completes, 0 to {@value #MAX_MESSAGES}; those most likely genuine
   *     first
   */
  public List<Octets> take(Fragment fragment, long nowNanos) {
    Piece heard = keep(fragment);
    List<Octets> messages = new ArrayList<>();
    for (List<Piece> row : new Search(heard).rows()) {
      if (isDue(row, nowNanos)) {
        messages.add(join(row));
      }
    }
    return messages;
  }

  /** Forgets all fragments, and the room that they took. */
  public void clear() {
    pieces.clear();
    pieces.trimToSize();
    made.clear();
    made.trimToSize();
    octets = 0;
  }

  private Piece keep(Fragment fragment) {
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i).fragment.isSentAgain(fragment)) {
        Piece known = pieces.remove(i);
        pieces.add(known);
        return known;
      }
    }
    octets += fragment.part().length();
    while (pieces.size() == MAX_FRAGMENTS || octets > MAX_OCTETS) {
      Piece oldest = pieces.remove(0);
      octets -= oldest.fragment.part().length();
      made.removeIf(message -> message.row().contains(oldest));
    }
    Piece piece = new Piece(fragment);
    pieces.add(piece);
    return piece;
  }

  /** Whether a row is new, or was not handed out for a while; and from now on it was. */
  private boolean isDue(List<Piece> row, long nowNanos) {
    for (int i = 0; i < made.size(); i++) {
      if (made.get(i).row().equals(row)) {
        if (nowNanos - made.get(i).atNanos() < AGAIN_NANOS) {
          return false;
        }
        made.remove(i);
        break;
      }
    }
    if (made.size() == MAX_FRAGMENTS) {
      made.remove(0);
    }
    made.add(new Made(row, nowNanos));
    return true;
  }

  private static Octets join(List<Piece> row) {
    byte[] message = new byte[4 * row.get(0).fragment.totalWords()];
    for (Piece piece : row) {
      piece.fragment.part().copyTo(message, 4 * piece.fragment.offsetWords());
    }
    return Octets.of(message);
  }

  /** How many octets of messages are kept. */
  int heldOctets() {
    return octets;
  }

  /** How many fragments are kept. */
  int heldFragments() {
    return pieces.size();
  }

  /** The rows from the first word to the last that have one piece in them. */
  private final class Search {

    private static final int NO_WAY = Integer.MAX_VALUE;

    private final int totalWords;
    private final List<Piece> usable = new ArrayList<>();
    private final int[] fewestToTheEnd;
    private final List<List<Piece>> rows = new ArrayList<>();

    Search(Piece heard) {
      totalWords = heard.fragment.totalWords();
      fewestToTheEnd = new int[totalWords + 1];
      // What overlaps with the piece stands in no row with it, so that each row has to have it
      for (int i = pieces.size() - 1; i >= 0; i--) {
        Piece piece = pieces.get(i);
        if (piece == heard || stand(piece.fragment, heard.fragment)) {
          usable.add(piece);
        }
      }
    }

    private boolean stand(Fragment one, Fragment beside) {
      return one.isOfOneMessage(beside)
          && (one.endWords() <= beside.offsetWords() || one.offsetWords() >= beside.endWords());
    }

    List<List<Piece>> rows() {
      // From the last offset to the first: so no path is gone that leads nowhere, of which there
      // may be more than anyone can go
      Arrays.fill(fewestToTheEnd, NO_WAY);
      fewestToTheEnd[totalWords] = 0;
      List<Piece> backwards = new ArrayList<>(usable);
      backwards.sort(Comparator.comparingInt((Piece piece) -> -piece.fragment.offsetWords()));
      for (Piece piece : backwards) {
        int behind = fewestToTheEnd[piece.fragment.endWords()];
        if (behind != NO_WAY) {
          int from = piece.fragment.offsetWords();
          fewestToTheEnd[from] = Math.min(fewestToTheEnd[from], behind + 1);
        }
      }
      extend(new ArrayList<>(), 0);
      return rows;
    }

    private void extend(List<Piece> row, int words) {
      if (words == totalWords) {
        rows.add(List.copyOf(row));
        return;
      }
      for (Piece piece : usable) {
        int end = piece.fragment.endWords();
        if (rows.size() < MAX_MESSAGES
            && piece.fragment.offsetWords() == words
            && fewestToTheEnd[end] < MAX_PER_MESSAGE - row.size()) {
          row.add(piece);
          extend(row, end);
          row.remove(row.size() - 1);
        }
      }
    }
  }
}
