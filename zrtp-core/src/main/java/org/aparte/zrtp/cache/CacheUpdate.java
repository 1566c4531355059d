package org.aparte.zrtp.cache;

import java.util.Set;
import java.util.TreeSet;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.CacheInterval;
import org.aparte.zrtp.model.Enrollment;
import org.aparte.zrtp.model.KeyContinuity;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZidStore;
import org.jspecify.annotations.Nullable;

/**
 * What one exchange does to the cache entry of its peer: RFC 6189 sections 4.6.1, 4.6.1.1, 4.9 and
 * 7.1 as pure functions from the entry in place to the next one.
 *
 * <p>Three moments ask for a change, each a {@link ZidStore.Change} to hand to {@link
 * ZidStore#update}: the exchange is complete ({@link #completed}), the user says that the SAS
 * matches ({@link #sasMatched}), the user says that it differs ({@link #sasDiffers}). They may be
 * applied again to another entry when somebody else was faster: two calls that end at once rotate
 * one after the other, and the older new secret is rs2 then.
 *
 * <table>
 * <caption>completed, with an interval other than 0</caption>
 * <tr><th>continuity</th><th>rs1</th><th>rs2</th><th>V</th></tr>
 * <tr><td>NO_CACHE</td><td>new</td><td>none (old rs1 if a call was faster)</td><td>0</td></tr>
 * <tr><td>MATCH, DH</td><td>new</td><td>old rs1, whichever secret matched</td><td>kept</td></tr>
 * <tr><td>MATCH, Preshared</td><td>new</td><td>kept</td><td>kept</td></tr>
 * <tr><td>PEER_LOST_CACHE</td><td>new</td><td>old rs1</td><td>0</td></tr>
 * <tr><td>MISMATCH</td><td colspan="3">nothing; sasMatched does: new, old rs1, 1</td></tr>
 * </table>
 *
 * <p>Decided where the RFC leaves room:
 *
 * <ul>
 *   <li>After a match of rs2 the old rs1 goes to rs2 all the same, as section 4.6.1 says, although
 *       the peer did not have it. If the very next update is cut short too, the caches part and a
 *       mismatch is told: two cut updates in a row are more than rs2 can heal.
 *   <li>An unexplained mismatch changes nothing, the interval included. An attacker could otherwise
 *       send interval 0, have our secret expire, and be told as an explained loss from then on.
 *   <li>V speaks about a lineage of secrets. It is dropped when the lineage breaks, and set when
 *       the users compared the SAS of a session whose secret is rs1.
 *   <li>A PBX has nobody who compares. When it has enrolled the phone, and neither the retained
 *       secrets nor the pbxsecret meet, nothing ever changes the entry: so the caches of both stay
 *       as they are through an attack (from the 2014 draft of a successor to RFC 6189). A retained
 *       secret that meets is updated even without pbxsecret, else the caches would part.
 * </ul>
 *
 * <p>It owns the new secret for as long as the session may ask for one of these changes, and wipes
 * it in {@link #close}. A session that ends before the user spoke leaves the entry as it was.
 */
public final class CacheUpdate implements AutoCloseable {

  private final CompletedExchange exchange;
  private final KeyContinuity continuity;
  private final boolean vetoed;
  private final SecretBytes newRs1;

  /**
   * The update that an exchange has earned.
   *
   * @param record the entry as the exchange used it, or {@code null}; only looked at
   * @param exchange what the exchange showed
   * @param newRs1 the retained secret derived from its s0, 32 octets (section 4.6.1), taken over
   * @throws IllegalArgumentException when the secret has another size, the entry is of another pair
   *     of ZIDs, or Preshared mode was used without a retained secret
   */
  public CacheUpdate(@Nullable ZidRecord record, CompletedExchange exchange, SecretBytes newRs1) {
    if (newRs1.length() != ZidRecord.SECRET_OCTETS) {
      throw new IllegalArgumentException("rs1 has 32 octets, this has " + newRs1.length());
    }
    if (record != null
        && !(record.ownZid().equals(exchange.ownZid())
            && record.peerZid().equals(exchange.peerZid()))) {
      throw new IllegalArgumentException("the entry is about another peer: " + record);
    }
    this.exchange = exchange;
    this.continuity = RetainedSecrets.continuity(record, exchange);
    if (exchange.mode() == CompletedExchange.Mode.PRESHARED && continuity != KeyContinuity.MATCH) {
      throw new IllegalArgumentException("Preshared mode starts from an rs1 that both sides have");
    }
    this.vetoed =
        record != null
            && record.enrollment() == Enrollment.PEER_IS_ENROLLED_PHONE
            && !exchange.s1Found()
            && !exchange.s3Found();
    this.newRs1 = newRs1;
  }

