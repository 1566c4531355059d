package org.aparte.zrtp.cache;

import org.aparte.zrtp.model.KeyContinuity;
import org.aparte.zrtp.model.ZidRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a cache entry says before and in an exchange; {@link CacheUpdate} is what follows from it.
 */
public final class RetainedSecrets {

  private RetainedSecrets() {}

  /**
   * What the exchange and the entry together say about the peer.
   *
   * @param record the entry as the exchange used it, or {@code null}
   */
  public static KeyContinuity continuity(@Nullable ZidRecord record, CompletedExchange exchange) {
    if (record == null || record.rs1() == null) {
      return KeyContinuity.NO_CACHE;
    }
    if (exchange.s1Found()) {
      return KeyContinuity.MATCH;
    }
    // Z-4.3.2-01: rs1 is here, s1 came out null.
    boolean peerWasFreeToDelete =
        // Z-4.9-15, Z-4.9-16: absence after the interval is no security event ...
        record.isExpiredAt(exchange.confirm1EpochSeconds())
            // ... but a peer that claims a verified secret has deleted nothing.
            && !exchange.peerSasVerified();
    // Z-4.6.1.1-01, Z-4.6.1.1-02
    return peerWasFreeToDelete || exchange.peerAuthenticated()
        ? KeyContinuity.PEER_LOST_CACHE
        : KeyContinuity.MISMATCH;
  }

  /**
   * The V flag for our Confirm: that of earlier sessions, if this session carries them on. Without
   * s1 it says nothing about this session, and without an entry it is false (section 7.1).
   *
   * @param record the entry as the exchange uses it, or {@code null}
   * @param s1Found whether a retained secret of both sides met
   */
  public static boolean sasVerifiedFlag(@Nullable ZidRecord record, boolean s1Found) {
    // Z-7.1-02, Z-4.9.1-03
    return record != null && s1Found && record.sasVerified();
  }

  /**
   * The entry without retained secrets whose interval is over. Deleting them is a choice (section
   * 4.9): whoever keeps them notices for longer that the peer is the one of before.
   *
   * @return the new content, or {@code null} when nothing is past its interval
   */
  public static @Nullable ZidRecord withoutExpired(ZidRecord record, long nowEpochSeconds) {
    if (record.rs1() == null || !record.isExpiredAt(nowEpochSeconds)) {
      return null;
    }
    // The pbxsecret stays: intervals are exchanged for retained secrets only.
    return record.toBuilder()
        .sasVerified(false)
        .retained(null, null)
        .expiresAt(ZidRecord.NEVER)
        .build();
  }
}
