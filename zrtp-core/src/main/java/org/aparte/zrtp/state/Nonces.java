package org.aparte.zrtp.state;

import java.util.LinkedHashSet;
import java.util.Set;
import org.aparte.srtp.secret.Octets;

/**
 * The nonces that Multistream and Preshared exchanges of a call used, by either side: one that came
 * twice would make the same keys twice (RFC 6189 sections 4.4.2.2, 4.4.3.1).
 *
 * <p>At most {@value #LIMIT}: more exchanges than that are refused rather than one forgotten. Only
 * what an exchange really used is noted, so a flood of forged Commits fills nothing.
 */
final class Nonces {

  static final int LIMIT = 1024;

  private final Set<Octets> used = new LinkedHashSet<>();

  boolean isUsed(Octets nonce) {
    return used.size() >= LIMIT || used.contains(nonce);
  }

  void use(Octets nonce) {
    used.add(nonce);
  }
}
