package org.aparte.srtp;

import org.aparte.srtp.secret.Octets;

/**
 * Hears that a master key nears its end, and that it has reached it (RFC 3711 sections 3.3.1 and
 * 9.2).
 *
 * <p>Called at the end of the packet method that crossed the limit, once for each limit and key,
 * {@link #rekeySoon} first. A listener may re-key at once, but not hand over another packet. In a
 * {@link SrtpBatch} it is called between packets of which others still wait.
 */
public interface KeyLimitListener {

  /**
   * A sixteenth of the key's packets, or of an index space, is left: time to agree on a new key.
   *
   * @param mki the key's MKI, empty where there is none
   */
  void rekeySoon(Octets mki);

  /**
   * The key is used up: from now on every packet under it is {@link SrtpResult#KEY_EXHAUSTED}.
   *
   * @param mki the key's MKI, empty where there is none
   */
  void keyExhausted(Octets mki);
}
