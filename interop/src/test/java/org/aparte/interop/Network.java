package org.aparte.interop;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What becomes of the ZRTP packets between two ends; media are not touched. */
interface Network {

  /**
   * What arrives now, in this order, in the place of a datagram.
   *
   * @param ours whether we sent it
   */
  List<byte[]> pass(boolean ours, byte[] datagram);

  /** Brings everything. */
  static Network good() {
    return (ours, datagram) -> List.of(datagram);
  }

  /** Loses our HelloACKs until we have sent Commit: so the peer has no reason to send its own. */
  static Network thatLetsUsInitiate() {
    boolean[] committed = {false};
    return (ours, datagram) -> {
      String type = type(datagram);
      committed[0] |= ours && type.equals("Commit");
      return ours && type.equals("HelloACK") && !committed[0] ? List.of() : List.of(datagram);
    };
  }

  /** Loses, doubles and delays behind the next datagram of that direction, each by chance. */
  static Network bad(double lost, double doubled, double overtaken, long seed) {
    Random random = new Random(seed);
    List<List<byte[]>> held = List.of(new ArrayList<>(), new ArrayList<>());
    return (ours, datagram) -> {
      List<byte[]> waiting = held.get(ours ? 0 : 1);
      List<byte[]> out = new ArrayList<>();
      if (random.nextDouble() >= lost) {
        if (waiting.isEmpty() && random.nextDouble() < overtaken) {
          waiting.add(datagram);
          return out;
        }
        out.add(datagram);
        if (random.nextDouble() < doubled) {
          out.add(datagram);
        }
      }
      out.addAll(waiting);
      waiting.clear();
      return out;
    };
  }

  /** The type block of the message in a ZRTP packet, without its spaces. */
  static String type(byte[] datagram) {
    return new String(datagram, 16, 8, StandardCharsets.US_ASCII).trim();
  }
}
