package org.aparte.zrtp.crypto;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.Zid;

/**
 * KDF_Context: who the two endpoints of an exchange are and what they said (RFC 6189 sections
 * 4.4.1.4, 4.4.2.4, 4.4.3.2).
 *
 * @param zidI the ZID of the initiator of this exchange
 * @param zidR the ZID of the responder of this exchange
 * @param totalHash total_hash, by the negotiated hash
 */
public record KdfContext(Zid zidI, Zid zidR, Octets totalHash) {

  /**
   * The context of a DH exchange. All messages are whole and without packet header and CRC
   * (Z-4.4.1.4-02).
   */
  public static KdfContext ofDh(
      ZrtpHash negotiated,
      Zid zidI,
      Zid zidR,
      Octets responderHello,
      Octets commit,
      Octets dhPart1,
      Octets dhPart2) {
    // Z-4.4.1.4-01: the initiator's Hello is not in it
    return new KdfContext(zidI, zidR, negotiated.hash(responderHello, commit, dhPart1, dhPart2));
  }

  /** The context of a Preshared or Multistream exchange, of the stream it is for. */
  public static KdfContext withoutDh(
      ZrtpHash negotiated, Zid zidI, Zid zidR, Octets responderHello, Octets commit) {
    // Z-4.4.2.4-01, Z-4.4.3.2-01
    return new KdfContext(zidI, zidR, negotiated.hash(responderHello, commit));
  }

  /** ZIDi, ZIDr, total_hash, one after the other (Z-4.4.1.4-10, Z-4.4.2.4-02, Z-4.4.3.2-02). */
  public Octets octets() {
    byte[] zids = zids(zidI, zidR).toArray();
    byte[] context = java.util.Arrays.copyOf(zids, zids.length + totalHash.length());
    totalHash.copyTo(context, zids.length);
    return Octets.of(context);
  }

  /** ZIDi and ZIDr, the context of what outlives a single exchange. */
  static Octets zids(Zid zidI, Zid zidR) {
    byte[] zids = new byte[2 * Zid.OCTETS];
    zidI.octets().copyTo(zids, 0);
    zidR.octets().copyTo(zids, Zid.OCTETS);
    return Octets.of(zids);
  }
}
