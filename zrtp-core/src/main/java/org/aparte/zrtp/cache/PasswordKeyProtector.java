package org.aparte.zrtp.cache;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;
import org.aparte.zrtp.model.ZidStoreException;
import org.jspecify.annotations.Nullable;

/**
 * AES-256-GCM under a key made from a password by PBKDF2 with HMAC-SHA-256.
 *
 * <p>A piece is the 16-octet salt and the 4-octet round count of its key, and then a piece of
 * {@link AesGcmKeyProtector}. So the file needs no place for a salt that could be lost. All pieces
 * of a file have the same salt: that of the first one opened, a new one for a new file. The key is
 * made once per salt, which takes some tenths of a second.
 *
 * <p>Keeps the password until {@link #close}, for the salt is known only when the file is.
 */
public final class PasswordKeyProtector implements KeyProtector, AutoCloseable {

  /** The rounds for new files; a file says itself how many it took. */
  public static final int DEFAULT_ROUNDS = 600_000;

  private static final int MAX_ROUNDS = 5_000_000; // a forged file must not stop us for hours
  private static final int SALT_OCTETS = 16;
  private static final int PREFIX_OCTETS = SALT_OCTETS + 4;
  private static final int KEY_BITS = 256;

  private final char[] password;
  private final int rounds;
  private final SecureRandom random;
  private @Nullable DerivedKey current;
  private boolean closed;

  /**
   * The key that one salt and round count give; {@code prefix} is both, as they stand in a piece.
   */
  private record DerivedKey(Octets prefix, AesGcmKeyProtector protector) {}

  /**
   * Seals under a password.
   *
   * @param password copied; the caller wipes its own
   * @param random for the salt and the IVs
   */
  public PasswordKeyProtector(char[] password, SecureRandom random) {
    this(password, DEFAULT_ROUNDS, random);
  }

  /**
   * Seals under a password, with a round count for new files.
   *
   * @param rounds 1,000 to 5,000,000; fewer than {@link #DEFAULT_ROUNDS} only for passwords that
   *     are long and random
   * @throws IllegalArgumentException when the password is empty or the rounds are out of range
   */
  public PasswordKeyProtector(char[] password, int rounds, SecureRandom random) {
    if (password.length == 0) {
      throw new IllegalArgumentException("an empty password protects nothing");
    }
    if (rounds < 1_000 || rounds > MAX_ROUNDS) {
      throw new IllegalArgumentException("rounds: 1,000 to 5,000,000, these are " + rounds);
    }
    this.password = password.clone();
    this.rounds = rounds;
    this.random = random;
  }

  @Override
  public String name() {
    return "password";
  }

  @Override
  public synchronized byte[] seal(SecretBytes plain, byte[] context) {
    if (current == null) {
      byte[] prefix = new byte[PREFIX_OCTETS];
      random.nextBytes(prefix);
      ByteBuffer.wrap(prefix).putInt(SALT_OCTETS, rounds);
      current = derive(Octets.of(prefix));
    }
    byte[] piece = current.protector.seal(plain, context);
    byte[] sealed = new byte[PREFIX_OCTETS + piece.length];
    current.prefix.copyTo(sealed, 0);
    System.arraycopy(piece, 0, sealed, PREFIX_OCTETS, piece.length);
    return sealed;
  }

  @Override
  public synchronized @Nullable SecretBytes open(byte[] sealed, byte[] context) {
    if (sealed.length < PREFIX_OCTETS) {
      return null;
    }
    Octets prefix = Octets.of(sealed, 0, PREFIX_OCTETS);
    byte[] piece = Arrays.copyOfRange(sealed, PREFIX_OCTETS, sealed.length);
    if (current != null && current.prefix.equals(prefix)) {
      return current.protector.open(piece, context);
    }
    int roundsOfPiece = ByteBuffer.wrap(sealed).getInt(SALT_OCTETS);
    if (roundsOfPiece < 1 || roundsOfPiece > MAX_ROUNDS) {
      return null;
    }
    DerivedKey candidate = derive(prefix);
    SecretBytes plain = candidate.protector.open(piece, context);
    if (plain != null) {
      current = candidate; // only what opened something is kept: a damaged salt displaces nothing
    }
    return plain;
  }

  /** Wipes the password and lets go of the key. Further calls do nothing. */
  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(password, '\0');
    current = null;
  }

  private DerivedKey derive(Octets prefix) {
    if (closed) {
      throw new ZidStoreException(
          ZidStoreException.Kind.KEY_FAILED, "the password of the ZID cache was wiped by close()");
    }
    byte[] salt = prefix.slice(0, SALT_OCTETS).toArray();
    int roundsOfKey = ByteBuffer.wrap(prefix.toArray()).getInt(SALT_OCTETS);
    PBEKeySpec spec = new PBEKeySpec(password, salt, roundsOfKey, KEY_BITS);
    byte[] key = new byte[0];
    try {
      key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      SecretKeySpec aes = new SecretKeySpec(key, "AES");
      return new DerivedKey(prefix, new AesGcmKeyProtector(aes, random, null));
    } catch (GeneralSecurityException e) {
      throw new ZidStoreException(
          ZidStoreException.Kind.KEY_FAILED, "this platform has no PBKDF2WithHmacSHA256", e);
    } finally {
      Wipe.octets(key);
      spec.clearPassword();
    }
  }
}
