package org.aparte.zrtp.state;

import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.OwnSecrets;
import org.aparte.zrtp.model.Enrollment;
import org.aparte.zrtp.model.ZidRecord;
import org.jspecify.annotations.Nullable;

/** The secrets that an exchange starts from, and the cache entry they stand in. Owns both. */
final class KnownSecrets implements AutoCloseable {

  private final @Nullable ZidRecord record;
  private final OwnSecrets own;

  /**
   * The secrets of an entry and the auxsecret of a stream.
   *
   * @param record taken over
   * @param auxsecret copied
   */
  KnownSecrets(@Nullable ZidRecord record, @Nullable SecretBytes auxsecret) {
    this.record = record;
    this.own =
        new OwnSecrets(
            record == null ? null : copy(record.rs1()),
            record == null ? null : copy(record.rs2()),
            copy(auxsecret),
            record == null ? null : copy(record.pbxSecret())); // Z-7.3-01
  }

  private static @Nullable SecretBytes copy(@Nullable SecretBytes secret) {
    return secret == null ? null : secret.copy();
  }

  @Nullable ZidRecord record() {
    return record;
  }

  OwnSecrets own() {
    return own;
  }

  /** What the pbxsecret stands for. */
  Enrollment enrollment() {
    return record == null ? Enrollment.NONE : record.enrollment();
  }

  /** Whether a retained secret is there. */
  boolean hasRs1() {
    return record != null && record.rs1() != null;
  }

  @Override
  public void close() {
    own.close();
    if (record != null) {
      record.close();
    }
  }
}
