package org.aparte.srtp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What reading or negotiating {@code a=crypto} attributes came to: a value, or the reason why there
 * is none. What peers write is never an exception.
 *
 * @param <T> what there is when all went well
 */
public final class SdesResult<T> {

  private final @Nullable T value;
  private final @Nullable SdesRefusal refusal;

  private SdesResult(@Nullable T value, @Nullable SdesRefusal refusal) {
    this.value = value;
    this.refusal = refusal;
  }

  static <T> SdesResult<T> accepted(T value) {
    return new SdesResult<>(value, null);
  }

  static <T> SdesResult<T> refused(SdesRefusal refusal) {
    return new SdesResult<>(null, refusal);
  }

  static <T> SdesResult<T> refused(SdesRefusal.Reason reason, String detail) {
    return refused(new SdesRefusal(reason, detail));
  }

  /** Whether there is a value. */
  public boolean isAccepted() {
    return value != null;
  }

  /**
   * The value.
   *
   * @throws IllegalStateException when there is none; it names the reason
   */
  public T value() {
    if (value == null) {
      throw new IllegalStateException("refused, so ask isAccepted() first: " + refusal);
    }
    return value;
  }

  /** The reason why there is no value, or nothing when there is one. */
  public Optional<SdesRefusal> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** The value's or the refusal's own text; neither shows keys. */
  @Override
  public String toString() {
    return value != null ? value.toString() : String.valueOf(refusal);
  }
}
