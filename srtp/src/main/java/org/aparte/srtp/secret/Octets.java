package org.aparte.srtp.secret;

import java.util.Arrays;

/**
 * An immutable string of public octets: comparable, printable as lower-case hex.
 *
 * <p>For what anyone on the wire may see: identifiers, nonces, ciphertext, hash images. Key
 * material is a {@link SecretBytes} instead.
 */
public final class Octets {

  /** The empty string. */
  public static final Octets EMPTY = new Octets(new byte[0]);

  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final byte[] octets;

  private Octets(byte[] octets) {
    this.octets = octets;
  }

  /**
   * A string of these octets; the array is copied.
   *
   * @param octets any length
   */
  public static Octets of(byte... octets) {
    return new Octets(octets.clone());
  }

  /**
   * A string of part of an array, copied.
   *
   * @throws IndexOutOfBoundsException when the range is not inside the array
   */
  public static Octets of(byte[] array, int offset, int length) {
    java.util.Objects.checkFromIndexSize(offset, length, array.length);
    return new Octets(Arrays.copyOfRange(array, offset, offset + length));
  }

  /**
   * The octets named by an even number of hex digits of either case.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static Octets ofHex(String hex) {
    if (hex.length() % 2 != 0) {
      throw new IllegalArgumentException("odd number of hex digits: " + hex.length());
    }
    byte[] octets = new byte[hex.length() / 2];
    for (int i = 0; i < octets.length; i++) {
      int high = Character.digit(hex.charAt(2 * i), 16);
      int low = Character.digit(hex.charAt(2 * i + 1), 16);
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException("not a hex digit near position " + 2 * i);
      }
      octets[i] = (byte) ((high << 4) | low);
    }
    return new Octets(octets);
  }

  /** The number of octets. */
  public int length() {
    return octets.length;
  }

  /**
   * The octet at an index, 0 to 255.
   *
   * @throws IndexOutOfBoundsException when the index is not inside
   */
  public int at(int index) {
    return octets[index] & 0xff;
  }

  /** A copy of the octets. */
  public byte[] toArray() {
    return octets.clone();
  }

  /**
   * The part from {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @throws IndexOutOfBoundsException when the range is not inside
   */
  public Octets slice(int from, int to) {
    java.util.Objects.checkFromToIndex(from, to, octets.length);
    return new Octets(Arrays.copyOfRange(octets, from, to));
  }

  /** Copies all octets into {@code target} from {@code offset} on. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(octets, 0, target, offset, octets.length);
  }

  /** Compares by content; not in constant time, so not for anything secret. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Octets that && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  /** Lower-case hex. */
  @Override
  public String toString() {
    char[] text = new char[2 * octets.length];
    for (int i = 0; i < octets.length; i++) {
      text[2 * i] = HEX[(octets[i] >> 4) & 0xf];
      text[2 * i + 1] = HEX[octets[i] & 0xf];
    }
    return new String(text);
  }
}
