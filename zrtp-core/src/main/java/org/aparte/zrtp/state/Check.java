package org.aparte.zrtp.state;

import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.model.ZrtpWarning;
import org.jspecify.annotations.Nullable;

/**
 * The result of looking at a message: a proof that it passed, or why it did not.
 *
 * @param <T> what exists only where the check was passed
 */
sealed interface Check<T> {

  /** Passed. */
  record Passed<T>(T proof) implements Check<T> {}

  /**
   * Not passed: the message is ignored.
   *
   * @param reason for logs
   * @param suspicion what a timeout is to be blamed on, if this says anything about the peer
   * @param event what the app should know at once
   */
  record Refused<T>(
      IgnoredReason reason, @Nullable ZrtpFailure suspicion, @Nullable ZrtpEvent event)
      implements Check<T> {

    /** The same refusal of something else. */
    <S> Refused<S> of() {
      return new Refused<>(reason, suspicion, event);
    }
  }

  static <T> Check<T> passed(T proof) {
    return new Passed<>(proof);
  }

  static <T> Refused<T> refused(IgnoredReason reason) {
    return new Refused<>(reason, null, null);
  }

  static <T> Refused<T> refused(IgnoredReason reason, ZrtpFailure suspicion) {
    return new Refused<>(reason, suspicion, null);
  }

  static <T> Refused<T> refused(IgnoredReason reason, ZrtpFailure suspicion, ZrtpWarning warning) {
    return refused(reason, suspicion, new ZrtpEvent.Warning(warning));
  }

  static <T> Refused<T> refused(
      IgnoredReason reason, ZrtpFailure suspicion, @Nullable ZrtpEvent event) {
    return new Refused<>(reason, suspicion, event);
  }
}
