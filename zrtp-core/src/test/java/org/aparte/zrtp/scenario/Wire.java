package org.aparte.zrtp.scenario;

/**
 * What happens to datagrams on their way, each with a probability of its own.
 *
 * @param latencyMillis of every datagram
 * @param jitterMillis on top of it, up to so much: datagrams overtake each other
 * @param loss 0 to 1
 * @param duplication 0 to 1
 * @param corruption 0 to 1: one octet is changed
 */
public record Wire(
    int latencyMillis, int jitterMillis, double loss, double duplication, double corruption) {

  /** Nothing is lost, everything comes in order after 20 milliseconds. */
  public static final Wire PERFECT = new Wire(20, 0, 0, 0, 0);

  public Wire loss(double probability) {
    return new Wire(latencyMillis, jitterMillis, probability, duplication, corruption);
  }

  public Wire jitter(int millis) {
    return new Wire(latencyMillis, millis, loss, duplication, corruption);
  }

  public Wire duplication(double probability) {
    return new Wire(latencyMillis, jitterMillis, loss, probability, corruption);
  }

  public Wire corruption(double probability) {
    return new Wire(latencyMillis, jitterMillis, loss, duplication, probability);
  }
}
