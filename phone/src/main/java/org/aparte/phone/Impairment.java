package org.aparte.phone;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A bad line, made at its beginning: what we send is lost, doubled or overtaken by the next. */
final class Impairment {

  private final double loss;
  private final double duplicate;
  private final double reorder;
  private final Random random;
  private byte @Nullable [] held;

  /**
   * Probabilities, each 0 to 1.
   *
   * @param reorder that a datagram waits for the next one
   */
  Impairment(double loss, double duplicate, double reorder, long seed) {
    this.loss = loss;
    this.duplicate = duplicate;
    this.reorder = reorder;
    this.random = new Random(seed);
  }

  /** What goes out now, in this order, in place of a datagram. */
  List<byte[]> pass(byte[] datagram) {
    List<byte[]> out = new ArrayList<>();
    byte[] before = held;
    held = null;
    if (random.nextDouble() >= loss) {
      if (before == null && random.nextDouble() < reorder) {
        held = datagram;
      } else {
        out.add(datagram);
        if (random.nextDouble() < duplicate) {
          out.add(datagram);
        }
      }
    }
    if (before != null) {
      out.add(before);
    }
    return out;
  }
}
