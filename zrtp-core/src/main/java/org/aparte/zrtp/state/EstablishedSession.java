package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.cache.CacheUpdate;
import org.aparte.zrtp.cache.PbxEnrollment;
import org.aparte.zrtp.crypto.SasRendering;
import org.aparte.zrtp.crypto.SessionKey;
import org.aparte.zrtp.model.KeyContinuity;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.Sas;
import org.aparte.zrtp.model.SasStanding;
import org.aparte.zrtp.model.SasType;
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
  private final @Nullable SasVerdict signature;
  private final boolean sentSasVerified;
  private final CacheUpdate cacheUpdate;
  private final SecretBytes exportedKey;
  private final MitmRelation mitm;
  private SessionKey sessionKey;
  private Sas ownSas;
  private SasStanding ownStanding;
  private @Nullable Sas relayedSas;
  private SasStanding relayedStanding = SasStanding.RELAYED;

  EstablishedSession(
      Zid ownZid,
      Zid peerZid,
      NegotiatedAlgorithms algorithms,
      Sas sas,
      SasStanding standing,
      @Nullable SasVerdict signature,
      boolean sentSasVerified,
      MitmRelation mitm,
      CacheUpdate cacheUpdate,
      SecretBytes exportedKey,
      SessionKey sessionKey) {
    this.ownZid = ownZid;
    this.peerZid = peerZid;
    this.algorithms = algorithms;
    this.ownSas = sas;
    this.ownStanding = standing;
    this.signature = signature;
    this.sentSasVerified = sentSasVerified;
    this.mitm = mitm;
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

  /** The SAS that is shown: our own, or the one that a trusted MiTM relayed. */
  public Sas sas() {
    return relayedSas == null ? ownSas : relayedSas;
  }

  /** On whose word it counts as compared. */
  public SasStanding standing() {
    return relayedSas == null ? ownStanding : relayedStanding;
  }

  /** The sashash of our own exchange. */
  Octets ownSasHash() {
    return ownSas.sasHash();
  }

  /** Whether the peer is a PBX, and trusted; or a phone that trusts us. */
  MitmRelation mitm() {
    return mitm;
  }

  /** Shows our own SAS, in this rendering. */
  void render(SasType type) {
    ownSas = sas(type, ownSas.sasHash());
    relayedSas = null;
  }

  /** Shows the SAS of the party behind a trusted MiTM. */
  void showRelayed(SasType type, Octets sasHash) {
    relayedSas = sas(type, sasHash);
    // What the user has found to be different is not made good by a packet
    relayedStanding =
        ownStanding == SasStanding.DIFFERS ? SasStanding.DIFFERS : SasStanding.RELAYED;
  }

  private static Sas sas(SasType type, Octets sasHash) {
    return new Sas(type, SasRendering.render(type, sasHash), sasHash);
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

  /**
   * The user says that the SAS is the same on both sides (Z-7.1-01, Z-4.6.1.1-03). A relayed one
   * speaks about the leg behind the MiTM, and about one party of all that it connects us with: so
   * the cache, which is about the MiTM, does not learn of it.
   *
   * @return whether it is for the cache
   */
  boolean sasMatched(PeerCache cache) {
    if (relayedSas != null) {
      relayedStanding = SasStanding.COMPARED_NOW;
      return false;
    }
    ownStanding = SasStanding.COMPARED_NOW;
    store(cache, cacheUpdate::sasMatched);
    return true;
  }

  /** The user says that it differs (Z-7.1-06). */
  void sasDiffers(PeerCache cache) {
    ownStanding = SasStanding.DIFFERS;
    relayedStanding = SasStanding.DIFFERS;
    store(cache, cacheUpdate::sasDiffers);
  }

  /** The user allows the peer, a PBX that asked for it, to relay the SAS of others. */
  void enroll(PeerCache cache) {
    if (!mitm.offersEnrollment()) {
      throw new IllegalStateException(
          "the peer did not ask to be trusted; wait for the warning ENROLLMENT_OFFERED");
    }
    if (standing() == SasStanding.DIFFERS) {
      throw new IllegalStateException(
          "the user found another SAS: whoever is in the middle must not be trusted; call again");
    }
    // Z-7.3.1-01, Z-7.3.1-03, Z-7.3.1-06
    try (SecretBytes pbxSecret = sessionKey.trustedMitmKey()) {
      store(cache, current -> PbxEnrollment.authorizedByUser(current, ownZid, peerZid, pbxSecret));
    }
  }

  /** We, a PBX, have offered enrollment. */
  void storeOffered(PeerCache cache) {
    try (SecretBytes pbxSecret = sessionKey.trustedMitmKey()) {
      store(cache, current -> PbxEnrollment.offeredToPhone(current, ownZid, peerZid, pbxSecret));
    }
  }

  /** Ends the enrollment, on either side; a relayed SAS is not shown any more. */
  void endEnrollment(PeerCache cache) {
    mitm.end();
    relayedSas = null;
    store(cache, PbxEnrollment::ended);
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
