package org.aparte.zrtp.model;

/** The two parts in a ZRTP exchange (RFC 6189 section 4): whose Commit prevailed, and the other. */
public enum Role {
  /** The sender of the prevailing Commit. */
  INITIATOR("Initiator"),
  /** The one who answers it. */
  RESPONDER("Responder");

  private final String label;

  Role(String label) {
    this.label = label;
  }

  /** The role of the peer. */
  public Role other() {
    return this == INITIATOR ? RESPONDER : INITIATOR;
  }

  /** The word for it in the RFC's key labels and secret IDs, without terminator. */
  public String label() {
    return label;
  }
}