  /** What the retained secrets say about the peer, as it stood when the exchange was complete. */
  public KeyContinuity continuity() {
    return continuity;
  }

  /** Whether the new secret is held back until the user has compared the SAS. */
  public boolean waitsForUser() {
    // Z-4.3.2-09, Z-4.6.1.1-03: only an unexplained mismatch delays the update.
    return continuity == KeyContinuity.MISMATCH && !vetoed;
  }

  /**
   * The exchange is complete.
   *
   * @param current the entry in place, or {@code null}
   * @return the next entry, or {@code null} when nothing is to be stored
   */
  public @Nullable ZidRecord completed(@Nullable ZidRecord current) {
    if (vetoed || waitsForUser()) {
      return null;
    }
    boolean verified = current != null && current.sasVerified();
    return renewed(current, continuity == KeyContinuity.MATCH && verified);
  }

  /**
   * The user compared the SAS with the peer and it is the same.
   *
   * @param current the entry in place, or {@code null}
   * @return the next entry, or {@code null} when nothing is to be stored
   */
  public @Nullable ZidRecord sasMatched(@Nullable ZidRecord current) {
    if (current != null && isFromThisSession(current)) {
      // Z-7.1-01
      return current.sasVerified() ? null : current.toBuilder().sasVerified(true).build();
    }
    // Z-4.6.1.1-03: what was held back is stored now. Otherwise a later call has taken over, or the
    // interval is 0: there is no entry with a secret that this comparison speaks about.
    return waitsForUser() ? renewed(current, true) : null;
  }

  /**
   * The user compared the SAS with the peer and it is another: someone is in the middle. The secret
   * of this session is erased, what was rs2 takes its place, V is cleared (section 7.1). So the
   * cache still notices when the attacker stays away.
   *
   * @param current the entry in place, or {@code null}
   * @return the next entry, or {@code null} when nothing is to be stored
   */
  public @Nullable ZidRecord sasDiffers(@Nullable ZidRecord current) {
    // Z-7.1-06
    if (current == null) {
      return null;
    }
    if (isFromThisSession(current)) {
      return current.toBuilder().sasVerified(false).retained(current.rs2(), null).build();
    }
    return current.sasVerified() ? current.toBuilder().sasVerified(false).build() : null;
  }

  /** Wipes the new secret. Further calls do nothing. */
  @Override
  public void close() {
    newRs1.close();
  }

  private @Nullable ZidRecord renewed(@Nullable ZidRecord current, boolean verified) {
    if (exchange.agreedInterval().equals(CacheInterval.NOT_STORED)) {
      return expiredNow(current);
    }
    SecretBytes oldRs1 = current == null ? null : current.rs1();
    SecretBytes oldRs2 = current == null ? null : current.rs2();
    // Z-4.6.1-05, Z-4.6.1-06: DH drops the old rs2 and keeps the old rs1 in its place; Preshared
    // drops the old rs1 and leaves rs2 alone.
    boolean keepsRs2 = exchange.mode() == CompletedExchange.Mode.PRESHARED;
    ZidRecord.Builder next =
        current == null
            // Z-4.6.1.1-06: the first call stores at once.
            ? ZidRecord.builder(exchange.ownZid(), exchange.peerZid())
            : current.toBuilder();
    return next.retained(newRs1, keepsRs2 ? oldRs2 : oldRs1)
        .expiresAt(exchange.agreedInterval().expiresAt(exchange.confirm1EpochSeconds()))
        .sasVerified(verified)
        .peerFeatures(features(current))
        .build();
  }

  /** What the peer was seen to support stays, whatever it supports now. */
  private Set<String> features(@Nullable ZidRecord current) {
    Set<String> features = new TreeSet<>(current == null ? Set.of() : current.peerFeatures());
    if (exchange.postQuantum() && features.size() < ZidRecord.MAX_FEATURES) {
      features.add(ZidRecord.POST_QUANTUM);
    }
    return features;
  }

  /** Z-4.9-10, Z-4.9-11, Z-4.9-12: interval 0 stores no secret, creates nothing, ends what is. */
  private @Nullable ZidRecord expiredNow(@Nullable ZidRecord current) {
    if (current == null
        || current.rs1() == null
        || continuity == KeyContinuity.NO_CACHE
        || current.isExpiredAt(exchange.confirm1EpochSeconds())) {
      return null;
    }
    return current.toBuilder()
        .expiresAt(exchange.confirm1EpochSeconds())
        .peerFeatures(features(current))
        .build();
  }

  private boolean isFromThisSession(ZidRecord current) {
    SecretBytes rs1 = current.rs1();
    return rs1 != null && rs1.matches(newRs1);
  }
}
