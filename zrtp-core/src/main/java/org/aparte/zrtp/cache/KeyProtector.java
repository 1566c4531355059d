package org.aparte.zrtp.cache;

import org.aparte.srtp.secret.SecretBytes;
import org.jspecify.annotations.Nullable;

/**
 * Seals what a {@link FileZidStore} writes, piece by piece, under a key that is kept elsewhere: in
 * the keystore of the platform, in the user's memory, or nowhere ({@link PlainKeyProtector}).
 *
 * <p>A stolen cache lets the thief stand in the middle of the next call of each peer, once (RFC
 * 6189 section 15.1); the file also tells who was called. What a protector guards is the content of
 * each entry and its place: an entry cannot be read, changed, moved to another peer or to another
 * version. It cannot notice that the whole file was replaced by an older copy of itself.
 *
 * <p>Implementations may be used by several threads at once.
 */
public interface KeyProtector {

  /**
   * The kind of protection, written into the file in clear so that a file sealed otherwise is told
   * apart from a damaged one: 1 to 32 lower-case letters, digits and hyphens.
   */
  String name();

  /**
   * Seals a piece.
   *
   * @param plain the content, borrowed
   * @param context what the content belongs to, not secret and not part of the result
   * @throws org.aparte.zrtp.model.ZidStoreException with {@code KEY_FAILED} when the key cannot be
   *     used
   */
  byte[] seal(SecretBytes plain, byte[] context);

  /**
   * Opens a piece.
   *
   * @param sealed any octets at all
   * @param context what the content should belong to
   * @return the content, or {@code null} when the octets are not what {@link #seal} gave for this
   *     key and context
   * @throws org.aparte.zrtp.model.ZidStoreException with {@code KEY_FAILED} when the key cannot be
   *     used
   */
  @Nullable SecretBytes open(byte[] sealed, byte[] context);
}
