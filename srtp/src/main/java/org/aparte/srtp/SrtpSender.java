package org.aparte.srtp;

/** Placeholder until the packet path lands. */
public final class SrtpSender {
  private SrtpSender() {}

  /** Placeholder. */
  public static SrtpSender of(SrtpMasterKey key) {
    key.claimForSending();
    return new SrtpSender();
  }
}
