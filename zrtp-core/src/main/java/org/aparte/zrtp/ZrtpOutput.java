package org.aparte.zrtp;

import java.nio.ByteBuffer;
import java.util.List;
import org.aparte.zrtp.model.ZrtpEvent;

/**
 * What one input to a stream led to.
 *
 * @param datagrams to be sent from the stream's socket, in this order; each from position to limit
 * @param events for the app, in this order
 */
public record ZrtpOutput(List<ByteBuffer> datagrams, List<ZrtpEvent> events) {

  static final ZrtpOutput NOTHING = new ZrtpOutput(List.of(), List.of());

  /** Copies the lists. */
  public ZrtpOutput {
    datagrams = List.copyOf(datagrams);
    events = List.copyOf(events);
  }
}
