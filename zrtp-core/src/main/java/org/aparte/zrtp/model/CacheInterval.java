package org.aparte.zrtp.model;

/**
 * How long a retained secret is to be kept: the cache expiration interval of the Confirm messages
 * (RFC 6189 sections 4.9 and 5.7).
 *
 * @param seconds an unsigned 32-bit count, 0 to 4294967295; it starts when Confirm1 is sent or
 *     received. 0 means that the secret is not stored, 0xffffffff that it is kept for good
 */
public record CacheInterval(long seconds) {

  /** The secret of this session is not stored; what a cacheless endpoint sends (section 4.9.1). */
  public static final CacheInterval NOT_STORED = new CacheInterval(0);

  /** The secret is kept for good: the recommended value. */
  public static final CacheInterval FOREVER = new CacheInterval(0xffff_ffffL);

  /**
   * An interval of this many seconds.
   *
   * @throws IllegalArgumentException when it is negative or does not fit 32 bits
   */
  public CacheInterval {
    if (seconds < 0 || seconds > 0xffff_ffffL) {
      throw new IllegalArgumentException(
          "a cache interval is 0 to 4294967295 seconds, this is " + seconds);
    }
  }

  /**
   * The interval that binds both sides: the smaller of the two exchanged ones.
   *
   * @param other the interval from the other Confirm message
   */
  public CacheInterval agreedWith(CacheInterval other) {
    // Z-4.9-09: unsigned, so that 0xffffffff gives way to every other value.
    return seconds <= other.seconds ? this : other;
  }

  /**
   * The instant from which a secret with this interval may be deleted.
   *
   * @param confirm1EpochSeconds when Confirm1 was sent or received, seconds since 1970
   * @return seconds since 1970, or {@link ZidRecord#NEVER}
   */
  public long expiresAt(long confirm1EpochSeconds) {
    // Z-4.9-08, Z-4.9-13
    return equals(FOREVER) ? ZidRecord.NEVER : confirm1EpochSeconds + seconds;
  }
}
