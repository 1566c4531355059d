package org.aparte.phone.demo;

/** What the wiretap does besides listening. All but the first make the call fail, and are to. */
enum Interference {
  /** Nothing. */
  LISTEN,
  /** Changes one bit of a packet of Alice's. */
  CHANGE,
  /** Puts what Alice said in the clear into a packet of hers, as if her phone had leaked it. */
  PLAIN
}
