package org.aparte.zrtp.signature;

import org.aparte.zrtp.model.SasVerdict;

/** Carries a verdict out of the reading of a signature; no caller of this package sees it. */
final class RefusedSignature extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient SasVerdict verdict;

  RefusedSignature(SasVerdict.Invalid.Reason reason) {
    this(new SasVerdict.Invalid(reason));
  }

  RefusedSignature(SasVerdict.Unsupported.Reason reason) {
    this(new SasVerdict.Unsupported(reason));
  }

  private RefusedSignature(SasVerdict verdict) {
    // Without a stack trace: whoever sends signatures must not make us walk our stack.
    super(null, null, false, false);
    this.verdict = verdict;
  }

  SasVerdict verdict() {
    return verdict;
  }
}
