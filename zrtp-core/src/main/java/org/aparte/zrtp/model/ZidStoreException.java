package org.aparte.zrtp.model;

import org.jspecify.annotations.Nullable;

/**
 * A {@link ZidStore} could not do what it was asked. Calls go on without it: an engine treats the
 * peer as one of whom nothing is known, sends the interval and the V flag of a cacheless endpoint
 * (RFC 6189 section 4.9.1), and tells the app.
 */
public final class ZidStoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What an app can act on. */
  public enum Kind {
    /** The file is something else. It was not touched. */
    NOT_A_ZID_CACHE,
    /** The file was written by a later version of this library. It was not touched. */
    NEWER_FORMAT,
    /** The file is sealed with another key, password or kind of protection. It was not touched. */
    WRONG_KEY,
    /** The key is there no more, or its keeper failed. */
    KEY_FAILED,
    /**
     * The entry asked for is damaged; the message names it. It is kept as it is until {@link
     * ZidStore#forget}; all others are well.
     */
    DAMAGED_RECORD,
    /** Both copies of the header are damaged. The file was not touched; restore or remove it. */
    DAMAGED_FILE,
    /** The disk or the quota is full. What was there is unchanged. */
    NO_SPACE,
    /** Reading failed otherwise. */
    READ_FAILED,
    /** Writing failed otherwise. What was there is unchanged. */
    WRITE_FAILED,
    /** The change is in place and visible, but may not survive a loss of power. */
    NOT_DURABLE,
    /** Others kept the store locked or changed the entry for too long. */
    BUSY
  }

  private final Kind kind;

  /** A failure of a kind, with a message that says how to mend it and holds no secret. */
  public ZidStoreException(Kind kind, String message) {
    this(kind, message, null);
  }

  /** A failure of a kind with its cause. */
  public ZidStoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What an app can act on. */
  public Kind kind() {
    return kind;
  }
}
