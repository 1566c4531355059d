package org.aparte.zrtp.model;

/** Whether RTP may ever be sent or taken without protection. */
public enum MediaPolicy {
  /** Never: nothing is sent and nothing is taken before there are keys, nor after them. */
  REQUIRED,
  /**
   * Until Commit was sent or received (Z-4-06, Z-4-08), for there are peers without ZRTP. From then
   * on never again, unless both sides agree to it by GoClear. An app whose user wants to talk in
   * the clear after a failure opens another stream for it.
   */
  BEST_EFFORT
}
