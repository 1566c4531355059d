package org.aparte.zrtp.model;

import java.util.EnumSet;
import java.util.Set;
import org.aparte.srtp.secret.Octets;

/** Two verifiers as one: the first answers for its types, the second for the rest. */
record EitherVerifier(SasVerifier first, SasVerifier second) implements SasVerifier {

  @Override
  public Set<SignatureType> types() {
    Set<SignatureType> types = EnumSet.noneOf(SignatureType.class);
    types.addAll(first.types());
    types.addAll(second.types());
    return types;
  }

  @Override
  public SasVerdict verify(AlgorithmCode type, Octets block, Octets sasHash) {
    boolean ofFirst = first.types().stream().anyMatch(type::is);
    return (ofFirst ? first : second).verify(type, block, sasHash);
  }
}
