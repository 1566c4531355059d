package org.aparte.zrtp;

import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.cache.PbxEnrollment;
import org.aparte.zrtp.model.Enrollment;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZidStore;

/**
 * The pbxsecrets in the cache, outside of calls: provisioned by other means than a call (RFC 6189
 * section 7.3.1), looked at, and ended. Within a call see {@link ZrtpSession#enroll} and its
 * sisters.
 *
 * <p>All methods pass on the {@link org.aparte.zrtp.model.ZidStoreException} of a store that fails.
 */
public final class Enrollments {

  private final ZidStore store;
  private final Zid ownZid;

  Enrollments(ZidStore store, Zid ownZid) {
    this.store = store;
    this.ownZid = ownZid;
  }

  /**
   * On a phone: trusts a PBX by a secret that both were given. Only where the user knows that this
   * PBX can then listen to all calls through it (Z-7.3.1-06, Z-7.3.1-08).
   *
   * @param pbxZid the ZID of the PBX
   * @param pbxSecret 32 octets from a good generator, of this phone and this PBX alone; copied
   * @throws IllegalArgumentException when the secret has another size, or the ZID is our own
   */
  public void trustPbx(Zid pbxZid, SecretBytes pbxSecret) {
    store.update(
        ownZid,
        pbxZid,
        current -> PbxEnrollment.authorizedByUser(current, ownZid, pbxZid, pbxSecret));
  }

  /**
   * On a PBX: the secret of a phone that was given it too.
   *
   * @param phoneZid the ZID of the phone
   * @param pbxSecret 32 octets, copied
   * @throws IllegalArgumentException when the secret has another size, or the ZID is our own
   */
  public void addPhone(Zid phoneZid, SecretBytes pbxSecret) {
    store.update(
        ownZid,
        phoneZid,
        current -> PbxEnrollment.offeredToPhone(current, ownZid, phoneZid, pbxSecret));
  }

  /** What a peer is to us. */
  public Enrollment with(Zid peerZid) {
    try (ZidRecord record = store.find(ownZid, peerZid)) {
      return record == null ? Enrollment.NONE : record.enrollment();
    }
  }

  /** Ends the enrollment with a peer, on either side. A call in progress keeps what it has. */
  public void end(Zid peerZid) {
    store.update(ownZid, peerZid, PbxEnrollment::ended);
  }
}
