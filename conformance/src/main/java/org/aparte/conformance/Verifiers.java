package org.aparte.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The verifiers there are, found by kind. */
final class Verifiers {

  private static final Map<String, Verifier> BY_KIND =
      byKind(
          List.of(
              new KeystreamVerifier(),
              new F8Verifier(),
              new KeyDerivationVerifier(),
              new GcmVerifier(),
              new TagVerifier(),
              new HeaderExtensionVerifier(),
              new KeyAgreementVerifier(),
              new KemVerifier(),
              new AlgorithmChoiceVerifier(),
              new SessionKeyPacketVerifier(),
              new PacketVerifier(),
              new SasSignatureVerifier(),
              new HandshakeVerifier()));

  private Verifiers() {}

  private static Map<String, Verifier> byKind(List<Verifier> verifiers) {
    Map<String, Verifier> byKind = new HashMap<>();
    for (Verifier verifier : verifiers) {
      for (String kind : verifier.kinds()) {
        if (byKind.put(kind, verifier) != null) {
          throw new IllegalStateException("two verifiers for " + kind);
        }
      }
    }
    return byKind;
  }

  /**
   * Checks one vector. A vector passes only if everything in it was understood; an exception out of
   * the library is a failure of the library.
   */
  static Verdict verify(VectorCase vector) {
    Verifier verifier = BY_KIND.get(vector.kind());
    if (verifier == null) {
      return Verdict.unsupported("nothing here verifies this kind");
    }
    try {
      Verdict verdict = verifier.verify(vector);
      vector.inputs().requireAllUnderstood();
      return verdict;
    } catch (Unsupported e) {
      return Verdict.unsupported(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return Verdict.fail("exception: " + e);
    }
  }
}
