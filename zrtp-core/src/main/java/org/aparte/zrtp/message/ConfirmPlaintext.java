package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;
import org.jspecify.annotations.Nullable;

/**
 * The part of Confirm1 and Confirm2 that is encrypted (RFC 6189 section 5.7, Figure 10, between the
 * double lines).
 *
 * <p>H0 stands here as public octets: once Confirm is sent or opened, the peer has it and all that
 * it protects has been received.
 *
 * @param h0 hash preimage H0, 32 octets
 * @param enrollment flag E: a PBX asks to be trusted (section 7.3.1)
 * @param sasVerified flag V: the sender's user has compared the SAS in an earlier call (section
 *     7.1)
 * @param allowClear flag A: the sender accepts GoClear (section 4.7.2); as sent, though E says that
 *     it does not count
 * @param disclosure flag D: the sender discloses its SRTP keys (section 11)
 * @param cacheExpirationSeconds how long the sender keeps the new retained secret, 0 to {@link
 *     #NEVER_EXPIRES} (section 4.9)
 * @param signature a signature of the SAS, {@code null} when there is none
 */
public record ConfirmPlaintext(
    Octets h0,
    boolean enrollment,
    boolean sasVerified,
    boolean allowClear,
    boolean disclosure,
    long cacheExpirationSeconds,
    @Nullable SignatureBlock signature)
    implements ParsedPlaintext {

  /** The interval of a secret that is kept for ever. */
  public static final long NEVER_EXPIRES = 0xffffffffL;

  private static final int WORDS_WITHOUT_SIGNATURE = 10;
  private static final int LENGTH_OFFSET = 32;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when H0 has not 32 octets or the interval not 32 bits
   */
  public ConfirmPlaintext {
    FieldLengths.requireWords("H0", h0, 8);
    if (cacheExpirationSeconds < 0 || cacheExpirationSeconds > NEVER_EXPIRES) {
      throw new IllegalArgumentException(
          "a cache expiration interval has 32 bits, not " + cacheExpirationSeconds);
    }
  }

  /**
   * Reads what was decrypted, after the MAC was found good. The peer who has the keys may still
   * send anything.
   *
   * @return a {@code ConfirmPlaintext}, or a {@code Malformed} that counts from the start of the
   *     plaintext
   */
  public static ParsedPlaintext parse(Octets plaintext) {
    if (plaintext.length() < 4 * WORDS_WITHOUT_SIGNATURE) {
      return new Malformed(Malformed.Reason.TOO_SHORT, plaintext.length());
    }
    WordReader in = new WordReader(plaintext);
    Octets h0 = in.words(8);
    int lengthAndFlags = in.word();
    int signatureWords = SealedFlags.signatureWords(lengthAndFlags);
    // Z-5.7-06, Z-5.7-07: the signature is what follows, all of it and nothing beyond
    if (plaintext.length() != 4 * (WORDS_WITHOUT_SIGNATURE + signatureWords)) {
      return new Malformed(Malformed.Reason.SIGNATURE_LENGTH_MISMATCH, LENGTH_OFFSET);
    }
    return new ConfirmPlaintext(
        h0,
        (lengthAndFlags & SealedFlags.E) != 0,
        (lengthAndFlags & SealedFlags.V) != 0,
        (lengthAndFlags & SealedFlags.A) != 0,
        (lengthAndFlags & SealedFlags.D) != 0,
        in.word() & 0xffffffffL,
        SignatureBlock.read(in, signatureWords));
  }

  /** Whether the sender accepts GoClear: flag A, unless it asks for enrollment. */
  public boolean allowsGoClear() {
    return allowClear && !enrollment; // Z-7.3.1-05
  }

  /** What is to be encrypted. */
  public Octets write() {
    int signatureWords = SignatureBlock.lengthWords(signature);
    int flags =
        (enrollment ? SealedFlags.E : 0)
            | (sasVerified ? SealedFlags.V : 0)
            | (allowClear ? SealedFlags.A : 0)
            | (disclosure ? SealedFlags.D : 0);
    WordWriter out =
        new WordWriter(WORDS_WITHOUT_SIGNATURE + signatureWords)
            .octets(h0)
            .word(SealedFlags.word(signatureWords, flags))
            .word((int) cacheExpirationSeconds);
    SignatureBlock.write(out, signature);
    return out.finish();
  }
}
