package org.aparte.conformance;

import org.jspecify.annotations.Nullable;

/**
 * What became of one vector.
 *
 * @param detail what the vector's line says besides, or an empty string
 */
record Verdict(Outcome outcome, String detail) {

  /** Passed, failed, or not to be judged by this library. */
  enum Outcome {
    PASS("pass"),
    FAIL("FAIL"),
    UNSUPPORTED("unsupported");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    /** The first word of a vector's line. */
    String word() {
      return word;
    }
  }

  static Verdict pass() {
    return new Verdict(Outcome.PASS, "");
  }

  static Verdict pass(String detail) {
    return new Verdict(Outcome.PASS, detail);
  }

  static Verdict fail(String detail) {
    return new Verdict(Outcome.FAIL, detail);
  }

  static Verdict unsupported(String detail) {
    return new Verdict(Outcome.UNSUPPORTED, detail);
  }

  /** Passes when two octet strings are equal, and shows both when they are not. */
  static Verdict compare(String what, byte @Nullable [] expected, byte[] actual) {
    if (expected == null) {
      return unsupported("the vector does not say which " + what + " is right");
    }
    if (Hex.of(expected).equals(Hex.of(actual))) {
      return pass();
    }
    return fail(what + " is " + Hex.of(actual) + ", expected " + Hex.of(expected));
  }

  boolean passed() {
    return outcome == Outcome.PASS;
  }

  /** The first of several that did not pass, or else the first with a detail. */
  static Verdict all(Iterable<Verdict> verdicts) {
    Verdict result = null;
    for (Verdict verdict : verdicts) {
      if (result == null || result.passed() && (!verdict.passed() || result.detail.isEmpty())) {
        result = verdict;
      }
      if (verdict.outcome == Outcome.FAIL) {
        return verdict;
      }
    }
    return result == null ? unsupported("nothing in the vector to compare") : result;
  }
}
