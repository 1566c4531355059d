package org.aparte.conformance;

import java.util.Set;

/** Knows how to check vectors of some kinds by way of the library. */
interface Verifier {

  /** The kinds of vectors that it knows. */
  Set<String> kinds();

  /**
   * Checks one vector.
   *
   * @throws Unsupported when the library, or this verifier, cannot judge it
   */
  Verdict verify(VectorCase vector);
}
