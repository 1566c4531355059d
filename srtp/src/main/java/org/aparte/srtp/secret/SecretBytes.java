package org.aparte.srtp.secret;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Octets that must not be seen: keys, salts, retained secrets, DH results.
 *
 * <p>Never printed, without {@code equals}, compared only by {@link #matches} in constant time, and
 * overwritten by {@link #close}. Every birth of a secret is a call of {@link #copyOf} or {@link
 * #takeOver}, every reading one of {@link #expose}, every end one of {@link #close}: four names to
 * grep.
 *
 * <p>Wiping is best effort in Java: the collector may have moved the array before, and JCA objects
 * keep copies of their own. What this class owns it wipes.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class SecretBytes implements AutoCloseable {

  private final byte[] octets;
  private boolean closed;

  private SecretBytes(byte[] octets) {
    this.octets = octets;
  }

  /** A secret of these octets; the array is copied and stays the caller's to wipe. */
  public static SecretBytes copyOf(byte[] octets) {
    return new SecretBytes(octets.clone());
  }

  /** A secret of part of an array, copied; the array stays the caller's to wipe. */
  public static SecretBytes copyOf(byte[] array, int offset, int length) {
    java.util.Objects.checkFromIndexSize(offset, length, array.length);
    return new SecretBytes(Arrays.copyOfRange(array, offset, offset + length));
  }

  /** Makes the array itself the secret: the caller gives it away and does not touch it again. */
  public static SecretBytes takeOver(byte[] octets) {
    return new SecretBytes(octets);
  }

  /** The number of octets, known also after {@link #close}. */
  public int length() {
    return octets.length;
  }

  /**
   * The octets themselves, not a copy: to be read at once, not kept, not changed.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public byte[] expose() {
    if (closed) {
      throw new IllegalStateException("this secret was wiped; take what is needed before close()");
    }
    return octets;
  }

  /**
   * A second secret with the same content and a life of its own.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public SecretBytes copy() {
    return copyOf(expose());
  }

  /**
   * The first {@code length} octets as a secret of their own (truncated KDF outputs).
   *
   * @throws IndexOutOfBoundsException when there are fewer
   * @throws IllegalStateException after {@link #close}
   */
  public SecretBytes first(int length) {
    return copyOf(expose(), 0, length);
  }

  /**
   * Whether both hold the same octets, in time that depends on the lengths only.
   *
   * @throws IllegalStateException after {@link #close} of either
   */
  public boolean matches(SecretBytes other) {
    return MessageDigest.isEqual(expose(), other.expose());
  }

  // S7714-13.1-01, -03: keys and salts are erased
  /** Overwrites the octets with zeros. Further calls do nothing. */
  @Override
  public void close() {
    closed = true;
    Wipe.octets(octets);
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return closed;
  }

  // S7714-13.1-02: keys are kept secret
  /** The length, never the content. */
  @Override
  public String toString() {
    return "SecretBytes[" + octets.length + " octets]";
  }
}
