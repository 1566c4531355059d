package org.aparte.zrtp.cache;

import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.Enrollment;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.jspecify.annotations.Nullable;

/**
 * What enrollment with a trusted MiTM does to a cache entry (RFC 6189 section 7.3.1), as pure
 * functions for {@link org.aparte.zrtp.model.ZidStore#update}. The retained secrets, their interval
 * and V have no part in it.
 */
public final class PbxEnrollment {

  private PbxEnrollment() {}

  /**
   * On the phone: the user allows this PBX to stand in the middle and to relay the SAS of others.
   *
   * <p>To be called for an explicit act of the user only (Z-7.3.1-06), never because the E flag
   * came: an attacker who is enrolled can listen to every later call unseen. The user should have
   * compared the SAS of this session before.
   *
   * @param current the entry in place, or {@code null}
   * @param pbxSecret the trusted MiTM key of this session, 32 octets; copied
   */
  public static ZidRecord authorizedByUser(
      @Nullable ZidRecord current, Zid ownZid, Zid pbxZid, SecretBytes pbxSecret) {
    // Z-7.3-11: under the ZID of the PBX in the phone.
    return enrolled(current, ownZid, pbxZid, Enrollment.PEER_IS_TRUSTED_MITM, pbxSecret);
  }

  /**
   * On the PBX: the phone was offered enrollment. The PBX keeps the key whether or not the phone's
   * user agrees; that does no harm (Z-7.3.1-07).
   *
   * @param current the entry in place, or {@code null}
   * @param pbxSecret the trusted MiTM key of this session, 32 octets; copied
   */
  public static ZidRecord offeredToPhone(
      @Nullable ZidRecord current, Zid ownZid, Zid phoneZid, SecretBytes pbxSecret) {
    // Z-7.3-11: under the ZID of the phone in the PBX.
    return enrolled(current, ownZid, phoneZid, Enrollment.PEER_IS_ENROLLED_PHONE, pbxSecret);
  }

  /**
   * Ends the enrollment, on either side.
   *
   * @return the next entry, or {@code null} when there is nothing to end
   */
  public static @Nullable ZidRecord ended(@Nullable ZidRecord current) {
    return current == null || current.enrollment() == Enrollment.NONE
        ? null
        : current.toBuilder().enrollment(Enrollment.NONE, null).build();
  }

  private static ZidRecord enrolled(
      @Nullable ZidRecord current,
      Zid ownZid,
      Zid peerZid,
      Enrollment enrollment,
      SecretBytes pbxSecret) {
    ZidRecord.Builder next =
        current == null ? ZidRecord.builder(ownZid, peerZid) : current.toBuilder();
    return next.enrollment(enrollment, pbxSecret).build();
  }
}
