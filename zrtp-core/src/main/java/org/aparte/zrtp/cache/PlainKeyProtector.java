package org.aparte.zrtp.cache;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.aparte.srtp.secret.SecretBytes;
import org.jspecify.annotations.Nullable;

/**
 * No protection but the permissions of the file: a checksum finds accidents, anyone who can read
 * the file has the secrets, anyone who can write it can change them.
 *
 * <p>A piece is its content and then 8 octets of SHA-256 over context and content.
 */
public final class PlainKeyProtector implements KeyProtector {

  private static final int CHECKSUM_OCTETS = 8;

  /** No protection but a checksum. */
  public PlainKeyProtector() {}

  @Override
  public String name() {
    return "none";
  }

  @Override
  public byte[] seal(SecretBytes plain, byte[] context) {
    byte[] sealed = Arrays.copyOf(plain.expose(), plain.length() + CHECKSUM_OCTETS);
    System.arraycopy(
        checksum(context, sealed, plain.length()), 0, sealed, plain.length(), CHECKSUM_OCTETS);
    return sealed;
  }

  @Override
  public @Nullable SecretBytes open(byte[] sealed, byte[] context) {
    int plainOctets = sealed.length - CHECKSUM_OCTETS;
    if (plainOctets < 0) {
      return null;
    }
    byte[] expected = Arrays.copyOf(checksum(context, sealed, plainOctets), CHECKSUM_OCTETS);
    byte[] found = Arrays.copyOfRange(sealed, plainOctets, sealed.length);
    return MessageDigest.isEqual(expected, found)
        ? SecretBytes.copyOf(sealed, 0, plainOctets)
        : null;
  }

  private static byte[] checksum(byte[] context, byte[] content, int contentOctets) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(context);
      sha256.update((byte) 0); // contexts are text, so this ends them
      sha256.update(content, 0, contentOctets);
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
