package org.aparte.zrtp.state;

import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.cache.CacheUpdate;
import org.aparte.zrtp.crypto.SessionKey;
import org.aparte.zrtp.model.KeyContinuity;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.Sas;
import org.aparte.zrtp.model.SasStanding;
import org.aparte.zrtp.model.SasVerdict;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidStore;
import org.jspecify.annotations.Nullable;

/**
 * What the DH or Preshared exchange of the first stream leaves for the rest of the call: ZRTPSess,
 * the SAS, ExportedKey, and what the cache may still be told when the user has compared the SAS.
 * Owns the secrets among it.
 */
public final class EstablishedSession implements AutoCloseable {

  private final Zid ownZid;
  private final Zid peerZid;
  private final NegotiatedAlgorithms algorithms;
  private final Sas sas;
  private final @Nullable SasVerdict signature;
  private final boolean sentSasVerified;
  private final CacheUpdate cacheUpdate;
  private final SecretBytes exportedKey;
  private SessionKey sessionKey;
  private SasStanding standing;

  EstablishedSession(
      Zid ownZid,
      Zid peerZid,
      NegotiatedAlgorithms algorithms,
      Sas sas,
      SasStanding standing,
      @Nullable SasVerdict signature,
      boolean sentSasVerified,
      CacheUpdate cacheUpdate,
      SecretBytes exportedKey,
      SessionKey sessionKey) {
    this.ownZid = ownZid;
    this.peerZid = peerZid;
    this.algorithms = algorithms;
    this.sas = sas;
    this.standing = standing;
    this.signature = signature;
    this.sentSasVerified = sentSasVerified;
    this.cacheUpdate = cacheUpdate;
    this.exportedKey = exportedKey;
    this.sessionKey = sessionKey;
  }

  /** Who the call is with. */
  public Zid peerZid() {
    return peerZid;
  }

  /** What the first stream negotiated. */
  public NegotiatedAlgorithms algorithms() {
    return algorithms;
  }

  /** The SAS of the call. */
  public Sas sas() {
    return sas;
  }

  /** On whose word it counts as compared. */
  public SasStanding standing() {
    return standing;
  }

  /** What the verifier made of the peer's signature, or {@code null}. */
  public @Nullable SasVerdict signature() {
    return signature;
  }

  /** What the retained secrets say about the peer. */
  public KeyContinuity continuity() {
    return cacheUpdate.continuity();
  }

  /** ExportedKey, lent until the session ends. */
  public SecretBytes exportedKey() {
    return exportedKey;
  }

  /** The V flag that our Confirm of the first stream carried; later streams repeat it. */
  boolean sentSasVerified() {
    return sentSasVerified;
  }

  SessionKey sessionKey() {
    return sessionKey;
  }

  /** A GoClear took effect: of what the exchange left, only the successor of ZRTPSess stays. */
  void cleared() {
    exportedKey.close(); // Z-4.7.2.1-04
    sessionKey = sessionKey.renew(); // Z-4.7.2.1-05
  }

  /** The exchange is complete (Z-4.6.1-03, Z-4.6.1-04). */
  void storeCompleted(PeerCache cache) {
    store(cache, cacheUpdate::completed);
  }

  /** The user says that the SAS is the same on both sides (Z-7.1-01, Z-4.6.1.1-03). */
  void sasMatched(PeerCache cache) {
    standing = SasStanding.COMPARED_NOW;
    store(cache, cacheUpdate::sasMatched);
  }

  /** The user says that it differs (Z-7.1-06). */
  void sasDiffers(PeerCache cache) {
    standing = SasStanding.DIFFERS;
    store(cache, cacheUpdate::sasDiffers);
  }

  private void store(PeerCache cache, ZidStore.Change change) {
    cache.update(ownZid, peerZid, change);
  }

  @Override
  public void close() {
    cacheUpdate.close();
    exportedKey.close();
    sessionKey.close();
  }
}
